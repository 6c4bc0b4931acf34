package io.candor.metric;

import java.util.Arrays;

/** Numbers that arrive one by one. */
final class DoubleArray {

    private double[] values = new double[256];
    private int size;

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.addExact(size, size / 2));
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    double[] array() {
        return Arrays.copyOf(values, size);
    }
}
