package io.candor.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Outlines as x, y, x, y, ..., closed from the last point to the first. */
public final class Polygon {

    private static final Box NOTHING = new Box(0, 0, 0, 0);

    private Polygon() {}

    /** The smallest box around all points; an empty box for no points. */
    public static Box extent(double[] points) {
        if (points.length == 0) {
            return NOTHING;
        }
        double x1 = points[0];
        double y1 = points[1];
        double x2 = x1;
        double y2 = y1;
        for (int i = 2; i < points.length; i += 2) {
            x1 = Math.min(x1, points[i]);
            x2 = Math.max(x2, points[i]);
            y1 = Math.min(y1, points[i + 1]);
            y2 = Math.max(y2, points[i + 1]);
        }
        return new Box(x1, y1, x2, y2);
    }

    /**
     * The smallest box around what an outline encloses: as {@link #extent}, but without lines that are walked in both
     * directions, which lead from part to part. An empty box if nothing is enclosed.
     */
    public static Box enclosed(double[] points) {
        double[] ends = Arrays.stream(walkedOnce(points))
                .flatMap(side -> IntStream.of(2 * side, (2 * side + 2) % points.length))
                .flatMap(at -> IntStream.of(at, at + 1))
                .mapToDouble(at -> points[at])
                .toArray();
        return extent(ends);
    }

    /**
     * The part inside an image of the given size, cut edge by edge (Sutherland and Hodgman, 1974). Lines that were walked
     * in both directions still are; what they led to outside leaves nothing behind.
     */
    public static double[] clip(double[] points, double width, double height) {
        double[] left = cut(points, 0, 1, 0);
        double[] right = cut(left, 0, -1, width);
        double[] top = cut(right, 1, 1, 0);
        return cut(top, 1, -1, height);
    }

    /**
     * Several outlines as one: from the first point of the first outline a line leads to each of the others and back, so
     * that what lies inside stays the same, holes included.
     */
    public static double[] join(List<double[]> outlines) {
        if (outlines.size() == 1) {
            return outlines.get(0);
        }
        int length =
                outlines.stream().mapToInt(outline -> outline.length + 2 * 2).sum();
        double[] joined = new double[length];
        int size = 0;
        for (double[] outline : outlines) {
            System.arraycopy(outline, 0, joined, size, outline.length);
            System.arraycopy(outline, 0, joined, size + outline.length, 2);
            size += outline.length + 2;
            if (size > outlines.get(0).length + 2) {
                System.arraycopy(joined, 0, joined, size, 2);
                size += 2;
            }
        }
        return Arrays.copyOf(joined, size);
    }

    /** Number of different points. */
    public static int corners(double[] points) {
        Set<List<Double>> different = new HashSet<>();
        for (int i = 0; i < points.length; i += 2) {
            different.add(List.of(points[i], points[i + 1]));
        }
        return different.size();
    }

