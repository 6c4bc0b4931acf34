package io.candor.data.load;

import io.candor.data.Batch;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that prepare the batches of one pass at a time; beginning a pass ends the one before. */
final class Workers implements AutoCloseable {

    /** Batches under way beyond one per worker, so that a worker is never idle while the consumer works. */
    private static final int SPARE_BATCHES = 2;

    /** Closing waits this long for batches in progress. */
    private static final long CLOSE_SECONDS = 10;

    private final AtomicLong waited = new AtomicLong();
    private final ExecutorService pool;
    private final Executor executor;
    private final int depth;
    private Prefetch current;
    private boolean closed;

    /** @param count of threads; with 0 the consumer's thread prepares each batch when it is asked for */
    Workers(int count) {
        pool = Executors.newFixedThreadPool(Math.max(1, count), threads());
        executor = count == 0 ? Runnable::run : pool;
        depth = count == 0 ? 1 : count + SPARE_BATCHES;
    }

    @SuppressWarnings("ThreadPriorityCheck") // speed depends on it, correctness does not
    private static ThreadFactory threads() {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "loader-" + count.incrementAndGet());
            // Never in the way of training threads, which wait for one another: see -XX:JavaPriority1_To_OSPriority.
            thread.setPriority(Thread.MIN_PRIORITY);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** The batches of a pass in order; IllegalStateException after {@link #close}. */
    synchronized Iterator<Batch> begin(Pass pass) {
        if (closed) {
            throw new IllegalStateException("the loader is closed");
        }
        stop();
        current = new Prefetch(pass, executor, depth, waited::addAndGet);
        return current;
    }

    /** Ends the pass under way. */
    synchronized void stop() {
        if (current != null) {
            current.cancel();
        }
    }

    /** Nanoseconds the consumer has stood still for batches, over all passes. */
    long waitedNanos() {
        return waited.get();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            stop();
            pool.shutdown();
        }
        try {
            if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
