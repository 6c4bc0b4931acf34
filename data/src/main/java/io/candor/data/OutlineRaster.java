package io.candor.data;

import java.util.Arrays;

/**
 * The rule by which COCO's tools draw an outline (pycocotools, BSD licence): its corners are rounded to fifths of a
 * pixel, its sides drawn on that grid, and a pixel is inside if an odd number of sides lies above its centre.
 */
final class OutlineRaster {

    private static final int FINENESS = 5;

    /** Points farther away than a picture ever reaches, in pixels, lie there: sides are walked step by step. */
    private static final double FARTHEST = 1 << 17;

    private final int width;
    private final int height;
    /** Column-by-column positions where a column of pixel centres enters or leaves the outline. */
    private int[] crossings = new int[64];

    private int size;
    private int lastX;
    private int lastY;
    private boolean started;

    private OutlineRaster(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Where runs of the mask begin and end by turns, strictly ascending. */
    static int[] edges(double[] outline, int width, int height) {
        OutlineRaster raster = new OutlineRaster(width, height);
        int points = outline.length / 2;
        for (int i = 0; i < points; i++) {
            int next = (i + 1) % points;
            raster.side(
                    fine(outline[2 * i]),
                    fine(outline[2 * i + 1]),
                    fine(outline[2 * next]),
                    fine(outline[2 * next + 1]));
        }
        return raster.edges();
    }

    private static int fine(double coordinate) {
        double near = Math.min(Math.max(coordinate, -FARTHEST), FARTHEST);
        return (int) (FINENESS * near + .5);
    }

    /** All points of a side on the fine grid, in its direction; rounding is the same in both directions. */
    private void side(int fromX, int fromY, int toX, int toY) {
        int dx = Math.abs(toX - fromX);
        int dy = Math.abs(toY - fromY);
        boolean flat = dx >= dy;
        boolean backwards = flat ? fromX > toX : fromY > toY;
        int x = backwards ? toX : fromX;
        int y = backwards ? toY : fromY;
        double slope = slope(flat ? (backwards ? fromY : toY) - y : (backwards ? fromX : toX) - x, flat ? dx : dy);
        int steps = flat ? dx : dy;
        for (int step = 0; step <= steps; step++) {
            int t = backwards ? steps - step : step;
            if (flat) {
                point(x + t, (int) (y + slope * t + .5));
            } else {
                point((int) (x + slope * t + .5), y + t);
            }
        }
    }

    private static double slope(int rise, int length) {
        return length == 0 ? 0 : (double) rise / length;
    }

    private void point(int x, int y) {
        if (started && x != lastX) {
            crossing(Math.min(x, lastX), Math.min(y, lastY));
        }
        lastX = x;
        lastY = y;
        started = true;
    }

    /** Counts a step between fine columns if it passes the centre of a column of pixels. */
    private void crossing(int fineX, int fineY) {
        if (Math.floorMod(fineX, FINENESS) != FINENESS / 2) {
            return;
        }
        int column = Math.floorDiv(fineX, FINENESS);
        if (column < 0 || column >= width) {
            return;
        }
        double y = (fineY + .5) / FINENESS - .5;
        int row = (int) Math.ceil(Math.min(Math.max(y, 0), height));
        if (size == crossings.length) {
            crossings = Arrays.copyOf(crossings, 2 * size);
        }
        crossings[size++] = column * height + row;
    }

    private int[] edges() {
        Arrays.sort(crossings, 0, size);
        int[] edges = new int[size + 1];
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (kept > 0 && edges[kept - 1] == crossings[i]) {
                kept--; // entered and left at once
            } else {
                edges[kept++] = crossings[i];
            }
        }
        int pixels = width * height;
        if (kept % 2 == 1 && edges[kept - 1] == pixels) {
            kept--;
        } else if (kept % 2 == 1) {
            edges[kept++] = pixels;
        }
        return Arrays.copyOf(edges, kept);
    }
}
