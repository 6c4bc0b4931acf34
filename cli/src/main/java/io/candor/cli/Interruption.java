package io.candor.cli;

import io.candor.run.RunListener;
import io.candor.train.StopRequest;
import java.util.concurrent.CountDownLatch;

/**
 * Turns Ctrl-C and a polite kill into a request to stop: the Java machine waits for the job to finish its step and save
 * before it ends, with the exit code the signal has (130 for Ctrl-C).
 */
final class Interruption implements AutoCloseable {

    /** Of a process ended by SIGINT. */
    static final int EXIT_CODE = 130;

    private final StopRequest request = new StopRequest();
    private final CountDownLatch finished = new CountDownLatch(1);

    private Interruption() {}

    static Interruption watch(RunListener listener) {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.stop(listener), "interruption"));
        return interruption;
    }

    StopRequest request() {
        return request;
    }

    private void stop(RunListener listener) {
        if (finished.getCount() == 0) {
            return;
        }
        listener.say("Interrupted: finishing this step, then saving.");
        request.make();
        try {
            finished.await();
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    /** The job is done; the process may end. */
    @Override
    public void close() {
        finished.countDown();
    }
}
