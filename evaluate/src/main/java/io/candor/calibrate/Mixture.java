package io.candor.calibrate;

/**
 * The weighted mean of a calibrator fitted on one class and one fitted on all classes.
 *
 * @param weight of the own one, in [0, 1]
 */
public record Mixture(Calibrator own, Calibrator pooled, double weight) implements Calibrator {

    public Mixture {
        if (!(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException("a weight must be in [0, 1]: " + weight);
        }
    }

    /** The mixture, or its only part that has weight. */
    static Calibrator of(Calibrator own, Calibrator pooled, double weight) {
        return weight == 1 ? own : weight == 0 || own.equals(pooled) ? pooled : new Mixture(own, pooled, weight);
    }

    @Override
    public double apply(double confidence) {
        return weight * own.apply(confidence) + (1 - weight) * pooled.apply(confidence);
    }

    @Override
    public Method method() {
        return own.method();
    }
}
