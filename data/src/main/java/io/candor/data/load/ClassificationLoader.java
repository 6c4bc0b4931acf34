package io.candor.data.load;

import io.candor.data.Batch;
import io.candor.data.Image;
import io.candor.data.Sample;
import io.candor.data.augment.AugmentationRecipe;
import io.candor.data.augment.Chance;
import io.candor.data.augment.Crop;
import io.candor.data.augment.PictureAugmentation;
import io.candor.data.augment.PictureAugmentation.Mixed;
import io.candor.data.augment.PictureAugmentation.Mixing;
import io.candor.data.read.Skipped;
import io.candor.data.read.UnreadableImage;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Batches of a classifier's pictures, epoch by epoch, prepared by threads of its own. What a batch holds depends on the
 * samples, the seed, the epoch and the recipe alone. With {@link Order#SEQUENTIAL} pictures are not varied: of each the
 * largest square in the middle is scaled to the size of the batch.
 *
 * <p>One thread consumes; {@link #close} may come from any. Beginning an epoch ends the one before.
 */
public final class ClassificationLoader implements AutoCloseable {

    private final List<Sample> samples;
    private final LoaderOptions options;
    private final Function<Path, Image> reader;
    private final Unreadable unreadable;
    private final Workers workers;
    private final Pictures pictures;
    private AugmentationRecipe recipe;

    /**
     * A loader.
     *
     * @param reader decodes a sample's image; called by several threads; throws {@link UnreadableImage} for a file to
     *     skip, anything else ends the epoch
     */
    public ClassificationLoader(List<Sample> samples, LoaderOptions options, Function<Path, Image> reader) {
        this.samples = List.copyOf(samples);
        this.options = options;
        this.reader = reader;
        recipe = options.recipe();
        unreadable = new Unreadable(this.samples);
        workers = new Workers(options.workers());
        long bytes = samples.stream().mapToLong(this::keptBytes).sum();
        pictures = Pictures.of(options.cache(), this::decode, bytes, 0);
    }

    private long keptBytes(Sample sample) {
        Scaled scaled = Scaled.of(sample.width(), sample.height(), kept());
        return (long) scaled.width() * scaled.height() * Image.CHANNELS;
    }

    /** Short side of the pictures that are kept: so large that the smallest crop need not be enlarged. */
    private int kept() {
        boolean plain = options.order() == Order.SEQUENTIAL || options.imageSize() <= PictureAugmentation.SMALL;
        double leastShare = Math.max(0.25, 1 - options.recipe().scale());
        return plain ? options.imageSize() : (int) Math.ceil(options.imageSize() / Math.sqrt(leastShare));
    }

    private Image decode(int index) {
        Image image = reader.apply(samples.get(index).image());
        if (options.order() == Order.SEQUENTIAL) {
            return Crop.center(image.width(), image.height()).apply(image, options.imageSize());
        }
        Scaled scaled = Scaled.of(image.width(), image.height(), kept());
        return new Crop(0, 0, image.width(), image.height()).apply(image, scaled.width(), scaled.height());
    }

    /** A picture's size after scaling, never enlarged. */
    private record Scaled(int width, int height) {
        static Scaled of(int width, int height, int shortSide) {
            double ratio = Math.min(1, (double) shortSide / Math.min(width, height));
            return new Scaled((int) Math.ceil(width * ratio), (int) Math.ceil(height * ratio));
        }
    }

    /**
     * The batches of an epoch in order. Its methods throw what the reader threw, and {@link IllegalStateException} after
     * {@link #close}.
     *
     * @param number of the epoch, from 0
     */
    public synchronized Iterator<Batch> epoch(int number) {
        return workers.begin(new PicturePass(number, Epoch.order(samples.size(), number, options), recipe));
    }

    /** Batches of an epoch, the last, smaller one included. */
    public int batchesPerEpoch() {
        return options.batches(samples.size());
    }

    /** From the next epoch on, one picture per sample: mixup and cutmix off. */
    public synchronized void closeMixtures() {
        recipe = recipe.withoutMosaic();
    }

    /** Nanoseconds the consumer has stood still for batches, over all epochs. */
    public long waitedNanos() {
        return workers.waitedNanos();
    }

    /** Images found unreadable so far, by file name. */
    public List<Skipped> skipped() {
        return unreadable.skipped();
    }

    private Optional<Image> picture(int index) {
        return unreadable.unless(index, () -> pictures.picture(index));
    }

    /** Ends the epoch and the threads, and frees the cache. */
    @Override
    public void close() {
        workers.close();
        pictures.close();
    }

    /** One pass over the pictures. */
    private final class PicturePass implements Pass {
        private final int number;
        private final int[] order;
        private final PictureAugmentation augmentation;

        PicturePass(int number, int[] order, AugmentationRecipe recipe) {
            this.number = number;
            this.order = order;
            augmentation = new PictureAugmentation(recipe, options.imageSize());
        }

        @Override
        public int batches() {
            return options.batches(order.length);
        }

        @Override
        public Optional<Batch> batch(int index) {
            int first = index * options.batch();
            int end = Math.min(first + options.batch(), order.length);
            PictureBatch batch = new PictureBatch(options.imageSize(), end - first);
            for (int position = first; position < end; position++) {
                if (options.order() == Order.SEQUENTIAL) {
                    add(batch, order[position]);
                } else {
                    addVaried(batch, position);
                }
            }
            return batch.build();
        }

        private void add(PictureBatch batch, int sample) {
            Path file = samples.get(sample).image();
            picture(sample).ifPresent(image -> batch.add(file, image, new Batch.Mixture(file, 1)));
        }

        private void addVaried(PictureBatch batch, int position) {
            int sample = readable(position);
            Path file = samples.get(sample).image();
            Chance chance = Chance.of(options.seed(), number, order[position]);
            Image own = augmentation.alone(picture(sample).orElseThrow(), chance);
            Mixing mixing = augmentation.mixing(chance);
            if (mixing == Mixing.NONE) {
                batch.add(file, own, new Batch.Mixture(file, 1));
                return;
            }
            int other = readable(Companions.choose(position, order.length, options.batch(), chance));
            Image second = augmentation.alone(picture(other).orElseThrow(), chance);
            Mixed mixed = augmentation.mix(mixing, own, second, chance);
            batch.add(file, mixed.image(), new Batch.Mixture(samples.get(other).image(), mixed.share()));
        }

        /** The first sample from {@code position} on, around the ring, whose image can be read. */
        private int readable(int position) {
            return order[
                    unreadable.firstReadable(
                            order, position, sample -> picture(sample).isPresent())];
        }
    }
}