    /**
     * Whether two sides cross. Sides that only touch, or lie on one another, do not; nor do the lines between parts, which
     * are walked in both directions.
     */
    public static boolean crossesItself(double[] points) {
        int[] sides = IntStream.of(walkedOnce(points))
                .boxed()
                .sorted(Comparator.comparingDouble(side -> left(points, side)))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < sides.length; i++) {
            double right = right(points, sides[i]);
            for (int j = i + 1; j < sides.length && left(points, sides[j]) < right; j++) {
                if (cross(points, sides[i], sides[j])) {
                    return true;
                }
            }
        }
        return false;
    }

    private static double left(double[] points, int side) {
        return Math.min(points[2 * side], points[(2 * side + 2) % points.length]);
    }

    private static double right(double[] points, int side) {
        return Math.max(points[2 * side], points[(2 * side + 2) % points.length]);
    }

    private static int[] walkedOnce(double[] points) {
        Set<List<Double>> walked = new HashSet<>();
        int sides = points.length / 2;
        for (int i = 0; i < sides; i++) {
            walked.add(side(points, i, 0));
        }
        return IntStream.range(0, sides)
                .filter(i -> !walked.contains(side(points, i, 1)))
                .toArray();
    }

    /** The two ends of a side; the other way round for {@code reversed} 1. */
    private static List<Double> side(double[] points, int number, int reversed) {
        int from = (2 * (number + reversed)) % points.length;
        int to = (2 * (number + 1 - reversed)) % points.length;
        return List.of(points[from], points[from + 1], points[to], points[to + 1]);
    }

    private static boolean cross(double[] points, int first, int second) {
        int a = 2 * first;
        int b = (a + 2) % points.length;
        int c = 2 * second;
        int d = (c + 2) % points.length;
        return side(points, a, b, c) * side(points, a, b, d) < 0 && side(points, c, d, a) * side(points, c, d, b) < 0;
    }

    /** Sign of the area of a triangle: on which side of the line from {@code a} to {@code b} the point lies. */
    private static double side(double[] points, int a, int b, int point) {
        return Math.signum((points[b] - points[a]) * (points[point + 1] - points[a + 1])
                - (points[b + 1] - points[a + 1]) * (points[point] - points[a]));
    }

    /** Keeps the side of the line {@code axis = limit} to which {@code sign} points. */
    private static double[] cut(double[] points, int axis, int sign, double limit) {
        if (isInside(points, axis, sign, limit)) {
            return points;
        }
        double[] kept = new double[points.length * 2];
        int size = 0;
        for (int i = 0; i < points.length; i += 2) {
            int before = i == 0 ? points.length - 2 : i - 2;
            double depth = sign * (points[i + axis] - limit);
            double depthBefore = sign * (points[before + axis] - limit);
            if (depth * depthBefore < 0) {
                kept[size + axis] = limit;
                kept[size + 1 - axis] =
                        depth > 0 ? crossing(points, before, i, axis, limit) : crossing(points, i, before, axis, limit);
                size += 2;
            }
            if (depth >= 0) {
                kept[size] = points[i];
                kept[size + 1] = points[i + 1];
                size += 2;
            }
        }
        return withoutSpikes(divided(Arrays.copyOf(kept, size), axis, limit));
    }

    private static boolean isInside(double[] points, int axis, int sign, double limit) {
        for (int i = axis; i < points.length; i += 2) {
            if (sign * (points[i] - limit) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Where a side meets the line, counted from its outer end: the same number in whichever direction it is walked. */
    private static double crossing(double[] points, int outside, int inside, int axis, double limit) {
        double share = (limit - points[outside + axis]) / (points[inside + axis] - points[outside + axis]);
        double from = points[outside + 1 - axis];
        return from + share * (points[inside + 1 - axis] - from);
    }

    /**
     * The same outline with every side that lies on the line {@code axis = limit} divided at all corners on it, so that
     * stretches that are walked in both directions become sides that are.
     */
    private static double[] divided(double[] points, int axis, double limit) {
        double[] corners = IntStream.range(0, points.length / 2)
                .filter(i -> points[2 * i + axis] == limit)
                .mapToDouble(i -> points[2 * i + 1 - axis])
                .sorted()
                .distinct()
                .toArray();
        if (corners.length < 3) {
            return points;
        }
        DoubleStream.Builder divided = DoubleStream.builder();
        for (int i = 0; i < points.length; i += 2) {
            int next = (i + 2) % points.length;
            divided.add(points[i]).add(points[i + 1]);
            if (points[i + axis] == limit && points[next + axis] == limit) {
                for (double corner : between(corners, points[i + 1 - axis], points[next + 1 - axis])) {
                    divided.add(axis == 0 ? limit : corner).add(axis == 0 ? corner : limit);
                }
            }
        }
        return divided.build().toArray();
    }

    /** Those strictly between two numbers, in the direction from one to the other. */
    private static double[] between(double[] ascending, double from, double to) {
        double[] inner = Arrays.stream(ascending)
                .filter(each -> Math.min(from, to) < each && each < Math.max(from, to))
                .toArray();
        int last = inner.length - 1;
        return from < to
                ? inner
                : IntStream.rangeClosed(0, last)
                        .mapToDouble(i -> inner[last - i])
                        .toArray();
    }

    /** The same outline without corners that coincide with the one before, or from which it returns the way it came. */
    private static double[] withoutSpikes(double[] points) {
        double[] kept = new double[points.length];
        int size = 0;
        for (int i = 0; i < points.length; i += 2) {
            kept[size] = points[i];
            kept[size + 1] = points[i + 1];
            size += 2;
            if (size >= 4 && same(kept, size - 2, size - 4)) {
                size -= 2;
            }
            if (size >= 6 && same(kept, size - 2, size - 6)) {
                size -= 4;
            }
        }
        return withoutSpikeAtTheSeam(kept, size);
    }

    /** The same where the last corner meets the first. */
    private static double[] withoutSpikeAtTheSeam(double[] points, int length) {
        int first = 0;
        int end = length;
        while (end - first >= 6) {
            if (same(points, end - 2, first) || same(points, end - 4, first)) {
                end -= 2;
            } else if (same(points, end - 2, first + 2)) {
                first += 2;
            } else {
                return Arrays.copyOfRange(points, first, end);
            }
        }
        return new double[0];
    }

    private static boolean same(double[] points, int one, int other) {
        return points[one] == points[other] && points[one + 1] == points[other + 1];
    }
}
