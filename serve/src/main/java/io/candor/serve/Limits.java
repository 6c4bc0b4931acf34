package io.candor.serve;

import java.time.Duration;

/**
 * What one client, and all together, may take.
 *
 * @param requestBytes longest body
 * @param bytesAtOnce of all bodies together
 * @param imagePixels of one image, as its header states them
 * @param pixelsAtOnce of all images that are decoded and not yet answered
 * @param upload longest time a body may take to arrive
 * @param answer longest time from a whole body to its answer
 * @param stop longest time that requests in flight are waited for when the server stops
 */
public record Limits(
        long requestBytes,
        long bytesAtOnce,
        long imagePixels,
        long pixelsAtOnce,
        Duration upload,
        Duration answer,
        Duration stop) {

    private static final long MEGA = 1_000_000;

    public Limits {
        if (requestBytes < 1 || bytesAtOnce < requestBytes || imagePixels < 1 || pixelsAtOnce < imagePixels) {
            throw new IllegalArgumentException("limits must be positive, and those of all at least those of one");
        }
    }

    /** 32 MB and 50 megapixels a request, 256 MB and 150 megapixels (450 MB) at once, 30 s to send, 30 s to answer. */
    public static Limits defaults() {
        return new Limits(
                32 * MEGA,
                256 * MEGA,
                50 * MEGA,
                150 * MEGA,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));
    }

    public Limits withRequestBytes(long value) {
        return new Limits(value, Math.max(value, bytesAtOnce), imagePixels, pixelsAtOnce, upload, answer, stop);
    }

    public Limits withImagePixels(long value) {
        return new Limits(requestBytes, bytesAtOnce, value, Math.max(value, pixelsAtOnce), upload, answer, stop);
    }

    public Limits withUpload(Duration value) {
        return new Limits(requestBytes, bytesAtOnce, imagePixels, pixelsAtOnce, value, answer, stop);
    }

    public Limits withAnswer(Duration value) {
        return new Limits(requestBytes, bytesAtOnce, imagePixels, pixelsAtOnce, upload, value, stop);
    }

    public Limits withStop(Duration value) {
        return new Limits(requestBytes, bytesAtOnce, imagePixels, pixelsAtOnce, upload, answer, value);
    }
}
