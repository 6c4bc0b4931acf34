package io.candor.serve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Jobs that wait for a worker, first come, first served, never more than a few. */
final class JobQueue {

    private final int room;
    private final int most;
    private final int workers;
    private final ArrayDeque<Job> waiting = new ArrayDeque<>();
    private boolean closed;

    JobQueue(Batching batching, int most) {
        this.room = batching.queue();
        this.workers = batching.workers();
        this.most = most;
    }

    /** What became of an offered job. */
    enum Offer {
        TAKEN,
        FULL,
        CLOSED
    }

    synchronized Offer offer(Job job) {
        if (closed) {
            return Offer.CLOSED;
        }
        if (waiting.size() >= room) {
            waiting.removeIf(old -> old.answer().isDone()); // those nobody waits for any more
        }
        if (waiting.size() >= room) {
            return Offer.FULL;
        }
        waiting.add(job);
        notifyAll();
        return Offer.TAKEN;
    }

    synchronized int size() {
        return waiting.size();
    }

    /**
     * Waits for work: one tensor, or pictures that may share a run. A worker leaves others their part: of n waiting
     * pictures it takes n / workers, so that no processor idles while another has several. Empty when closed and done.
     */
    synchronized List<Job> take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        int share = Math.max(1, Math.min(most, (waiting.size() + workers - 1) / workers));
        List<Job> taken = new ArrayList<>();
        while (!waiting.isEmpty() && taken.size() < share) {
            boolean sharing = waiting.peek() instanceof Job.Picture;
            if (!taken.isEmpty() && !sharing) {
                break;
            }
            taken.add(waiting.poll());
            if (!sharing) {
                break;
            }
        }
        return taken;
    }

    /** No more are taken in; those waiting are still done. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
