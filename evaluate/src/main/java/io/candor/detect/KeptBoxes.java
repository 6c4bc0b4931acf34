package io.candor.detect;

import java.util.Arrays;

/** The boxes kept so far, in one chain per class, so that a candidate meets only boxes that may remove it. */
final class KeptBoxes {

    private static final int NONE = -1;

    private final double threshold;
    private final int[] newest;
    private int[] older = new int[64];
    private float[] corners = new float[4 * 64];
    private float[] area = new float[64];
    private int size;

    KeptBoxes(int chains, double threshold) {
        this.threshold = threshold;
        this.newest = new int[chains];
        Arrays.fill(newest, NONE);
    }

    /** Whether a kept box of this chain overlaps the box by more than the threshold; 0/0 does not. */
    boolean suppress(int chain, float x1, float y1, float x2, float y2) {
        float own = (x2 - x1) * (y2 - y1);
        for (int i = newest[chain]; i != NONE; i = older[i]) {
            float width = Math.min(x2, corners[4 * i + 2]) - Math.max(x1, corners[4 * i]);
            float height = Math.min(y2, corners[4 * i + 3]) - Math.max(y1, corners[4 * i + 1]);
            float overlap = Math.max(width, 0) * Math.max(height, 0);
            if (overlap / (own + area[i] - overlap) > threshold) {
                return true;
            }
        }
        return false;
    }

    void keep(int chain, float x1, float y1, float x2, float y2) {
        if (size == area.length) {
            grow();
        }
        corners[4 * size] = x1;
        corners[4 * size + 1] = y1;
        corners[4 * size + 2] = x2;
        corners[4 * size + 3] = y2;
        area[size] = (x2 - x1) * (y2 - y1);
        older[size] = newest[chain];
        newest[chain] = size++;
    }

    private void grow() {
        older = Arrays.copyOf(older, 2 * size);
        corners = Arrays.copyOf(corners, 8 * size);
        area = Arrays.copyOf(area, 2 * size);
    }
}
