package io.candor.run;

import io.candor.metric.ConfidenceHistogram;
import io.candor.train.Validator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Judges a network after each epoch and keeps how confident it was. */
interface ConfidenceJudge extends Validator {

    /** Confidences on a few training images, after the latest epoch. */
    ConfidenceHistogram trainHistogram();

    /** Confidences on the validation split, after the latest epoch. */
    ConfidenceHistogram valHistogram();

    /** Mean confidences after the latest epoch, by the columns of {@link RunLog#CONFIDENCE}. */
    default Map<String, Double> confidences() {
        Map<String, Double> columns = new LinkedHashMap<>();
        put(columns, "train", trainHistogram());
        put(columns, "val", valHistogram());
        return columns;
    }

    private static void put(Map<String, Double> columns, String split, ConfidenceHistogram histogram) {
        columns.put("confidence/" + split + "_right", histogram.meanRight());
        columns.put("confidence/" + split + "_wrong", histogram.meanWrong());
    }
}
