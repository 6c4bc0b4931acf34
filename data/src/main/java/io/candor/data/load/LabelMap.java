package io.candor.data.load;

import io.candor.data.Batch;
import io.candor.data.Label;
import io.candor.data.Mask;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which label every fourth pixel of a batch's images shows. Labels are drawn on that grid by descending area, so that
 * where they overlap the smaller one is in front.
 */
final class LabelMap {

    private final int side;
    private final int[] map;

    /**
     * @param size of each side of every image, in pixels
     * @param images in the batch
     */
    LabelMap(int size, int images) {
        side = size / Batch.MASK_STRIDE;
        map = new int[images * side * side];
        Arrays.fill(map, Batch.NO_LABEL);
    }

    /**
     * The numbers of {@link Batch#masks}.
     *
     * @param image per label the position of its image
     */
    int[] draw(List<Label> labels, List<Integer> image) {
        List<Mask> masks = labels.stream().map(this::mask).toList();
        IntStream.range(0, labels.size())
                .boxed()
                .sorted(Comparator.comparing(label -> -masks.get(label).area()))
                .forEach(label -> {
                    int start = image.get(label) * side * side;
                    if (masks.get(label).isEmpty()) {
                        writeSmall(labels.get(label), label, start);
                    } else {
                        write(masks.get(label), label, start);
                    }
                });
        return map;
    }

    private Mask mask(Label label) {
        double factor = 1.0 / Batch.MASK_STRIDE;
        return Mask.ofPolygon(label.scaleAndShift(factor, factor, 0, 0).polygon(), side, side);
    }

    private void write(Mask mask, int label, int start) {
        mask.forEach((x, y) -> map[start + y * side + x] = label);
    }

    /** A label too small or thin to hold the centre of any cell has the cells of which it covers a pixel, at least one. */
    private void writeSmall(Label small, int label, int start) {
        int stride = Batch.MASK_STRIDE;
        Mask pixels = Mask.ofPolygon(small.polygon(), side * stride, side * stride);
        pixels.forEach((x, y) -> map[start + y / stride * side + x / stride] = label);
        if (pixels.isEmpty()) {
            map[start + cell(small.box().centerY()) * side + cell(small.box().centerX())] = label;
        }
    }

    private int cell(double coordinate) {
        return Math.min(Math.max((int) (coordinate / Batch.MASK_STRIDE), 0), side - 1);
    }
}
