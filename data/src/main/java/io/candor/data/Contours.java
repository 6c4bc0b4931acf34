package io.candor.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outlines of a mask along the edges of its pixels, the object always to the right. */
final class Contours {

    /** Steps to the right, down, left, up. */
    private static final int[] STEP_X = {1, 0, -1, 0};

    private static final int[] STEP_Y = {0, 1, 0, -1};

    private final int left;
    private final int top;
    private final int width;
    private final int height;
    /** Per pixel of the bounds the number of its part, 0 outside, -1 if not yet numbered; with a margin of one pixel. */
    private final int[] part;
    /** Whether the upper side of a pixel has been walked. */
    private final boolean[] walked;

    private Contours(Mask mask) {
        Box bounds = mask.bounds();
        left = (int) bounds.x1();
        top = (int) bounds.y1();
        width = (int) bounds.width();
        height = (int) bounds.height();
        part = new int[(width + 2) * (height + 2)];
        walked = new boolean[part.length];
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                part[at(x, y)] = mask.contains(left + x, top + y) ? -1 : 0;
            }
        }
    }

    static List<double[]> of(Mask mask) {
        return new Contours(mask).outlines();
    }

    private int at(int x, int y) {
        return (y + 1) * (width + 2) + x + 1;
    }

    private boolean inside(int x, int y) {
        return part[at(x, y)] != 0;
    }

    private List<double[]> outlines() {
        Map<Integer, List<double[]>> rings = new LinkedHashMap<>(); // the first of a part is its outside
        int parts = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (!inside(x, y) || inside(x, y - 1) || walked[at(x, y)]) {
                    continue;
                }
                if (part[at(x, y)] < 0) {
                    number(x, y, ++parts);
                }
                rings.computeIfAbsent(part[at(x, y)], key -> new ArrayList<>()).add(ring(x, y));
            }
        }
        return rings.values().stream().map(Polygon::join).toList();
    }

    /** Numbers all pixels that hang together with one by their sides. */
    private void number(int x, int y, int number) {
        Deque<Integer> open = new ArrayDeque<>(List.of(at(x, y)));
        part[at(x, y)] = number;
        int[] steps = {1, -1, width + 2, -width - 2};
        while (!open.isEmpty()) {
            int pixel = open.pop();
            for (int step : steps) {
                if (part[pixel + step] < 0) {
                    part[pixel + step] = number;
                    open.push(pixel + step);
                }
            }
        }
    }

    /** The closed line that begins with the upper side of a pixel. */
    private double[] ring(int startX, int startY) {
        double[] points = new double[16];
        int size = 0;
        int x = startX;
        int y = startY;
        int direction = 0;
        do {
            if (direction == 0) {
                walked[at(x, y)] = true;
            }
            x += STEP_X[direction];
            y += STEP_Y[direction];
            int next = turn(x, y, direction);
            if (next != direction) {
                points = size + 2 > points.length ? Arrays.copyOf(points, 2 * points.length) : points;
                points[size++] = left + x;
                points[size++] = top + y;
            }
            direction = next;
        } while (x != startX || y != startY || direction != 0);
        return Arrays.copyOf(points, size);
    }

    /** The direction from a corner on: to the right around the own pixel, so that pixels joined at corners stay apart. */
    private int turn(int x, int y, int direction) {
        if (!inside(x + aheadRightX(direction), y + aheadRightY(direction))) {
            return (direction + 1) % 4;
        }
        int leftOf = (direction + 3) % 4;
        return inside(x + aheadRightX(leftOf), y + aheadRightY(leftOf)) ? leftOf : direction;
    }

    /** From a corner to the pixel ahead on the right. */
    private static int aheadRightX(int direction) {
        return direction == 0 || direction == 3 ? 0 : -1;
    }

    private static int aheadRightY(int direction) {
        return direction == 0 || direction == 1 ? 0 : -1;
    }
}
