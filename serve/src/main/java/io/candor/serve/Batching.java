package io.candor.serve;

/**
 * How requests share runs of a network.
 *
 * @param workers threads per model, each with one thread of ONNX Runtime
 * @param most images per run; a file that fixes its batch is never given more
 * @param queue requests that wait at most; further ones are refused with 429
 */
public record Batching(int workers, int most, int queue) {

    private static final int MOST = 4;
    private static final int QUEUE = 64;

    public Batching {
        if (workers < 1 || most < 1 || queue < 1) {
            throw new IllegalArgumentException(
                    "workers, most and queue must be at least 1: %d, %d, %d".formatted(workers, most, queue));
        }
    }

    /** A worker per processor, four images, 64 waiting. */
    public static Batching defaults() {
        return new Batching(Runtime.getRuntime().availableProcessors(), MOST, QUEUE);
    }

    public Batching withWorkers(int value) {
        return new Batching(value, most, queue);
    }

    public Batching withMost(int value) {
        return new Batching(workers, value, queue);
    }

    public Batching withQueue(int value) {
        return new Batching(workers, most, value);
    }
}
