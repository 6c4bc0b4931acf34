package io.candor.data.load;

import io.candor.data.Batch;
import io.candor.data.Box;
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
                .forEach(label -> write(masks.get(label), label, image.get(label) * side * side));
        return map;
    }

    private Mask mask(Label label) {
        double factor = 1.0 / Batch.MASK_STRIDE;
        return Mask.ofPolygon(label.scaleAndShift(factor, factor, 0, 0).polygon(), side, side);
    }

    private void write(Mask mask, int label, int start) {
        Box bounds = mask.bounds();
        for (int y = (int) bounds.y1(); y < bounds.y2(); y++) {
            for (int x = (int) bounds.x1(); x < bounds.x2(); x++) {
                if (mask.contains(x, y)) {
                    map[start + y * side + x] = label;
                }
            }
        }
    }
}
