package io.candor.data.load;

import io.candor.data.Batch;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
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
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Batches of a classifier's pictures, epoch by epoch, prepared by threads of its own. What a batch holds depends on the
 * samples, the seed, the epoch and the recipe alone. With {@link Order#SEQUENTIAL} pictures are not varied: of each the
 * largest square in the middle is scaled to the size of the batch.
 *
 * <p>One thread consumes; {@link #close} may come from any. Beginning an epoch ends the one before.
 */
public final class ClassificationLoader implements AutoCloseable {

    private static final int SPARE_BATCHES = 2; // beyond one per worker, so that none is idle while the consumer works

    private static final long CLOSE_SECONDS = 10; // closing waits so long for batches in progress

    private final List<Sample> samples;
    private final LoaderOptions options;
    private final Function<Path, Image> reader;
    private final Map<Integer, Skipped> unreadable = new ConcurrentHashMap<>();
    private final AtomicLong waited = new AtomicLong();
    private final ExecutorService pool;
    private final Executor workers;
    private final Pictures pictures;
    private AugmentationRecipe recipe;
    private Prefetch current;
    private boolean closed;

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
        pool = Executors.newFixedThreadPool(Math.max(1, options.workers()), Loader.threads());
        workers = options.workers() == 0 ? Runnable::run : pool;
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
        if (closed) {
            throw new IllegalStateException("the loader is closed");
        }
        stop();
        int[] order = Epoch.order(samples.size(), number, options);
        int depth = options.workers() == 0 ? 1 : options.workers() + SPARE_BATCHES;
        current = new Prefetch(new PicturePass(number, order, recipe), workers, depth, waited::addAndGet);
        return current;
    }

    private void stop() {
        if (current != null) {
            current.cancel();
        }
    }

    /** Batches of an epoch, the last, smaller one included. */
    public int batchesPerEpoch() {
        return (samples.size() + options.batch() - 1) / options.batch();
    }

    /** From the next epoch on, one picture per sample: mixup and cutmix off. */
    public synchronized void closeMixtures() {
        recipe = recipe.withoutMosaic();
    }

    /** Nanoseconds the consumer has stood still for batches, over all epochs. */
    public long waitedNanos() {
        return waited.get();
    }

    /** Images found unreadable so far, by file name. */
    public List<Skipped> skipped() {
        return unreadable.values().stream()
                .sorted(Comparator.comparing(Skipped::file))
                .toList();
    }

    private Optional<Image> picture(int index) {
        if (unreadable.containsKey(index)) {
            return Optional.empty();
        }
        try {
            return Optional.of(pictures.picture(index));
        } catch (UnreadableImage failure) {
            unreadable.put(index, Skipped.of(samples.get(index).image(), failure));
            return Optional.empty();
        }
    }

    /** Ends the epoch and the threads, and frees the cache. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            stop();
            pool.shutdown();
        }
        try {
            if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
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
            return (order.length + options.batch() - 1) / options.batch();
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
            for (int i = 0; i < order.length; i++) {
                int candidate = order[(position + i) % order.length];
                if (picture(candidate).isPresent()) {
                    return candidate;
                }
            }
            throw new InvalidInput(
                    "no-readable-image",
                    "None of the %d images can be read; the first: %s. Run candor inspect on the data set."
                            .formatted(order.length, unreadable.get(order[0])));
        }
    }
}
