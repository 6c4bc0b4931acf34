package io.candor.serve;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;

/** Bodies of requests, never longer and never slower than allowed. */
final class Body {

    private static final int CHUNK = 1 << 16;
    private static final long MOST_PASSED_OVER = 8_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Limits limits;
    private final Budget budget;

    Body(Limits limits) {
        this.limits = limits;
        budget = new Budget(limits.bytesAtOnce());
    }

    /** What a request brought, and its share of the memory. */
    @SuppressWarnings("ArrayRecordComponent") // consumed once
    record Content(byte[] bytes, Budget.Share share) implements AutoCloseable {
        @Override
        public void close() {
            share.close();
        }
    }

    /**
     * All of the body.
     *
     * @throws Problem 413 if it is too long, 408 if it comes too slowly, 415 if it is compressed
     * @throws IOException if the client went away
     */
    Content read(Context context) throws IOException {
        String encoding = context.header("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new Problem(415, "Compressed bodies are not taken (Content-Encoding: %s).".formatted(encoding));
        }
        long declared = context.req().getContentLengthLong();
        if (declared > limits.requestBytes()) {
            passOver(context.req().getInputStream());
            throw tooLong();
        }
        Budget.Share share = budget.take(declared < 0 ? limits.requestBytes() : declared, Duration.ofSeconds(1));
        try {
            byte[] bytes = read(context.req().getInputStream(), (int) declared);
            share.shrink(bytes.length);
            return new Content(bytes, share);
        } catch (IOException | RuntimeException gone) {
            share.close();
            throw gone;
        }
    }

    /** @param declared length; negative if unknown */
    private byte[] read(InputStream stream, int declared) throws IOException {
        long deadline = System.nanoTime() + limits.upload().toNanos();
        byte[] bytes = new byte[declared < 0 ? CHUNK : declared];
        int size = 0;
        try {
            while (size < bytes.length) {
                int count = stream.read(bytes, size, bytes.length - size);
                if (count < 0) {
                    break;
                }
                size += count;
                if (size > limits.requestBytes()) {
                    passOver(stream);
                    throw tooLong();
                }
                if (System.nanoTime() > deadline) {
                    throw tooSlow();
                }
                if (size == bytes.length && declared < 0) {
                    bytes = Arrays.copyOf(bytes, 2 * size);
                }
            }
        } catch (IOException failed) {
            if (failed.getCause() instanceof TimeoutException) { // nothing came for the connection's idle time
                throw tooSlow();
            }
            throw failed;
        }
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    /**
     * Reads on for a moment: a client that is cut off while it sends may never see why. Whoever sends much more than is
     * allowed is cut off nevertheless.
     */
    private static void passOver(InputStream stream) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        byte[] chunk = new byte[CHUNK];
        int count = 0;
        for (long all = 0; count >= 0 && all < MOST_PASSED_OVER && System.nanoTime() < deadline; all += count) {
            count = stream.read(chunk);
        }
    }

    private Problem tooLong() {
        return new Problem(413, "The body is longer than the limit of %d bytes.".formatted(limits.requestBytes()));
    }

    private Problem tooSlow() {
        return new Problem(
                408,
                "The body did not arrive within %s seconds."
                        .formatted(limits.upload().toSeconds()));
    }
}
