package io.candor.data.load;

import io.candor.data.InvalidInput;
import io.candor.data.augment.AugmentationRecipe;

/**
 * How samples become batches.
 *
 * @param imageSize pixels of each side of every image of a batch
 * @param batch images per batch; the last batch of an epoch may be smaller
 * @param workers threads that prepare batches ahead; with 0 the caller's thread does
 * @param seed of the order and of every random choice
 * @param recipe what varies the pictures; {@link AugmentationRecipe#none} gives plain letterboxes
 * @param order of the samples
 * @param cache of decoded pictures
 * @param masks whether batches say which pixels belong to which label
 */
public record LoaderOptions(
        int imageSize,
        int batch,
        int workers,
        long seed,
        AugmentationRecipe recipe,
        Order order,
        Cache cache,
        Masks masks) {

    /** Whether batches say which pixels belong to which label. */
    public enum Masks {
        NONE,
        /** From the labels' outlines. */
        DRAWN
    }

    /** Batches without masks. */
    public LoaderOptions(
            int imageSize, int batch, int workers, long seed, AugmentationRecipe recipe, Order order, Cache cache) {
        this(imageSize, batch, workers, seed, recipe, order, cache, Masks.NONE);
    }

    public LoaderOptions {
        atLeast("--imgsz", 1, imageSize);
        atLeast("--batch", 1, batch);
        atLeast("--workers", 0, workers);
    }

    public LoaderOptions withMasks(Masks value) {
        return new LoaderOptions(imageSize, batch, workers, seed, recipe, order, cache, value);
    }

    private static void atLeast(String option, int least, int found) {
        if (found < least) {
            throw new InvalidInput(
                    "loader-options", "%s: found %d, expected at least %d.".formatted(option, found, least));
        }
    }

    /** Batches of so many samples, the last, smaller one included. */
    int batches(int samples) {
        return (samples + batch - 1) / batch;
    }

    /** Options for evaluation: letterboxes in the given order. */
    public static LoaderOptions evaluation(int imageSize, int batch, int workers) {
        return new LoaderOptions(imageSize, batch, workers, 0, AugmentationRecipe.none(), Order.SEQUENTIAL, Cache.OFF);
    }
}
