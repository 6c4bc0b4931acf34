package io.candor.data;

import java.util.Arrays;
import java.util.List;

/**
 * Which pixels of an image an object covers, as runs down the columns: what COCO files write (Lin et al. 2014). Areas,
 * overlaps and unions are computed on the runs; nothing is ever unpacked for them. Immutable.
 */
public final class Mask {

    private final int width;
    private final int height;
    /** Positions, column by column, where the object begins and ends by turns; strictly ascending, of even length. */
    private final int[] edges;

    private final long area;
    private final Box bounds;

    private Mask(int width, int height, int[] edges) {
        this.width = width;
        this.height = height;
        this.edges = edges;
        area = area(edges);
        bounds = bounds(edges, height);
    }

    /** Whether a pixel belongs to the object. */
    public interface Pixels {
        boolean at(int x, int y);
    }

    /** Takes pixels one by one. */
    public interface Visitor {
        void pixel(int x, int y);
    }

    /** The mask of the pixels for which {@code inside} says so; asked once for each, column by column. */
    public static Mask where(int width, int height, Pixels inside) {
        Builder builder = new Builder(width, height);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                if (inside.at(x, y)) {
                    builder.add(x, y, y + 1);
                }
            }
        }
        return builder.build();
    }

    /**
     * The pixels that COCO's tools count to an outline.
     *
     * @param outline x, y, x, y, ... in pixels; where it crosses itself, parts wound around twice lie outside
     */
    public static Mask ofPolygon(double[] outline, int width, int height) {
        requireSize(width, height);
        return new Mask(width, height, OutlineRaster.edges(outline, width, height));
    }

    /** The pixels of an object with several parts: all that lie in one of them. */
    public static Mask ofPolygons(List<double[]> outlines, int width, int height) {
        Mask all = new Builder(width, height).build();
        for (double[] outline : outlines) {
            all = all.union(ofPolygon(outline, width, height));
        }
        return all;
    }

    /**
     * The mask of COCO's uncompressed form.
     *
     * @param counts pixels outside, inside, outside ... by turns, column by column
     * @throws IllegalArgumentException if a count is negative or they do not add up to {@code width * height}
     */
    public static Mask ofCounts(int width, int height, int... counts) {
        Builder builder = new Builder(width, height);
        long at = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < 0) {
                throw new IllegalArgumentException("run %d of the mask has %d pixels".formatted(i, counts[i]));
            }
            long end = at + counts[i];
            if (i % 2 == 1 && end <= (long) width * height) {
                builder.add((int) at, (int) end);
            }
            at = end;
        }
        if (at != (long) width * height) {
            throw new IllegalArgumentException("the runs of the mask have %d pixels, %d x %d need %d"
                    .formatted(at, width, height, (long) width * height));
        }
        return builder.build();
    }

    /**
     * The mask of COCO's compressed form.
     *
     * @throws IllegalArgumentException if the text is no such form or of another size
     */
    public static Mask decode(int width, int height, String text) {
        return ofCounts(width, height, RunText.decode(text));
    }

    /** COCO's compressed form. */
    public String encode() {
        return RunText.encode(counts());
    }

    /** COCO's uncompressed form: pixels outside, inside, outside ... by turns; the first may be 0, no other is. */
    public int[] counts() {
        int pixels = width * height;
        boolean full = edges.length > 0 && edges[edges.length - 1] == pixels;
        int[] counts = new int[edges.length + (full ? 0 : 1)];
        int before = 0;
        for (int i = 0; i < counts.length; i++) {
            int edge = i < edges.length ? edges[i] : pixels;
            counts[i] = edge - before;
            before = edge;
        }
        return counts;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Number of pixels. */
    public long area() {
        return area;
    }

    /** Whether no pixel belongs to it. */
    public boolean isEmpty() {
        return edges.length == 0;
    }

    /** The smallest box around all pixels; an empty box at the origin for none. */
    public Box bounds() {
        return bounds;
    }

    /** Whether a pixel belongs to it; false outside the image. */
    public boolean contains(int x, int y) {
        if (x < 0 || y < 0 || x >= width || y >= height) {
            return false;
        }
        int found = Arrays.binarySearch(edges, x * height + y);
        int crossed = found >= 0 ? found + 1 : -found - 1;
        return crossed % 2 == 1;
    }

    /** Hands out every pixel that belongs to it, column by column. */
    public void forEach(Visitor visitor) {
        for (int i = 0; i < edges.length; i += 2) {
            for (int at = edges[i]; at < edges[i + 1]; at++) {
                visitor.pixel(at / height, at % height);
            }
        }
    }

    /** Number of pixels that belong to both. */
    public long intersection(Mask other) {
        requireEqualSize(other);
        if (isEmpty() || other.isEmpty() || apart(other)) {
            return 0;
        }
        int[] a = edges;
        int[] b = other.edges;
        int i = firstAfter(a, b[0]);
        int j = firstAfter(b, a[0]);
        long common = 0;
        while (i < a.length && j < b.length) {
            int from = Math.max(a[i], b[j]);
            int to = Math.min(a[i + 1], b[j + 1]);
            common += Math.max(0, to - from);
            if (a[i + 1] < b[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return common;
    }

    private boolean apart(Mask other) {
        Box b = other.bounds;
        return bounds.x2() <= b.x1() || b.x2() <= bounds.x1() || bounds.y2() <= b.y1() || b.y2() <= bounds.y1();
    }

    /** The first run that ends behind a position. */
    private static int firstAfter(int[] edges, int position) {
        int found = Arrays.binarySearch(edges, position);
        int crossed = found >= 0 ? found + 1 : -found - 1; // edges at or before the position
        return crossed & ~1;
    }

    /** Pixels of both by pixels of either, in [0, 1]; 0 when both are empty. */
    public double iou(Mask other) {
        long common = intersection(other);
        return common == 0 ? 0 : common / (double) (area + other.area - common);
    }

    /** Share of this mask that lies in a crowd region, in [0, 1]: COCO's overlap where objects are not told apart. */
    public double coverage(Mask crowd) {
        long common = intersection(crowd);
        return common == 0 ? 0 : common / (double) area;
    }

    /** All pixels that belong to one of the two. */
    public Mask union(Mask other) {
        requireEqualSize(other);
        Builder builder = new Builder(width, height);
        int i = 0;
        int j = 0;
        while (i < edges.length || j < other.edges.length) {
            if (j == other.edges.length || (i < edges.length && edges[i] <= other.edges[j])) {
                builder.add(edges[i], edges[i + 1]);
                i += 2;
            } else {
                builder.add(other.edges[j], other.edges[j + 1]);
                j += 2;
            }
        }
        return builder.build();
    }

    /**
     * The outlines of the parts that hang together by sides of pixels, clockwise along the pixels' edges, from top to
     * bottom; holes are part of their outline, reached by a line that is walked in both directions. Drawn by
     * {@link #ofPolygons} they give this mask.
     */
    public List<double[]> polygons() {
        return Contours.of(this);
    }

    /** All parts as one outline, for labels that may have but one; empty for an empty mask. */
    public double[] outline() {
        return Polygon.join(polygons());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mask mask
                && width == mask.width
                && height == mask.height
                && Arrays.equals(edges, mask.edges);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(edges);
    }

    @Override
    public String toString() {
        return "Mask[%d x %d, %d pixels]".formatted(width, height, area);
    }

    private void requireEqualSize(Mask other) {
        if (width != other.width || height != other.height) {
            throw new IllegalArgumentException("masks of %d x %d and of %d x %d pixels have nothing in common"
                    .formatted(width, height, other.width, other.height));
        }
    }

    private static void requireSize(int width, int height) {
        if (width < 1 || height < 1 || (long) width * height >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a mask of %d x %d pixels".formatted(width, height));
        }
    }

    private static long area(int[] edges) {
        long area = 0;
        for (int i = 0; i < edges.length; i += 2) {
            area += edges[i + 1] - edges[i];
        }
        return area;
    }

    private static Box bounds(int[] edges, int height) {
        if (edges.length == 0) {
            return new Box(0, 0, 0, 0);
        }
        int top = height;
        int bottom = 0;
        for (int i = 0; i < edges.length; i += 2) {
            int last = edges[i + 1] - 1;
            boolean oneColumn = edges[i] / height == last / height;
            top = Math.min(top, oneColumn ? edges[i] % height : 0);
            bottom = Math.max(bottom, oneColumn ? last % height : height - 1);
        }
        int firstColumn = edges[0] / height;
        int lastColumn = (edges[edges.length - 1] - 1) / height;
        return new Box(firstColumn, top, lastColumn + 1, bottom + 1);
    }

    /** Collects runs in ascending order; runs that touch or overlap become one. */
    public static final class Builder {

        private final int width;
        private final int height;
        private int[] edges = new int[32];
        private int size;

        public Builder(int width, int height) {
            requireSize(width, height);
            this.width = width;
            this.height = height;
        }

        /** The pixels {@code fromRow <= y < toRow} of a column; no earlier column may follow. */
        public void add(int column, int fromRow, int toRow) {
            add(column * height + fromRow, column * height + toRow);
        }

        private void add(int from, int to) {
            if (from == to) {
                return;
            }
            if (size > 0 && from <= edges[size - 1]) {
                edges[size - 1] = Math.max(edges[size - 1], to);
                return;
            }
            if (size == edges.length) {
                edges = Arrays.copyOf(edges, 2 * size);
            }
            edges[size++] = from;
            edges[size++] = to;
        }

        public Mask build() {
            return new Mask(width, height, Arrays.copyOf(edges, size));
        }
    }
}
