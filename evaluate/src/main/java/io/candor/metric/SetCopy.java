package io.candor.metric;

import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/** Makes an evaluation set from another one. */
final class SetCopy {

    private final EvaluationSet set;
    private final EvaluationSet.Builder builder;
    private final int[] newIndex;

    private SetCopy(EvaluationSet set, Extent extent, IntPredicate keptImage) {
        this.set = set;
        builder = EvaluationSet.builder(set.classes()).by(extent);
        newIndex = new int[set.images().size()];
        for (int i = 0; i < newIndex.length; i++) {
            newIndex[i] = keptImage.test(i) ? builder.image(set.image(i)) : -1;
        }
    }

    /**
     * A copy.
     *
     * @param keptImage images to keep, by index
     * @param confidence new confidence of each detection, by index
     */
    static EvaluationSet of(EvaluationSet set, IntPredicate keptImage, IntToDoubleFunction confidence) {
        return new SetCopy(set, set.extent(), keptImage).copied(confidence);
    }

    /** The same objects and detections, compared by something else. */
    static EvaluationSet by(EvaluationSet set, Extent extent) {
        return new SetCopy(set, extent, image -> true).copied(d -> set.confidence[d]);
    }

    private EvaluationSet copied(IntToDoubleFunction confidence) {
        objects();
        detections(confidence);
        return builder.build();
    }

    private void objects() {
        for (int t = 0; t < set.objects(); t++) {
            int image = newIndex[set.truth.image[t]];
            if (image >= 0) {
                builder.object(
                        image,
                        set.truth.classIndex[t],
                        set.truth.corners(t),
                        set.truth.area[t],
                        new EvaluationSet.Builder.Region(
                                set.boxedArea[t], set.maskedArea[t], set.crowd[t], set.truthMask[t]));
            }
        }
    }

    /** In the order in which they were added, because that decides between equal confidences. */
    private void detections(IntToDoubleFunction confidence) {
        int[] detectionAdded = new int[set.detections()];
        for (int d = 0; d < detectionAdded.length; d++) {
            detectionAdded[set.source[d]] = d;
        }
        for (int d : detectionAdded) {
            int image = newIndex[set.found.image[d]];
            if (image >= 0) {
                builder.detection(
                        image,
                        set.found.classIndex[d],
                        set.found.corners(d),
                        set.found.area[d],
                        new EvaluationSet.Builder.Claim(confidence.applyAsDouble(d), set.foundMask[d]));
            }
        }
    }
}
