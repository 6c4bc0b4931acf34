package io.candor.loss;

import java.lang.ref.Reference;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Decides which anchors answer for which label (Feng et al., 2021, "TOOD: Task-aligned One-stage Object Detection",
 * section 3.2).
 *
 * <p>Every anchor strictly inside a label's box is a candidate; its metric is {@code probability of the label's class
 * ^ 0.5 * max(complete IoU, 0) ^ 6}. The best candidates of each label are claimed. An anchor that several labels
 * claim goes to the one it overlaps best, among <em>all</em> labels around it, so a label can end with more anchors
 * than it claimed. Scores are the metrics, scaled per label so that its best anchor gets its best overlap.
 *
 * <p>Candidates with a metric of 0 are never claimed; equal metrics are claimed in the anchors' order. The images are
 * independent, so the outcome does not depend on the number of threads.
 */
public final class TaskAlignedAssigner {

    private final int claims;

    /** @param claims how many anchors a label claims at most; 10 in YOLOv8 */
    public TaskAlignedAssigner(int claims) {
        if (claims < 1) {
            throw new IllegalArgumentException("a label claims at least one anchor, not " + claims);
        }
        this.claims = claims;
    }

    /** The foreground of every image; {@code targets} without labels give an empty one. */
    Assignment assign(Predictions predictions, Targets targets) {
        int[] starts = targets.starts(predictions.images());
        try {
            List<Assignment.OfImage> images = IntStream.range(0, predictions.images())
                    .parallel()
                    .mapToObj(image -> new Candidates(predictions, image, targets, starts[image], starts[image + 1])
                            .assign(claims))
                    .toList();
            return Assignment.of(predictions.anchors(), images);
        } finally {
            Reference.reachabilityFence(predictions); // keeps the native memory that the images read
        }
    }
}
