package io.candor.data.load;

import io.candor.data.Batch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.LongConsumer;

/**
 * The batches of one epoch in order, a few of them prepared ahead. The queue holds promises, not batches: whichever
 * thread finishes first, the consumer waits for the head, so there is nothing to reorder and nobody waits for room. An
 * exception in a worker reaches the consumer in place of the batch.
 */
final class Prefetch implements Iterator<Batch> {

    private final Pass epoch;
    private final Executor workers;
    private final int depth;
    private final LongConsumer waited;
    private final Deque<FutureTask<Optional<Batch>>> ahead = new ArrayDeque<>();
    private int submitted;
    private boolean cancelled;
    private Batch ready;

    /**
     * @param depth batches under way at once; 1 means that each is begun when it is asked for
     * @param waited told the nanoseconds the consumer stood still
     */
    Prefetch(Pass epoch, Executor workers, int depth, LongConsumer waited) {
        this.epoch = epoch;
        this.workers = workers;
        this.depth = depth;
        this.waited = waited;
        submitAhead();
    }

    @Override
    public boolean hasNext() {
        long start = System.nanoTime();
        boolean more = true;
        while (ready == null && more) {
            more = advance();
        }
        waited.accept(System.nanoTime() - start);
        return ready != null;
    }

    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the epoch has no more batches");
        }
        Batch next = ready;
        ready = null;
        return next;
    }

    /** Drops what is prepared; a consumer that waits is told. Work in progress is not interrupted. */
    synchronized void cancel() {
        cancelled = true;
        ahead.forEach(task -> task.cancel(false));
    }

    /** Takes the head's batch, if it has one; false at the end of the epoch. */
    private boolean advance() {
        Optional<FutureTask<Optional<Batch>>> head = head();
        if (head.isEmpty()) {
            return false;
        }
        ready = result(head.get()).orElse(null);
        removeHead();
        submitAhead();
        return true;
    }

    private synchronized Optional<FutureTask<Optional<Batch>>> head() {
        if (cancelled) {
            throw stopped();
        }
        if (ahead.isEmpty()) {
            submitOne();
        }
        return Optional.ofNullable(ahead.peekFirst());
    }

    private synchronized void removeHead() {
        ahead.pollFirst();
    }

    private synchronized void submitAhead() {
        while (depth > 1 && !cancelled && ahead.size() < depth && submitted < epoch.batches()) {
            submitOne();
        }
    }

    private synchronized void submitOne() {
        if (submitted < epoch.batches()) {
            int index = submitted++;
            FutureTask<Optional<Batch>> task = new FutureTask<>(() -> epoch.batch(index));
            ahead.addLast(task);
            workers.execute(task);
        }
    }

    private Optional<Batch> result(FutureTask<Optional<Batch>> task) {
        try {
            return task.get();
        } catch (ExecutionException failure) {
            throw unwrapped(failure.getCause());
        } catch (CancellationException cancellation) {
            throw stopped();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a batch", interruption);
        }
    }

    private static RuntimeException unwrapped(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private static IllegalStateException stopped() {
        return new IllegalStateException("the loader was closed or another epoch was begun");
    }
}
