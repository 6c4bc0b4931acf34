package io.candor.metric;

import io.candor.data.Box;
import java.util.Arrays;

/** Boxes with their image and class, as arrays that grow. */
final class Rectangles {

    int size;
    int[] image = new int[256];
    int[] classIndex = new int[256];
    double[] x1 = new double[256];
    double[] y1 = new double[256];
    double[] x2 = new double[256];
    double[] y2 = new double[256];
    /** Width times height. */
    double[] area = new double[256];

    int add(int image, int classIndex, double[] corners, double area) {
        if (size == x1.length) {
            grow(Math.addExact(size, size / 2));
        }
        this.image[size] = image;
        this.classIndex[size] = classIndex;
        x1[size] = corners[0];
        y1[size] = corners[1];
        x2[size] = corners[2];
        y2[size] = corners[3];
        this.area[size] = area;
        return size++;
    }

    private void grow(int capacity) {
        image = Arrays.copyOf(image, capacity);
        classIndex = Arrays.copyOf(classIndex, capacity);
        x1 = Arrays.copyOf(x1, capacity);
        y1 = Arrays.copyOf(y1, capacity);
        x2 = Arrays.copyOf(x2, capacity);
        y2 = Arrays.copyOf(y2, capacity);
        area = Arrays.copyOf(area, capacity);
    }

    double[] corners(int i) {
        return new double[] {x1[i], y1[i], x2[i], y2[i]};
    }

    Box box(int i) {
        return new Box(x1[i], y1[i], x2[i], y2[i]);
    }

    /** The same boxes in another order. */
    Rectangles permuted(int[] order) {
        Rectangles out = new Rectangles();
        out.size = size;
        out.image = pick(image, order);
        out.classIndex = pick(classIndex, order);
        out.x1 = pick(x1, order);
        out.y1 = pick(y1, order);
        out.x2 = pick(x2, order);
        out.y2 = pick(y2, order);
        out.area = pick(area, order);
        return out;
    }

    /** Positions by class, then image, each in the order of addition. */
    int[] byClassAndImage(int classes, int images) {
        int[] order = new int[size];
        Arrays.setAll(order, i -> i);
        return countingSort(countingSort(order, image, images), classIndex, classes);
    }

    static double[] pick(double[] values, int[] order) {
        double[] picked = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            picked[i] = values[order[i]];
        }
        return picked;
    }

    static int[] pick(int[] values, int[] order) {
        int[] picked = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            picked[i] = values[order[i]];
        }
        return picked;
    }

    private static int[] countingSort(int[] order, int[] key, int keys) {
        int[] next = new int[keys + 1];
        for (int position : order) {
            next[key[position] + 1]++;
        }
        Arrays.parallelPrefix(next, Integer::sum);
        int[] sorted = new int[order.length];
        for (int position : order) {
            sorted[next[key[position]]++] = position;
        }
        return sorted;
    }
}
