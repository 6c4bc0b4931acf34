package io.candor.data.inspect;

import io.candor.data.Classes;
import io.candor.data.Sample;
import java.util.List;
import java.util.Optional;

/**
 * The figures of one split.
 *
 * @param images that can be used
 * @param labels on them
 * @param background images without objects
 * @param classes one per class
 * @param boxSizes of the labels
 * @param objects per image
 * @param imageSizes empty without images
 */
public record SplitSummary(
        int images,
        int labels,
        int background,
        List<ClassCount> classes,
        BoxSizes boxSizes,
        ObjectCounts objects,
        Optional<ImageSizes> imageSizes) {

    public SplitSummary {
        classes = List.copyOf(classes);
    }

    static SplitSummary of(List<Sample> samples, Classes classes) {
        return new SplitSummary(
                samples.size(),
                samples.stream().mapToInt(sample -> sample.labels().size()).sum(),
                (int) samples.stream()
                        .filter(sample -> sample.labels().isEmpty())
                        .count(),
                ClassCount.of(samples, classes),
                BoxSizes.of(samples),
                ObjectCounts.of(samples),
                ImageSizes.of(samples));
    }
}
