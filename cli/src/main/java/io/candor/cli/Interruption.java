package io.candor.cli;

import io.candor.run.RunListener;
import io.candor.train.StopRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Turns Ctrl-C and a polite kill into a request to stop: the Java machine waits for the job to finish its step and save
 * before it ends, with the exit code the signal has (130 for Ctrl-C). If saving fails, the process ends when that has been
 * said, with the exit code of the failure.
 */
final class Interruption implements AutoCloseable {

    /** Of a process ended by SIGINT. */
    static final int EXIT_CODE = 130;

    /** Long enough to print a failure, short enough for whoever pressed Ctrl-C. */
    private static final int SECONDS_TO_PRINT = 20;

    /** Completed once everything has been printed. */
    private static final CompletableFuture<Integer> PRINTED = new CompletableFuture<>();

    private final StopRequest request = new StopRequest();
    private final CountDownLatch finished = new CountDownLatch(1);

    private Interruption() {}

    static Interruption watch(RunListener listener) {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.stop(listener), "interruption"));
        return interruption;
    }

    /**
     * Ends the process after its command has ended and printed whatever it had to say; does not return.
     *
     * <p>After a signal the Java machine is ending already: then {@link System#exit} only waits, and the thread that
     * handles the signal ends the process.
     */
    static void endProcess(int exitCode) {
        PRINTED.complete(exitCode);
        System.exit(exitCode);
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
            end(PRINTED.get(SECONDS_TO_PRINT, TimeUnit.SECONDS));
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException unknown) {
            listener.say("Interrupted: how the command ended is not known.");
        }
    }

    private static void end(int exitCode) {
        if (exitCode == Failure.FAILED || exitCode == Failure.MISUSED) {
            Runtime.getRuntime().halt(exitCode);
        }
    }

    /** The job is done; the process may end. */
    @Override
    public void close() {
        finished.countDown();
    }
}
