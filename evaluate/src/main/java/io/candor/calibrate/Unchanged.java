package io.candor.calibrate;

/** Leaves probabilities as they are. */
public record Unchanged() implements ProbabilityCalibrator {

    @Override
    public double[] apply(double[] probabilities) {
        return probabilities.clone();
    }

    @Override
    public String label() {
        return ProbabilityMethod.IDENTITY.label();
    }
}
