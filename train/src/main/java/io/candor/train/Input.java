package io.candor.train;

import io.candor.data.InvalidInput;

/**
 * What the network is fed.
 *
 * @param imageSize side of the square input in pixels, a multiple of {@value #STRIDE}
 * @param batch images per step
 * @param workers threads that prepare batches ahead; with 0 the trainer's own thread does
 * @param seed of every random choice
 */
public record Input(int imageSize, int batch, int workers, long seed) {

    /** Pixels per cell of the coarsest map. */
    public static final int STRIDE = 32;

    public Input {
        Setting.atLeast("imgsz", imageSize, STRIDE);
        Setting.atLeast("batch", batch, 1);
        Setting.atLeast("workers", workers, 0);
        if (imageSize % STRIDE != 0) {
            throw new InvalidInput(
                    Setting.HELP,
                    "imgsz: found %d, expected a multiple of %d, such as %d."
                            .formatted(imageSize, STRIDE, roundedUp(imageSize)));
        }
    }

    private static final int MOST_WORKERS = 8;

    /** 640 pixels, batches of 16, a worker per processor but no more than 8, seed 0. */
    public static Input defaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new Input(640, 16, Math.min(MOST_WORKERS, processors), 0);
    }

    /** The smallest multiple of {@value #STRIDE} that is not below {@code imageSize}. */
    public static int roundedUp(int imageSize) {
        return (imageSize + STRIDE - 1) / STRIDE * STRIDE;
    }
}
