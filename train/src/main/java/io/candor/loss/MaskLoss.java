package io.candor.loss;

import io.candor.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How wrong the masks of the foreground are (Bolya et al., YOLACT, 2019, with the normalisation published YOLO weights
 * were trained with): binary cross entropy of every pixel inside the label's box, divided by the pixels of the map and by
 * the box's share of the picture, mean over the foreground anchors of the batch.
 *
 * <p>A pixel is inside a box if its left upper corner is: {@code x1 <= x < x2} in pixels of the map, without rounding. A
 * label that no pixel inside its box shows, because it is too small for the map or hidden by others, teaches no mask:
 * otherwise its network would learn that such objects have none. Computed in 32 bits, whatever the maps are.
 */
final class MaskLoss {

    private MaskLoss() {}

    /**
     * The part before its gain; a scalar with gradient.
     *
     * @param prototypes (B, M, h, w)
     * @param coefficients per level (B, M, rows, columns)
     * @param foreground at least one anchor
     */
    static Tensor of(Tensor prototypes, List<Tensor> coefficients, Foreground foreground, LabelMasks masks) {
        Tensor all = foreground.gather(coefficients).to(ScalarType.Float);
        Tensor pictures = prototypes.to(ScalarType.Float);
        Tensor sum = null;
        for (int image = 0; image < masks.images(); image++) {
            int[] rows = rows(foreground, image);
            if (rows.length > 0) {
                Tensor index = Tensors.of(rows, rows.length).to(all.device(), ScalarType.Long);
                Tensor own = torch.index_select(all, 0, index);
                Tensor part =
                        ofImage(pictures.select(0, image).flatten(1, 2), own, new Wanted(foreground, masks, rows));
                sum = sum == null ? part : sum.add(part);
            }
        }
        return Tensors.mul(sum, 1.0 / foreground.size());
    }

    private static int[] rows(Foreground foreground, int image) {
        return IntStream.range(0, foreground.size())
                .filter(row -> foreground.assigned().image()[row] == image)
                .toArray();
    }

    /** {@code softplus(x) - x t} of every pixel, weighted. */
    private static Tensor ofImage(Tensor prototypes, Tensor coefficients, Wanted wanted) {
        Tensor logits = coefficients.matmul(prototypes);
        long rows = logits.size(0);
        Tensor targets = Tensors.of(wanted.targets, rows, logits.size(1)).to(logits.device(), ScalarType.Float);
        Tensor weights = Tensors.of(wanted.weights, rows, logits.size(1)).to(logits.device(), ScalarType.Float);
        return torch.softplus(logits).sub(logits.mul(targets)).mul(weights).sum();
    }

    /** What the anchors of one image should say, and how much each of their pixels counts. */
    private static final class Wanted {
        private final float[] targets;
        private final float[] weights;

        Wanted(Foreground foreground, LabelMasks masks, int... rows) {
            int pixels = masks.height() * masks.width();
            targets = new float[rows.length * pixels];
            weights = new float[rows.length * pixels];
            for (int i = 0; i < rows.length; i++) {
                fill(i * pixels, foreground, masks, rows[i]);
            }
        }

        private void fill(int start, Foreground foreground, LabelMasks masks, int row) {
            int label = foreground.assigned().label()[row];
            int image = foreground.assigned().image()[row];
            float[] boxes = foreground.targets().boxes();
            double ratio = 1.0 / LabelMasks.STRIDE;
            float weight = (float) (1 / ((double) masks.height() * masks.width() * foreground.relativeSize(row)));
            int firstRow = first(boxes[4 * label + 1] * ratio);
            int lastRow = Math.min(masks.height(), first(boxes[4 * label + 3] * ratio));
            int firstColumn = first(boxes[4 * label] * ratio);
            int lastColumn = Math.min(masks.width(), first(boxes[4 * label + 2] * ratio));
            boolean seen = false;
            for (int y = firstRow; y < lastRow; y++) {
                for (int x = firstColumn; x < lastColumn; x++) {
                    boolean shown = masks.label(image, y, x) == label;
                    targets[start + y * masks.width() + x] = shown ? 1 : 0;
                    seen |= shown;
                }
            }
            for (int y = firstRow; seen && y < lastRow; y++) {
                int line = start + y * masks.width();
                Arrays.fill(weights, line + firstColumn, line + lastColumn, weight);
            }
        }

        /** The first whole number that is at least {@code edge}. */
        private static int first(double edge) {
            return Math.max(0, (int) Math.ceil(edge));
        }
    }
}
