package io.candor.loss;

import static io.candor.tensor.Tensors.HEIGHT;
import static io.candor.tensor.Tensors.WIDTH;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The cells of all levels, each of which predicts one box: numbered level by level, row by row. The anchor of a cell is
 * its centre.
 *
 * @param levels finest first
 */
public record Anchors(List<Level> levels) {

    private static final int FINEST_STRIDE = 8;

    public Anchors {
        levels = List.copyOf(levels);
    }

    /**
     * One map's cells.
     *
     * @param height rows of cells
     * @param width cells per row
     * @param stride pixels from one cell to the next
     * @param first number of its first anchor
     */
    public record Level(int height, int width, int stride, int first) {

        /** Number of anchors. */
        public int cells() {
            return height * width;
        }

        int row(int anchor) {
            return (anchor - first) / width;
        }

        int column(int anchor) {
            return (anchor - first) % width;
        }
    }

    /** The cells of {@code maps} (B, C, height, width), where level l has a stride of 8 * 2^l pixels. */
    public static Anchors of(List<Tensor> maps) {
        List<Level> levels = new ArrayList<>();
        int first = 0;
        for (Tensor map : maps) {
            int stride = FINEST_STRIDE << levels.size();
            Level level = new Level((int) map.size(HEIGHT), (int) map.size(WIDTH), stride, first);
            levels.add(level);
            first += level.cells();
        }
        return new Anchors(levels);
    }

    /** Number of anchors of one image. */
    public int size() {
        Level coarsest = levels.get(levels.size() - 1);
        return coarsest.first() + coarsest.cells();
    }
}
