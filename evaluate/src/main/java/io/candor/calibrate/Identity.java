package io.candor.calibrate;

/** Leaves confidences as they are. */
public record Identity() implements Calibrator {

    @Override
    public double apply(double confidence) {
        return confidence;
    }

    @Override
    public Method method() {
        return Method.IDENTITY;
    }
}
