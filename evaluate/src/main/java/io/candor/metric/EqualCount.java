package io.candor.metric;

/** Gaps on bins of equal count: sorted rows, cut into pieces of which the first are one larger. */
final class EqualCount {

    private EqualCount() {}

    /**
     * Sum over bins of their absolute gap, each times its count or counted once.
     *
     * @param ascending rows by ascending confidence; may leave rows out
     * @param weight how often each row counts
     */
    static double sum(int[] ascending, double[] confidence, boolean[] outcome, int[] weight, Bins bins) {
        long total = 0;
        for (int row : ascending) {
            total += weight[row];
        }
        double sum = 0;
        int at = 0;
        long left = ascending.length == 0 ? 0 : weight[ascending[0]];
        for (int b = 0; b < bins.count(); b++) {
            long size = total / bins.count() + (b < total % bins.count() ? 1 : 0);
            double confidences = 0;
            double outcomes = 0;
            for (long missing = size; missing > 0; ) {
                while (left == 0) {
                    left = weight[ascending[++at]];
                }
                long taken = Math.min(left, missing);
                confidences += taken * confidence[ascending[at]];
                outcomes += outcome[ascending[at]] ? taken : 0;
                left -= taken;
                missing -= taken;
            }
            double gap = Math.abs(confidences - outcomes);
            sum += size == 0 || bins.each() == Each.BY_COUNT ? gap : gap / size;
        }
        return sum;
    }

    /** Number of bins and what each contributes. */
    record Bins(int count, Each each) {}

    /** How a bin enters a sum. */
    enum Each {
        BY_COUNT,
        ONCE
    }
}
