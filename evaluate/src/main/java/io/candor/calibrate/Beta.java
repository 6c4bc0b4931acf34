package io.candor.calibrate;

/**
 * {@code sigmoid(a ln p - b ln(1 - p) + c)} (Kull et al. 2017); (1, 1, 0) is the identity. Asymmetric, so it suits
 * confidences with a cap below 1, as label smoothing leaves them.
 *
 * @param a at least 0; how fast low confidences rise
 * @param b at least 0; how fast high confidences rise
 */
public record Beta(double a, double b, double c) implements Calibrator {

    public Beta {
        if (!(a >= 0 && b >= 0) || !Double.isFinite(a + b) || !Double.isFinite(c)) {
            throw new IllegalArgumentException("a %s, b %s, c %s".formatted(a, b, c));
        }
    }

    @Override
    public double apply(double confidence) {
        double p = Logit.clip(confidence);
        return Logit.sigmoid(a * Math.log(p) - b * Math.log1p(-p) + c);
    }

    @Override
    public Method method() {
        return Method.BETA;
    }

    /** The parameters of least cross entropy. */
    public static Fit fit(Observations observations) {
        if (LogisticRegression.onlyShiftCanBeFitted(observations)) {
            LogisticRegression.Solution shift =
                    LogisticRegression.shift(LogisticRegression.logits(observations), observations);
            return Fit.of(new Beta(1, 1, shift.weights()[0]), observations, shift.note());
        }
        int n = observations.size();
        double[][] columns = {new double[n], new double[n], LogisticRegression.ones(observations)};
        for (int i = 0; i < n; i++) {
            double p = Logit.clip(observations.confidence()[i]);
            columns[0][i] = Math.log(p);
            columns[1][i] = -Math.log1p(-p);
        }
        LogisticRegression.Solution best = LogisticRegression.fit(columns, observations, 0, 1);
        double[] w = best.weights();
        return Fit.of(new Beta(w[0], w[1], w[2]), observations, best.note());
    }
}
