package io.candor.metric;

/** The figures of a detector, in reading order. */
@SuppressWarnings("MemberName") // MAP50_95 is the field's own spelling
public enum DetectionFigure implements OrderedFigure {
    /** COCO average precision at IoU .5. */
    MAP50("mAP50"),
    /** COCO average precision, mean over IoU .5 to .95. */
    MAP50_95("mAP50-95"),
    /** Precision at the threshold with the best F1. */
    PRECISION("precision"),
    /** Recall at the threshold with the best F1. */
    RECALL("recall"),
    /** F1 at the threshold where it is best. */
    F1("F1"),
    /** Gap between confidence and precision (Küppers et al. 2020). */
    D_ECE("D-ECE"),
    /** Mean confidence minus precision: positive means over-confident. */
    SIGNED_GAP("signed gap"),
    /** Mean squared gap between confidence and right or wrong (Brier 1950). */
    BRIER("Brier score"),
    /** Mean cross entropy of confidence and right or wrong. */
    NLL("NLL"),
    /** Gap between confidence and precision times mean IoU, matches from IoU .1 (Oksuz et al. 2023). */
    LAECE("LaECE"),
    /** The same, matches from IoU .5. */
    LAECE50("LaECE50"),
    /** Gap between confidence and mean IoU, matches with any overlap (Kuzucu et al. 2024). */
    LAECE0("LaECE0"),
    /** The same without bins. */
    LAACE0("LaACE0"),
    /** Localisation recall precision error at a fixed threshold (Oksuz et al. 2018). */
    LRP("LRP"),
    /** The lowest LRP that thresholds reach. */
    OLRP("oLRP"),
    /** Mean 1 - IoU of the matches there. */
    OLRP_LOCALISATION("oLRP, localisation"),
    /** Mean 1 - precision there. */
    OLRP_FALSE_POSITIVES("oLRP, false positives"),
    /** Mean 1 - recall there. */
    OLRP_FALSE_NEGATIVES("oLRP, false negatives");

    private final String words;

    DetectionFigure(String words) {
        this.words = words;
    }

    /** Its name in the field. */
    @Override
    public String toString() {
        return words;
    }
}
