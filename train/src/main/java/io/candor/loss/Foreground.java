package io.candor.loss;

import io.candor.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorIndex;
import org.bytedeco.pytorch.TensorIndexVector;

/**
 * The assigned anchors of a batch, and what they should have predicted.
 *
 * @param anchors the cells of the maps
 * @param assigned which of them answer for a label
 * @param targets the labels
 */
record Foreground(Anchors anchors, Assignment assigned, Targets targets) {

    int size() {
        return assigned.size();
    }

    /**
     * The channels of the assigned anchors only; the gradient returns to where they came from.
     *
     * @param maps per level (B, C, height, width)
     * @return (N, C)
     */
    Tensor gather(List<Tensor> maps) {
        List<Tensor> rows = new ArrayList<>();
        for (int level = 0; level < maps.size(); level++) {
            if (assigned.levelStart()[level] < assigned.levelStart()[level + 1]) {
                rows.add(maps.get(level).permute(0, 2, 3, 1).index(cells(level)));
            }
        }
        return Tensors.concat(rows, 0);
    }

    private TensorIndexVector cells(int level) {
        Anchors.Level cells = anchors.levels().get(level);
        int from = assigned.levelStart()[level];
        int to = assigned.levelStart()[level + 1];
        int[] anchor = Arrays.copyOfRange(assigned.anchor(), from, to);
        return new TensorIndexVector(
                index(Arrays.copyOfRange(assigned.image(), from, to)),
                index(Arrays.stream(anchor).map(cells::row).toArray()),
                index(Arrays.stream(anchor).map(cells::column).toArray()));
    }

    private static TensorIndex index(int[] positions) {
        return new TensorIndex(Tensors.of(positions, positions.length));
    }

    /** Per assigned anchor the distances to the four sides of its label's box, in strides. */
    float[] sides() {
        float[] sides = new float[4 * size()];
        for (int level = 0; level < anchors.levels().size(); level++) {
            Anchors.Level cells = anchors.levels().get(level);
            for (int row = assigned.levelStart()[level]; row < assigned.levelStart()[level + 1]; row++) {
                int anchor = assigned.anchor()[row];
                Sides wanted = Sides.of(
                        targets.boxes(), assigned.label()[row], cells, cells.column(anchor), cells.row(anchor));
                sides[4 * row] = (float) wanted.left();
                sides[4 * row + 1] = (float) wanted.top();
                sides[4 * row + 2] = (float) wanted.right();
                sides[4 * row + 3] = (float) wanted.bottom();
            }
        }
        return sides;
    }

    /** Class of the label of assigned anchor {@code row}. */
    int classIndex(int row) {
        return targets.classIndex()[assigned.label()[row]];
    }

    /** Area of the label's box of assigned anchor {@code row}, divided by that of the picture. */
    double relativeSize(int row) {
        Anchors.Level finest = anchors.levels().get(0);
        double picture = (double) finest.cells() * finest.stride() * finest.stride();
        float[] boxes = targets.boxes();
        int at = 4 * assigned.label()[row];
        return (boxes[at + 2] - boxes[at]) * (double) (boxes[at + 3] - boxes[at + 1]) / picture;
    }
}
