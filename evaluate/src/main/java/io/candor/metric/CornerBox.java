package io.candor.metric;

/**
 * A box by its upper left corner and its size, as COCO files write it. Its area is width times height of exactly these
 * numbers, which decides overlaps that lie on a threshold.
 */
public record CornerBox(double x, double y, double width, double height) {

    double[] corners() {
        return new double[] {x, y, x + width, y + height};
    }

    double area() {
        return width * height;
    }
}
