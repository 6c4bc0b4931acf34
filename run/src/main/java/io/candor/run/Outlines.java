package io.candor.run;

import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.Dataset;
import io.candor.data.read.Fault;
import io.candor.data.read.Skipped;
import io.candor.metric.Extent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The samples that a network with masks can learn from: those whose objects all have outlines. An object without one
 * would be taught as background wherever its mask is.
 *
 * @param samples in their order
 * @param skipped the others, with the reason
 */
record Outlines(List<Sample> samples, List<Skipped> skipped) {

    /**
     * A data set without the images that teach or judge masks wrongly; they are among what was skipped.
     *
     * @throws InvalidInput if objects are there and none of them has an outline
     */
    static Dataset required(Dataset dataset, List<Split> splits) {
        Map<Split, List<Sample>> samples = new EnumMap<>(dataset.samples());
        List<Skipped> skipped = new ArrayList<>(dataset.skipped());
        for (Split split : splits) {
            Outlines outlines = of(dataset.require(split), dataset.source());
            samples.put(split, outlines.samples());
            outlines.skipped.stream().filter(each -> !skipped.contains(each)).forEach(skipped::add);
        }
        return new Dataset(dataset.source(), dataset.classes(), samples, skipped, dataset.notes());
    }

    /** A data set as it is judged: by masks, {@link #required}; by boxes, all of it. */
    static Dataset judged(Dataset dataset, Split split, Extent compared) {
        return compared == Extent.MASK ? required(dataset, List.of(split)) : dataset;
    }

    /** Whether a sample has outlines of all its objects, or none has an object. */
    static boolean areIn(List<Sample> samples) {
        List<Sample> filled =
                samples.stream().filter(sample -> !sample.labels().isEmpty()).toList();
        return filled.isEmpty()
                || filled.stream().anyMatch(sample -> sample.labels().stream().allMatch(Label::hasPolygon));
    }

    /**
     * Chooses.
     *
     * @param source of the data set, for the message
     * @throws InvalidInput if objects are there and none of them has an outline
     */
    static Outlines of(List<Sample> samples, Path source) {
        List<Sample> kept = new ArrayList<>();
        List<Skipped> left = new ArrayList<>();
        long objects = 0;
        long outlined = 0;
        for (Sample sample : samples) {
            long with = sample.labels().stream().filter(Label::hasPolygon).count();
            long without = sample.labels().size() - with;
            objects += sample.labels().size();
            outlined += with;
            if (without == 0) {
                kept.add(sample);
            } else {
                String reason = "%d of %d objects have a box but no outline"
                        .formatted(without, sample.labels().size());
                left.add(new Skipped(sample.image(), 0, Fault.NO_OUTLINE, reason));
            }
        }
        if (objects > 0
                && (outlined == 0
                        || kept.stream().allMatch(sample -> sample.labels().isEmpty()))) {
            throw new InvalidInput(
                    "no-outlines",
                    "%s: %d of %d objects have an outline, and no image has outlines of all its objects. A network with masks needs rows `class x1 y1 x2 y2 x3 y3 ...` or COCO's `segmentation`. Give such labels, or train a network without masks, such as yolov8n."
                            .formatted(source, outlined, objects));
        }
        return new Outlines(kept, left);
    }
}
