package io.candor.run;

import io.candor.metric.ConfidenceHistogram;
import io.candor.train.Validator;

/** Judges a network after each epoch and keeps how confident it was. */
interface ConfidenceJudge extends Validator {

    /** Confidences on a few training images, after the latest epoch. */
    ConfidenceHistogram trainHistogram();

    /** Confidences on the validation split, after the latest epoch. */
    ConfidenceHistogram valHistogram();
}
