package io.candor.calibrate;

/**
 * {@code sigmoid(slope * logit(p) + shift)} (Platt 1999, on log odds).
 *
 * @param slope at least 0, so that the order of confidences stays
 */
public record Platt(double slope, double shift) implements Calibrator {

    public Platt {
        if (!(slope >= 0) || !Double.isFinite(slope) || !Double.isFinite(shift)) {
            throw new IllegalArgumentException("slope %s, shift %s".formatted(slope, shift));
        }
    }

    @Override
    public double apply(double confidence) {
        return Logit.sigmoid(slope * Logit.of(confidence) + shift);
    }

    @Override
    public Method method() {
        return Method.PLATT;
    }

    /** Slope and shift of least cross entropy. */
    public static Fit fit(Observations observations) {
        double[] logits = LogisticRegression.logits(observations);
        if (LogisticRegression.onlyShiftCanBeFitted(observations)) {
            LogisticRegression.Solution shift = LogisticRegression.shift(logits, observations);
            return Fit.of(new Platt(1, shift.weights()[0]), observations, shift.note());
        }
        double[][] columns = {logits, LogisticRegression.ones(observations)};
        LogisticRegression.Solution best = LogisticRegression.fit(columns, observations, 0);
        return Fit.of(new Platt(best.weights()[0], best.weights()[1]), observations, best.note());
    }
}
