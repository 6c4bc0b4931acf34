package io.candor.metric;

import java.util.Arrays;

/** Whole numbers that arrive one by one. */
final class IntArray {

    private int[] values = new int[256];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.addExact(size, size / 2));
        }
        values[size++] = value;
    }

    int[] array() {
        return Arrays.copyOf(values, size);
    }
}
