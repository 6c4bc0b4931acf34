package io.candor.metric;

/** Stable merge sort of positions by descending key, without boxing. */
final class DescendingSort {

    private static final int INSERTION = 20;

    private DescendingSort() {}

    /** Sorts {@code order[from..to)} so that {@code key[order[i]]} falls; equal keys keep their order. */
    static void sort(int[] order, int from, int to, double[] key) {
        if (to - from > 1) {
            sort(order, from, to, key, to - from > INSERTION ? new int[to - from] : null);
        }
    }

    private static void sort(int[] order, int from, int to, double[] key, int[] scratch) {
        if (to - from <= INSERTION) {
            insert(order, from, to, key);
            return;
        }
        int middle = (from + to) >>> 1;
        sort(order, from, middle, key, scratch);
        sort(order, middle, to, key, scratch);
        if (key[order[middle - 1]] < key[order[middle]]) {
            merge(order, from, middle, to, key, scratch);
        }
    }

    private static void insert(int[] order, int from, int to, double[] key) {
        for (int i = from + 1; i < to; i++) {
            int moving = order[i];
            int j = i;
            for (; j > from && key[order[j - 1]] < key[moving]; j--) {
                order[j] = order[j - 1];
            }
            order[j] = moving;
        }
    }

    private static void merge(int[] order, int from, int middle, int to, double[] key, int[] scratch) {
        int size = middle - from;
        System.arraycopy(order, from, scratch, 0, size);
        int left = 0;
        int right = middle;
        int out = from;
        while (left < size && right < to) {
            order[out++] = key[order[right]] > key[scratch[left]] ? order[right++] : scratch[left++];
        }
        System.arraycopy(scratch, left, order, out, size - left);
    }
}
