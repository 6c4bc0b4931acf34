package io.candor.run.experiment;

import java.util.Locale;

/** The figures of a comparison, in reading order. */
@SuppressWarnings("MemberName") // MAP50_95 is the field's own spelling
public enum Figure {
    /** Share of a classifier's predictions that are right. */
    ACCURACY("accuracy", Better.HIGHER, Aspect.ACCURACY),
    /** COCO average precision. */
    MAP50_95("mAP50-95", Better.HIGHER, Aspect.ACCURACY),
    /** COCO average precision at IoU .5. */
    MAP50("mAP50", Better.HIGHER, Aspect.NONE),
    /** Wrong detections per image where every run finds the same share of the objects. */
    FALSE_ALARMS("false alarms per image", Better.LOWER, Aspect.ALARMS),
    /** Recall of the rare classes at the same thresholds. */
    RARE_RECALL("rare-class recall", Better.HIGHER, Aspect.NONE),
    /** Recall of objects that overlap another of their class, at the same thresholds. */
    CLOSE_RECALL("close-neighbour recall", Better.HIGHER, Aspect.NONE),
    /** Log loss of the confidences as they are. */
    NLL("NLL", Better.LOWER, Aspect.NONE),
    /** Log loss after a cross-fitted temperature. */
    NLL_TEMPERATURE("NLL, temperature fitted", Better.LOWER, Aspect.NONE),
    /** Calibration error of the confidences as they are. */
    D_ECE("D-ECE", Better.LOWER, Aspect.CALIBRATION),
    /** Calibration error after a cross-fitted temperature. */
    D_ECE_TEMPERATURE("D-ECE, temperature fitted", Better.LOWER, Aspect.CALIBRATION_AFTER),
    /** Calibration error of a classifier as it is. */
    ECE("ECE", Better.LOWER, Aspect.CALIBRATION),
    /** Calibration error of a classifier after a cross-fitted temperature. */
    ECE_TEMPERATURE("ECE, temperature fitted", Better.LOWER, Aspect.CALIBRATION_AFTER),
    /** Mean error rate over all coverages: how well confidence puts right before wrong. */
    AURC("AURC", Better.LOWER, Aspect.NONE),
    /** The fitted temperature: above 1 the run is over-confident. */
    TEMPERATURE("fitted temperature", Better.NEITHER, Aspect.NONE),
    /** Recall where F1 is best. */
    RECALL("recall at the best F1", Better.HIGHER, Aspect.NONE),
    /** The threshold that gives the matched recall. */
    THRESHOLD("threshold at matched recall", Better.NEITHER, Aspect.NONE),
    /** Mean confidence where right. */
    MEAN_RIGHT("mean confidence, right", Better.NEITHER, Aspect.NONE),
    /** Mean confidence where wrong. */
    MEAN_WRONG("mean confidence, wrong", Better.NEITHER, Aspect.NONE);

    /** Which of two values is the better one. */
    public enum Better {
        HIGHER("higher is better"),
        LOWER("lower is better"),
        /** It says nothing by itself. */
        NEITHER("");

        private final String words;

        Better(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** What a figure stands for in the verdict. */
    public enum Aspect {
        ACCURACY,
        ALARMS,
        CALIBRATION,
        CALIBRATION_AFTER,
        NONE
    }

    private final String words;
    private final Better better;
    private final Aspect aspect;

    Figure(String words, Better better, Aspect aspect) {
        this.words = words;
        this.better = better;
        this.aspect = aspect;
    }

    /** Its name in the field. */
    @Override
    public String toString() {
        return words;
    }

    /** Name in JSON files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Better better() {
        return better;
    }

    public Aspect aspect() {
        return aspect;
    }
}
