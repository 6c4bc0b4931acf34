package io.candor.data.read;

import io.candor.data.Sample;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What became of some images: those that can be used and everything that cannot.
 *
 * @param samples in the order of the files
 * @param skipped in the order of the files, and of the lines in them
 */
record Reading(List<Sample> samples, List<Skipped> skipped) {

    static final int LEAST_SIDE = 10; // pixels; what is smaller cannot be annotated and is a left-over

    Reading {
        samples = List.copyOf(samples);
        skipped = List.copyOf(skipped);
    }

    static Reading used(Sample sample, List<Skipped> skipped) {
        return new Reading(List.of(sample), skipped);
    }

    static Reading leftOut(List<Skipped> skipped) {
        return new Reading(List.of(), skipped);
    }

    static Reading leftOut(Skipped skipped) {
        return leftOut(List.of(skipped));
    }

    /** Reads every item, in parallel; the order of the result is the order of the items. */
    static <T> Reading each(List<T> items, Function<T, Reading> read) {
        return joined(items.parallelStream().map(read).toList());
    }

    static Reading joined(List<Reading> parts) {
        List<Sample> samples =
                parts.stream().flatMap(part -> part.samples().stream()).toList();
        return new Reading(
                samples, parts.stream().flatMap(part -> part.skipped().stream()).toList());
    }

    Reading and(List<Skipped> more) {
        return new Reading(
                samples, Stream.concat(skipped.stream(), more.stream()).toList());
    }

    /** Looks at an image file and, if it is usable, hands its size on. */
    static Reading ofImage(Path image, Function<Size, Reading> labels) {
        try {
            Size size = ImageReader.size(image);
            if (Math.min(size.width(), size.height()) < LEAST_SIDE) {
                return leftOut(new Skipped(
                        image,
                        0,
                        Fault.SMALL_IMAGE,
                        "is %s pixels, at least %d are needed".formatted(size, LEAST_SIDE)));
            }
            return labels.apply(size);
        } catch (UnreadableImage e) {
            return leftOut(Skipped.of(image, e));
        }
    }
}
