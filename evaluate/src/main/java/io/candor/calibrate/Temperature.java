package io.candor.calibrate;

import java.util.Arrays;

/**
 * {@code sigmoid(logit(p) / temperature)} (Guo et al. 2017, for one output).
 *
 * @param temperature above 1 flattens, below 1 sharpens
 */
public record Temperature(double temperature) implements Calibrator {

    /** Fitted temperatures stay between 1/100 and 100: beyond, the result is a step or a constant. */
    private static final double LIMIT = 100;

    public Temperature {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("a temperature must be positive: " + temperature);
        }
    }

    @Override
    public double apply(double confidence) {
        return Logit.sigmoid(Logit.of(confidence) / temperature);
    }

    @Override
    public Method method() {
        return Method.TEMPERATURE;
    }

    /** The temperature of least cross entropy. */
    public static Fit fit(Observations observations) {
        double[][] columns = {LogisticRegression.logits(observations)};
        if (Arrays.stream(columns[0]).allMatch(z -> z == 0)) {
            return Fit.of(new Temperature(1), observations, "every confidence is .5, which no temperature changes");
        }
        LogisticRegression.Solution solution = LogisticRegression.fit(columns, observations);
        double inverse = solution.weights()[0];
        double within = Math.min(Math.max(inverse, 1 / LIMIT), LIMIT);
        String note = inverse == within
                ? solution.note()
                : "the best temperature is beyond the limits 1/100 and 100, so the limit was taken";
        return Fit.of(new Temperature(1 / within), observations, note);
    }
}
