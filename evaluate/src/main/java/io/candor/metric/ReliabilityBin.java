package io.candor.metric;

/**
 * Detections of similar confidence and how often they were right.
 *
 * @param low lower edge
 * @param high upper edge
 * @param meanConfidence NaN when the bin is empty
 * @param meanOutcome share that was right (or mean IoU); NaN when the bin is empty
 * @param lowest lower end of the 95 % Wilson interval of the share
 * @param highest upper end
 */
public record ReliabilityBin(
        double low, double high, int count, double meanConfidence, double meanOutcome, double lowest, double highest) {

    private static final double Z = 1.959963984540054; // 97.5 % quantile of the normal distribution

    static ReliabilityBin of(double low, double high, int count, double confidence, double outcome) {
        double share = outcome / count;
        double center = (share + Z * Z / (2 * count)) / (1 + Z * Z / count);
        double half = Z / (1 + Z * Z / count) * Math.sqrt(share * (1 - share) / count + Z * Z / (4d * count * count));
        return new ReliabilityBin(
                low,
                high,
                count,
                confidence / count,
                share,
                count == 0 ? 0 : Math.max(0, center - half),
                count == 0 ? 1 : Math.min(1, center + half));
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Mean confidence minus mean outcome: positive means over-confident; 0 when empty. */
    public double gap() {
        return isEmpty() ? 0 : meanConfidence - meanOutcome;
    }
}
