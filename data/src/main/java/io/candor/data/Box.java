package io.candor.data;

/**
 * An axis-aligned rectangle given by two corners, in pixels of the image it belongs to; the origin is the upper left
 * corner of the upper left pixel. This is the only form in which boxes travel through the pipeline.
 */
public record Box(double x1, double y1, double x2, double y2) {

    /** The box with the given centre and size, all in pixels. */
    public static Box fromCenter(double x, double y, double width, double height) {
        return new Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
    }

    public double width() {
        return x2 - x1;
    }

    public double height() {
        return y2 - y1;
    }

    public double centerX() {
        return (x1 + x2) / 2;
    }

    public double centerY() {
        return (y1 + y2) / 2;
    }

    /** Area in square pixels; 0 for a box whose corners are crossed. */
    public double area() {
        return Math.max(0, width()) * Math.max(0, height());
    }

    /** Intersection over union with {@code other}, in [0, 1]; 0 when both are empty. */
    public double iou(Box other) {
        double w = Math.min(x2, other.x2) - Math.max(x1, other.x1);
        double h = Math.min(y2, other.y2) - Math.max(y1, other.y1);
        if (w <= 0 || h <= 0) {
            return 0;
        }
        double overlap = w * h;
        return overlap / (area() + other.area() - overlap);
    }

    /** The part of this box that lies inside an image of the given size. */
    public Box clip(double width, double height) {
        return new Box(clamp(x1, width), clamp(y1, height), clamp(x2, width), clamp(y2, height));
    }

    /** Each coordinate times its axis' factor, then shifted. */
    public Box scaleAndShift(double factorX, double factorY, double shiftX, double shiftY) {
        return new Box(x1 * factorX + shiftX, y1 * factorY + shiftY, x2 * factorX + shiftX, y2 * factorY + shiftY);
    }

    private static double clamp(double value, double limit) {
        return Math.min(Math.max(value, 0), limit);
    }
}
