package io.candor.calibrate;

/**
 * {@code softmax(ln p / temperature)}: one number for all classes, which leaves the ranking as it is (Guo et al. 2017).
 *
 * @param temperature above 1 flattens, below 1 sharpens; 1 changes nothing
 */
public record Softmax(double temperature) implements ProbabilityCalibrator {

    private static final double LIMIT = 100;
    private static final int MOST_STEPS = 200;
    private static final double PRECISION = 1e-13;

    public Softmax {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("a temperature must be positive: " + temperature);
        }
    }

    @Override
    public double[] apply(double[] probabilities) {
        double[] logits = new double[probabilities.length];
        for (int k = 0; k < logits.length; k++) {
            logits[k] = LabelledProbabilities.logit(probabilities[k]) / temperature;
        }
        return of(logits);
    }

    @Override
    public String label() {
        return "temperature";
    }

    /** Probabilities from logits. */
    static double[] of(double[] logits) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            highest = Math.max(highest, logit);
        }
        double[] shares = new double[logits.length];
        double sum = 0;
        for (int k = 0; k < shares.length; k++) {
            shares[k] = Math.exp(logits[k] - highest);
            sum += shares[k];
        }
        for (int k = 0; k < shares.length; k++) {
            shares[k] /= sum;
        }
        return shares;
    }

    /**
     * The temperature of least log loss between 1/100 and 100. The loss is convex in 1 / temperature, so its slope is
     * bracketed and Newton's steps that leave the bracket are replaced by halving it.
     */
    public static Softmax fit(LabelledProbabilities labelled) {
        double[][] logits = labelled.logits();
        double low = 1 / LIMIT;
        double high = LIMIT;
        double inverse = 1;
        for (int step = 0; step < MOST_STEPS && high - low > PRECISION * low; step++) {
            double[] slopes = slopes(logits, labelled.labels(), inverse);
            if (slopes[0] == 0) {
                break;
            }
            low = slopes[0] < 0 ? inverse : low;
            high = slopes[0] > 0 ? inverse : high;
            double next = inverse - slopes[0] / slopes[1];
            next = next > low && next < high ? next : (low + high) / 2;
            if (Math.abs(next - inverse) <= PRECISION * inverse) {
                break;
            }
            inverse = next;
        }
        return new Softmax(1 / inverse);
    }

    /** First and second derivative of the log loss' sum by 1 / temperature. */
    private static double[] slopes(double[][] logits, int[] labels, double inverse) {
        double first = 0;
        double second = 0;
        for (int i = 0; i < labels.length; i++) {
            double[] z = logits[i];
            double[] scaled = new double[z.length];
            for (int k = 0; k < z.length; k++) {
                scaled[k] = z[k] * inverse;
            }
            double[] p = of(scaled);
            double mean = 0;
            double square = 0;
            for (int k = 0; k < z.length; k++) {
                mean += p[k] * z[k];
                square += p[k] * z[k] * z[k];
            }
            first += mean - z[labels[i]];
            second += square - mean * mean;
        }
        return new double[] {first, Math.max(second, Double.MIN_NORMAL)};
    }
}
