package io.candor.metric;

/**
 * What a classifier that may abstain would get wrong: per share of rows it answers, the most confident first, the error
 * rate among them (El-Yaniv and Wiener 2010).
 *
 * @param coverage rising to 1
 * @param risk error rate of the rows covered
 * @param confidence of the last row covered
 */
@SuppressWarnings("ArrayRecordComponent") // read for drawing, never compared
public record RiskCoverage(double[] coverage, double[] risk, double[] confidence) {

    /** The curve, a point per row. */
    public static RiskCoverage of(ClassifiedSet set) {
        int[] order = new ConfidenceRanking(set.confidence, set.correct).descending();
        double[] coverage = new double[order.length];
        double[] risk = new double[order.length];
        double[] confidence = new double[order.length];
        int errors = 0;
        for (int i = 0; i < order.length; i++) {
            errors += set.correct[order[i]] ? 0 : 1;
            coverage[i] = (i + 1) / (double) order.length;
            risk[i] = errors / (double) (i + 1);
            confidence[i] = set.confidence[order[i]];
        }
        return new RiskCoverage(coverage, risk, confidence);
    }

    /** At most that many points, evenly spread, the last always among them. */
    public RiskCoverage thinned(int points) {
        int n = coverage.length;
        if (n <= points) {
            return this;
        }
        double[][] thin = new double[3][points];
        for (int i = 0; i < points; i++) {
            int at = (int) ((i + 1L) * n / points) - 1;
            thin[0][i] = coverage[at];
            thin[1][i] = risk[at];
            thin[2][i] = confidence[at];
        }
        return new RiskCoverage(thin[0], thin[1], thin[2]);
    }
}
