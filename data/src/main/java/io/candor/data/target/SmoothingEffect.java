package io.candor.data.target;

import io.candor.data.InvalidInput;
import io.candor.data.target.Softening.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * What a smoothing does to a sample whose true class the network gives a confidence p, the rest spread evenly over the
 * other classes of a softmax; for a sigmoid, to the true class's own cell.
 *
 * @param smoothing looked at
 * @param classes K
 * @param activation of the network
 */
public record SmoothingEffect(Smoothing smoothing, int classes, Activation activation) {

    /** The factors of the table: up to one half in steps of a twentieth. */
    private static final int FACTORS_PER_UNIT = 20;

    private static final int STEPS = 10;

    /** Where advice ends: above it every source reports losses. */
    private static final double TOO_MUCH = 0.3;

    public SmoothingEffect {
        if (classes < 2 && activation == Activation.SOFTMAX) {
            throw new InvalidInput(
                    "smoothing-convention",
                    "--classes %d: found one class and a softmax, which then is always 1, whatever the labels are. Give at least 2, or --activation sigmoid --smoothing-convention binary for a detector of one class."
                            .formatted(classes));
        }
    }

    /** Targets, cap, gap and floor. */
    public SmoothingFacts facts() {
        return activation == Activation.SOFTMAX
                ? SmoothingFacts.softmax(smoothing, classes)
                : SmoothingFacts.sigmoid(smoothing, classes);
    }

    /**
     * How far the target is from the label, {@code KL(one-hot || target) = -ln(on / sum)} in nats; the other direction is
     * infinite for every factor above 0. NaN where a target is below 0, since what is no distribution has no divergence.
     */
    public double divergence() {
        double on = smoothing.on(classes);
        if (smoothing.off(classes) < 0) {
            return Double.NaN;
        }
        double sum = activation == Activation.SOFTMAX ? on + (classes - 1) * smoothing.off(classes) : 1;
        return -Math.log(on / sum) + 0.0;
    }

    /** The loss at confidence p in (0, 1), in nats. */
    public double loss(double p) {
        double on = smoothing.on(classes);
        if (activation == Activation.SIGMOID) {
            return -on * Math.log(p) - (1 - on) * Math.log1p(-p);
        }
        double off = smoothing.off(classes);
        return -on * Math.log(p) - (classes - 1) * off * Math.log((1 - p) / (classes - 1));
    }

    /** Slope of {@link #loss} with respect to the true class's logit: where it is 0, training rests. */
    public double gradient(double p) {
        double on = smoothing.on(classes);
        return activation == Activation.SIGMOID ? p - on : p * (on + (classes - 1) * smoothing.off(classes)) - on;
    }

    /**
     * One line of the table.
     *
     * @param effect of the factor
     * @param advice of the sources
     */
    public record Line(SmoothingEffect effect, String advice) {}

    /** This convention with the factors from 0 to .5 that it accepts, and with its own where that lies beyond. */
    public List<Line> table() {
        List<Line> table = new ArrayList<>();
        String convention = smoothing instanceof Smoothing.None ? "uniform" : smoothing.name();
        for (int step = 0; step <= STEPS; step++) {
            double factor = step / (double) FACTORS_PER_UNIT;
            try {
                Smoothing other = Smoothing.of(convention, factor, classes);
                table.add(new Line(new SmoothingEffect(other, classes, activation), advice(factor, other.on(classes))));
            } catch (InvalidInput outOfRange) {
                break; // the convention ends below one half; the table with it
            }
        }
        if (smoothing.epsilon()
                > table.get(table.size() - 1).effect().smoothing().epsilon()) {
            table.add(new Line(this, beyond()));
        }
        return table;
    }

    private String beyond() {
        return smoothing instanceof Smoothing.Reciprocal
                ? "on: the convention fixes its amount itself"
                : advice(smoothing.epsilon(), smoothing.on(classes));
    }

    /**
     * What the sources recommend a factor for.
     *
     * @param on what it leaves of the true class's target
     */
    static String advice(double factor, double on) {
        if (factor == 0) {
            return "no smoothing: the default for detection";
        }
        if (on == 1) {
            return "no effect: all mass comes back to the only class; the convention binary acts";
        }
        if (factor > TOO_MUCH) {
            return "too much: accuracy and calibration suffer";
        }
        if (factor == 0.05) {
            return "small data sets, detectors";
        }
        if (factor == 0.1) {
            return "standard for classifiers";
        }
        return factor == 0.2 ? "noisy labels" : "";
    }
}
