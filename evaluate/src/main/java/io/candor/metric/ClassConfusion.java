package io.candor.metric;

/**
 * How often a classifier took each class for each other.
 *
 * @param counts (classes, classes): row = predicted class, column = true class
 */
@SuppressWarnings("ArrayRecordComponent") // read for drawing, never compared
public record ClassConfusion(int[][] counts) {

    /** Each column divided by its sum: shares of each true class; 0 where there is none of it. */
    public double[][] normalized() {
        double[][] shares = new double[counts.length][counts.length];
        for (int column = 0; column < counts.length; column++) {
            double sum = 0;
            for (int[] row : counts) {
                sum += row[column];
            }
            for (int row = 0; row < counts.length && sum > 0; row++) {
                shares[row][column] = counts[row][column] / sum;
            }
        }
        return shares;
    }

    static ClassConfusion of(ClassifiedSet set) {
        int[][] counts = new int[set.classes().size()][set.classes().size()];
        for (int i = 0; i < set.size(); i++) {
            counts[set.prediction[i]][set.label[i]]++;
        }
        return new ClassConfusion(counts);
    }
}
