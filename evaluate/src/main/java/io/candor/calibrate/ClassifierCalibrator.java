package io.candor.calibrate;

import io.candor.data.Classes;
import io.candor.metric.ClassifiedSet;
import java.util.function.IntFunction;

/** Calibrates what a classifier said. */
public sealed interface ClassifierCalibrator {

    /**
     * Of the probabilities of all classes.
     *
     * @param classes in the order of the probabilities
     */
    record OfProbabilities(Classes classes, ProbabilityCalibrator calibrator) implements ClassifierCalibrator {

        @Override
        public String label() {
            return calibrator.label();
        }
    }

    /** Of the confidence of the prediction, where nothing else is known. */
    record OfConfidence(Calibrator calibrator) implements ClassifierCalibrator {

        @Override
        public String label() {
            return calibrator.method().label();
        }
    }

    /** The family's name in files and options. */
    String label();

    /** True if everything stays as it is. */
    default boolean isIdentity() {
        return label().equals(Method.IDENTITY.label());
    }

    /** The same rows, calibrated; predictions may change with all probabilities known. */
    default ClassifiedSet apply(ClassifiedSet set) {
        return apply(set, row -> this);
    }

    /** The same rows, each calibrated by its own calibrator; all are of one kind, the one the set needs. */
    static ClassifiedSet apply(ClassifiedSet set, IntFunction<ClassifierCalibrator> ofRow) {
        return set.hasProbabilities()
                ? set.withProbabilities(
                        row -> ((OfProbabilities) ofRow.apply(row)).calibrator().apply(set.probabilities(row)))
                : set.withConfidences(
                        row -> ((OfConfidence) ofRow.apply(row)).calibrator().apply(set.confidence(row)));
    }
}
