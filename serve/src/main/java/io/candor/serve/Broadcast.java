package io.candor.serve;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Events for any number of listeners. Nobody who listens slowly delays the others or the one who tells: only the newest
 * events wait for each, older ones are dropped, counted, and the listener is told how many.
 */
final class Broadcast {

    /** Events that wait for a listener: some seconds of a camera. */
    static final int ROOM = 64;

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean closed;

    /**
     * Something that happened.
     *
     * @param id counted from 1; 0 for what concerns one listener alone
     */
    record Event(long id, String kind, String json) {

        /** As the format of server-sent events has it. */
        String text() {
            return (id == 0 ? "" : "id: %d\n".formatted(id)) + "event: %s\ndata: %s\n\n".formatted(kind, json);
        }
    }

    synchronized void tell(String kind, String json) {
        Event event = new Event(told.incrementAndGet(), kind, json);
        listeners.forEach(listener -> listener.offer(event));
    }

    /** Somebody listens from now on, until closed. */
    Listener join() {
        Listener listener = new Listener();
        listeners.add(listener);
        return listener;
    }

    int listeners() {
        return listeners.size();
    }

    /** Events so far. */
    long told() {
        return told.get();
    }

    /** Events that listeners were too slow for, all listeners together. */
    long dropped() {
        return dropped.get();
    }

    /** Whether nothing more will be told. */
    boolean isClosed() {
        return closed;
    }

    /** Nothing more is told: listeners get what waits for them, and then the end. */
    void close() {
        closed = true;
        listeners.forEach(Listener::wake);
    }

    /** One who listens. */
    final class Listener implements AutoCloseable {

        private final ArrayDeque<Event> waiting = new ArrayDeque<>();
        private long missed;

        private synchronized void offer(Event event) {
            if (waiting.size() == ROOM) {
                waiting.poll();
                missed++;
                dropped.incrementAndGet();
            }
            waiting.add(event);
            notifyAll();
        }

        private synchronized void wake() {
            notifyAll();
        }

        /** The next event, after waiting at most {@code patience}; empty if there was none or there will be none. */
        synchronized Optional<Event> take(Duration patience) throws InterruptedException {
            long deadline = System.nanoTime() + patience.toNanos();
            while (waiting.isEmpty() && !closed) {
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return Optional.empty();
                }
                wait(millis);
            }
            if (missed > 0) {
                Event event = new Event(0, "dropped", "{\"dropped\":%d}".formatted(missed));
                missed = 0;
                return Optional.of(event);
            }
            return Optional.ofNullable(waiting.poll());
        }

        /** Whether nothing will come any more. */
        synchronized boolean isOver() {
            return closed && waiting.isEmpty();
        }

        @Override
        public void close() {
            listeners.remove(this);
        }
    }
}
