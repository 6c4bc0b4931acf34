package io.candor.data.load;

import io.candor.data.Image;
import io.candor.data.Sample;
import io.candor.data.augment.Letterbox;
import io.candor.data.augment.LongSide;
import io.candor.data.augment.Scene;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Samples with their pixels, scaled: to the long side for training, into the letterbox for plain batches.  Remembers
 * which files cannot be read.
 */
final class Scenes implements AutoCloseable {

    /** What pictures are scaled to. */
    enum Scaling {
        LONG_SIDE,
        LETTERBOX
    }

    private final List<Sample> samples;
    private final int size;
    private final Scaling scaling;
    private final Function<Path, Image> reader;
    private final Unreadable unreadable;
    private final Pictures pictures;

    Scenes(
            List<Sample> samples,
            LoaderOptions options,
            Scaling scaling,
            Function<Path, Image> reader,
            Unreadable unreadable) {
        this.unreadable = unreadable;
        this.samples = samples;
        this.size = options.imageSize();
        this.scaling = scaling;
        this.reader = reader;
        long bytes = bytes();
        long window = bytes / Math.max(1, samples.size()) * Companions.window(samples.size(), options.batch());
        this.pictures = Pictures.of(options.cache(), this::decode, bytes, window);
    }

    private long bytes() {
        return samples.stream()
                .map(sample -> LongSide.of(sample.width(), sample.height(), size))
                .mapToLong(side -> (long) side.width() * side.height() * Image.CHANNELS)
                .sum();
    }

    private Image decode(int index) {
        Image image = reader.apply(samples.get(index).image());
        if (scaling == Scaling.LETTERBOX) {
            return letterbox(index).scale(image);
        }
        return LongSide.of(image.width(), image.height(), size).apply(image);
    }

    /** The letterbox of a sample into the batch's square. */
    Letterbox letterbox(int index) {
        Sample sample = samples.get(index);
        return Letterbox.square(sample.width(), sample.height(), size, Letterbox.ScaleUp.YES);
    }

    /** The scaled or letterboxed scene of a sample; empty when its file cannot be read. */
    Optional<Scene> scene(int index) {
        return unreadable.unless(index, () -> {
            Sample sample = samples.get(index);
            Image picture = pictures.picture(index);
            return scaling == Scaling.LONG_SIDE
                    ? Scene.of(sample, picture)
                    : letterbox(index).apply(new Scene(picture, sample.labels()));
        });
    }

    /** The first position of an order from {@code position} on, around the ring, whose image can be read. */
    int firstReadable(int[] order, int position) {
        return unreadable.firstReadable(order, position, index -> scene(index).isPresent());
    }

    Scaling scaling() {
        return scaling;
    }

    Sample sample(int index) {
        return samples.get(index);
    }

    @Override
    public void close() {
        pictures.close();
    }
}
