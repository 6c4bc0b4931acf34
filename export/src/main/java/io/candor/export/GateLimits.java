package io.candor.export;

import io.candor.export.ExportOptions.Precision;

/**
 * How far an exported file may be from its network.
 *
 * @param score largest difference of one probability, over all anchors and classes
 * @param overlap least IoU of the boxes of one anchor, over the most confident anchors
 * @param paired share of the detections of both that find each other
 * @param agreement share of images on which both report the same objects
 * @param calibration change of D-ECE
 * @param precision change of mAP50-95
 * @param decisions share of detections whose decision changes
 * @param maskNumbers largest difference of a coefficient or prototype of masks, as a share of the largest of them
 * @param maskOverlap IoU of the masks of both, over all their pixels together
 * @param maskPixels share of an image's pixels in which a mask differs, on average
 */
public record GateLimits(
        double score,
        double overlap,
        double paired,
        double agreement,
        double calibration,
        double precision,
        double decisions,
        double maskNumbers,
        double maskOverlap,
        double maskPixels) {

    /**
     * Single precision: rounding in another order moves probabilities by 1e-6 to 1e-5. Half precision: eleven bits per
     * activation; what was measured is in {@code docs/decisions.md}.
     */
    public static GateLimits of(Precision precision) {
        return switch (precision) {
            case FP32 -> new GateLimits(1e-4, .99, .999, 1, .001, .001, .001, 1e-4, .999, 1e-4);
            case FP16 -> new GateLimits(.08, .9, .98, .95, .01, .01, .02, .05, .97, .01);
        };
    }
}
