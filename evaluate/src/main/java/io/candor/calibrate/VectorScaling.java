package io.candor.calibrate;

import java.util.Arrays;
import java.util.Objects;

/**
 * {@code softmax(scale[k] * ln p[k] + shift[k])}: two numbers per class (Guo et al. 2017). May change which class is
 * the most probable.
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record VectorScaling(double[] scale, double[] shift) implements ProbabilityCalibrator {

    /** A hundred classes take about as many steps; further ones change the log loss in its ninth digit. */
    private static final int MOST_STEPS = 200;

    private static final double FLAT = 1e-6;

    public VectorScaling {
        if (scale.length != shift.length) {
            throw new IllegalArgumentException("%d scales, %d shifts".formatted(scale.length, shift.length));
        }
        for (int k = 0; k < scale.length; k++) {
            if (!Double.isFinite(scale[k]) || !Double.isFinite(shift[k])) {
                throw new IllegalArgumentException("class %d: scale %s, shift %s".formatted(k, scale[k], shift[k]));
            }
        }
    }

    @Override
    public double[] apply(double[] probabilities) {
        double[] logits = new double[probabilities.length];
        for (int k = 0; k < logits.length; k++) {
            logits[k] = scale[k] * LabelledProbabilities.logit(probabilities[k]) + shift[k];
        }
        return Softmax.of(logits);
    }

    @Override
    public String label() {
        return "vector";
    }

    /**
     * The scaling of least {@code mean log loss + |parameters - identity|^2 / (2 n)}: the posterior's mode under a prior
     * of standard deviation 1 around the identity, which weighs as much as one sample and keeps the fit finite when
     * classes are separable or missing. Found by L-BFGS; the problem is convex.
     */
    public static VectorScaling fit(LabelledProbabilities labelled) {
        int classes = labelled.classes();
        double[] start = new double[2 * classes];
        Arrays.fill(start, 0, classes, 1);
        Objective objective = new Objective(labelled.logits(), labelled.labels());
        double[] best = LimitedMemory.minimise(objective, start, MOST_STEPS, FLAT);
        return new VectorScaling(Arrays.copyOfRange(best, 0, classes), Arrays.copyOfRange(best, classes, 2 * classes));
    }

    @SuppressWarnings("ArrayRecordComponent") // lives for one fit
    private record Objective(double[][] logits, int[] labels) implements LimitedMemory.Objective {

        @Override
        public double valueAndGradient(double[] at, double[] gradient) {
            int n = labels.length;
            int classes = at.length / 2;
            double value = 0;
            for (int j = 0; j < at.length; j++) {
                double away = at[j] - (j < classes ? 1 : 0);
                value += away * away / (2 * n);
                gradient[j] = away / n;
            }
            double[] scaled = new double[classes];
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < classes; k++) {
                    scaled[k] = at[k] * logits[i][k] + at[classes + k];
                }
                double[] p = Softmax.of(scaled);
                value -= Math.log(Logit.clip(p[labels[i]])) / n;
                for (int k = 0; k < classes; k++) {
                    double error = (p[k] - (k == labels[i] ? 1 : 0)) / n;
                    gradient[k] += error * logits[i][k];
                    gradient[classes + k] += error;
                }
            }
            return value;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VectorScaling that
                && Arrays.equals(scale, that.scale)
                && Arrays.equals(shift, that.shift);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(scale), Arrays.hashCode(shift));
    }

    @Override
    public String toString() {
        return "VectorScaling[%d classes]".formatted(scale.length);
    }
}
