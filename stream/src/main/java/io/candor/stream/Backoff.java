package io.candor.stream;

import java.time.Duration;

/** How long to wait before the next attempt: half a second, then twice as long each time, up to half a minute. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Duration next = FIRST;
    private int attempts;

    /** The wait before the attempt that comes now. */
    Duration next() {
        Duration wait = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        attempts++;
        return wait;
    }

    /** Attempts since the last success. */
    int attempts() {
        return attempts;
    }

    void succeeded() {
        next = FIRST;
        attempts = 0;
    }
}
