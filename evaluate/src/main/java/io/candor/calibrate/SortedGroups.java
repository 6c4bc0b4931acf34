package io.candor.calibrate;

import java.util.Arrays;

/** Observations in ascending order of confidence, equal ones put together. */
final class SortedGroups {

    private static final int DIGIT = 11; // bits per pass; six passes cover the 62 bits of a double in [0, 1]
    private static final int PASSES = 6;
    private static final int FEW = 1 << DIGIT;

    private final double[] value;
    private final double[] weight;
    private final double[] sum;
    private final int size;

    private SortedGroups(double[] value, double[] weight, double[] sum, int size) {
        this.value = value;
        this.weight = weight;
        this.sum = sum;
        this.size = size;
    }

    static SortedGroups of(double[] confidence, double[] target) {
        long[] keys = new long[confidence.length];
        Arrays.setAll(keys, i -> Double.doubleToLongBits(confidence[i] + 0.)); // -0 becomes 0
        double[] targets = target.clone();
        if (keys.length > FEW) {
            radixSort(keys, targets);
        } else {
            insertionSort(keys, targets);
        }
        return grouped(keys, targets);
    }

    int size() {
        return size;
    }

    double value(int group) {
        return value[group];
    }

    double weight(int group) {
        return weight[group];
    }

    /** Sum of the targets. */
    double sum(int group) {
        return sum[group];
    }

    /** More weight and sum for a group. */
    void add(int group, double moreWeight, double moreSum) {
        weight[group] += moreWeight;
        sum[group] += moreSum;
    }

    private static SortedGroups grouped(long[] keys, double[] targets) {
        double[] value = new double[keys.length];
        double[] weight = new double[keys.length];
        int size = 0;
        for (int i = 0; i < keys.length; i++) {
            double confidence = Double.longBitsToDouble(keys[i]);
            if (size == 0 || value[size - 1] != confidence) {
                value[size] = confidence;
                weight[size] = 1;
                targets[size++] = targets[i];
            } else {
                weight[size - 1]++;
                targets[size - 1] += targets[i];
            }
        }
        return new SortedGroups(value, weight, targets, size);
    }

    /** The bits of doubles from 0 up rise with their value, so whole numbers can be sorted digit by digit. */
    private static void radixSort(long[] keys, double[] targets) {
        long[] fromKeys = keys;
        double[] fromTargets = targets;
        long[] toKeys = new long[keys.length];
        double[] toTargets = new double[keys.length];
        for (int pass = 0; pass < PASSES; pass++) {
            int shift = pass * DIGIT;
            int[] next = new int[(1 << DIGIT) + 1];
            for (long key : fromKeys) {
                next[digit(key, shift) + 1]++;
            }
            Arrays.parallelPrefix(next, Integer::sum);
            for (int i = 0; i < fromKeys.length; i++) {
                int to = next[digit(fromKeys[i], shift)]++;
                toKeys[to] = fromKeys[i];
                toTargets[to] = fromTargets[i];
            }
            long[] swappedKeys = fromKeys;
            fromKeys = toKeys;
            toKeys = swappedKeys;
            double[] swappedTargets = fromTargets;
            fromTargets = toTargets;
            toTargets = swappedTargets;
        } // an even number of passes: the result is where it began
    }

    private static int digit(long key, int shift) {
        return (int) (key >>> shift) & ((1 << DIGIT) - 1);
    }

    private static void insertionSort(long[] keys, double[] targets) {
        for (int i = 1; i < keys.length; i++) {
            long key = keys[i];
            double target = targets[i];
            int j = i;
            for (; j > 0 && keys[j - 1] > key; j--) {
                keys[j] = keys[j - 1];
                targets[j] = targets[j - 1];
            }
            keys[j] = key;
            targets[j] = target;
        }
    }
}
