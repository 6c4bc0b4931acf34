package io.candor.data.load;

import io.candor.data.Batch;
import io.candor.data.Image;
import io.candor.data.Sample;
import io.candor.data.augment.AugmentationRecipe;
import io.candor.data.augment.Letterbox;
import io.candor.data.read.ImageReader;
import io.candor.data.read.Skipped;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Batches of samples, epoch by epoch, prepared by threads of its own. What a batch holds depends on the samples, the
 * seed, the epoch and the recipe, never on the number of threads, the cache or what happened before.
 *
 * <p>One thread consumes; {@link #close} may come from any. Beginning an epoch ends the one before.
 */
public final class Loader implements AutoCloseable {

    private final List<Sample> samples;
    private final LoaderOptions options;
    private final Function<Path, Image> reader;
    private final Map<Path, Integer> indices = new HashMap<>();
    private final Unreadable unreadable;
    private final Workers workers;
    private AugmentationRecipe recipe;
    private Scenes scenes;

    /** A loader that decodes files with {@link ImageReader}. */
    public Loader(List<Sample> samples, LoaderOptions options) {
        this(samples, options, ImageReader::read);
    }

    /**
     * A loader with pixels from elsewhere.
     *
     * @param reader decodes a sample's image; called by several threads; throws
     *     {@link io.candor.data.read.UnreadableImage} for a file to skip, anything else ends the epoch
     */
    public Loader(List<Sample> samples, LoaderOptions options, Function<Path, Image> reader) {
        this.samples = List.copyOf(samples);
        this.options = options;
        this.reader = reader;
        this.recipe = options.recipe();
        this.unreadable = new Unreadable(this.samples);
        this.scenes = scenes(recipe);
        this.workers = new Workers(options.workers());
        for (int i = 0; i < samples.size(); i++) {
            indices.putIfAbsent(samples.get(i).image(), i);
        }
    }

    private Scenes scenes(AugmentationRecipe recipe) {
        boolean plain = recipe.equals(AugmentationRecipe.none());
        Scenes.Scaling scaling = plain ? Scenes.Scaling.LETTERBOX : Scenes.Scaling.LONG_SIDE;
        return new Scenes(samples, options, scaling, reader, unreadable);
    }

    /**
     * The batches of an epoch in order. Its methods throw what the reader threw, and {@link IllegalStateException} after
     * {@link #close}.
     *
     * @param number of the epoch, from 0
     * @throws io.candor.data.InvalidInput from the iterator when no image at all can be read
     */
    public synchronized Iterator<Batch> epoch(int number) {
        int[] order = Epoch.order(samples.size(), number, options);
        return workers.begin(new Epoch(number, order, scenes, options, recipe));
    }

    /** Batches of an epoch, the last, smaller one included. */
    public int batchesPerEpoch() {
        return options.batches(samples.size());
    }

    /** From the next epoch on, one picture per sample: mosaic, mixup and cutmix off. */
    public void closeMosaic() {
        recipe(recipe().withoutMosaic());
    }

    /** What varies the pictures from the next epoch on. */
    public synchronized void recipe(AugmentationRecipe changed) {
        boolean wasPlain = recipe.equals(AugmentationRecipe.none());
        recipe = changed;
        if (wasPlain != changed.equals(AugmentationRecipe.none())) {
            workers.stop();
            scenes.close();
            scenes = scenes(changed);
        }
    }

    /** What varies the pictures now. */
    public synchronized AugmentationRecipe recipe() {
        return recipe;
    }

    /** Where a sample's picture lies in its batch image when the recipe is {@link AugmentationRecipe#none}. */
    public synchronized Letterbox letterbox(int sampleIndex) {
        return scenes.letterbox(sampleIndex);
    }

    /** The sample a file of a batch belongs to; of several with one file the first. */
    public int sampleIndex(Path file) {
        Integer index = indices.get(file);
        if (index == null) {
            throw new IllegalArgumentException("not a file of this loader: " + file);
        }
        return index;
    }

    /** Nanoseconds the consumer has stood still for batches, over all epochs. */
    public long waitedNanos() {
        return workers.waitedNanos();
    }

    /** Images found unreadable so far, by file name. */
    public List<Skipped> skipped() {
        return unreadable.skipped();
    }

    /** Ends the epoch and the threads, and frees the cache. */
    @Override
    public void close() {
        workers.close();
        scenes.close();
    }
}
