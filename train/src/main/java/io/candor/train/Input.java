package io.candor.train;

import io.candor.data.InvalidInput;

/**
 * What the network is fed.
 *
 * @param imageSize side of the square input in pixels, a multiple of {@value #STRIDE} unless {@code sizes} says otherwise
 * @param batch images per step
 * @param workers threads that prepare batches ahead; with 0 the trainer's own thread does
 * @param seed of every random choice
 * @param sizes which image sizes the network takes
 */
public record Input(int imageSize, int batch, int workers, long seed, Sizes sizes) {

    /** Which image sizes a network takes. */
    public enum Sizes {
        /** Multiples of {@value #STRIDE}: detectors, whose maps must fit together. */
        STRIDED,
        /** Any: classifiers. */
        ANY
    }

    /** Pixels per cell of the coarsest map. */
    public static final int STRIDE = 32;

    public Input {
        Setting.atLeast("imgsz", imageSize, sizes == Sizes.ANY ? SMALLEST : STRIDE);
        Setting.atLeast("batch", batch, 1);
        Setting.atLeast("workers", workers, 0);
        if (sizes == Sizes.STRIDED && imageSize % STRIDE != 0) {
            throw new InvalidInput(
                    Setting.HELP,
                    "imgsz: found %d, expected a multiple of %d, such as %d."
                            .formatted(imageSize, STRIDE, roundedUp(imageSize)));
        }
    }

    private static final int SMALLEST = 8; // below, a picture is a single cell after three halvings

    private static final int MOST_WORKERS = 8;

    /** The input of a detector. */
    public Input(int imageSize, int batch, int workers, long seed) {
        this(imageSize, batch, workers, seed, Sizes.STRIDED);
    }

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
