package io.candor.serve;

import java.time.Duration;
import java.util.Optional;

/** Why a request is not answered as asked: what the client is told. */
final class Problem extends RuntimeException {

    /** Status for asking too much at once. */
    static final int BUSY = 429;

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Optional<Duration> retryAfter;

    /** @param status of HTTP, from 400 on */
    Problem(int status, String message) {
        this(status, message, Optional.empty());
    }

    private Problem(int status, String message, Optional<Duration> retryAfter) {
        super(message, null, false, false); // refusals are cheap: no stack trace
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** Too much is asked for at once. */
    static Problem busy(String message, Duration retryAfter) {
        return new Problem(BUSY, message, Optional.of(retryAfter));
    }

    /** Not now. */
    static Problem unavailable(String message, Duration retryAfter) {
        return new Problem(503, message, Optional.of(retryAfter));
    }

    int status() {
        return status;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
