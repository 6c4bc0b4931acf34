package io.candor.network;

import io.candor.layer.Detect;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Raw maps to boxes and probabilities. A side is the expectation of its bin index under the softmax of the bin logits,
 * in cells; it is measured from the centre of the anchor's cell.
 */
final class Decoder {

    private static final int SIDES = 4;
    private static final int BIN_AXIS = 2;

    private Decoder() {}

    /** (B, 4 + K, A): centre x, centre y, width, height in input pixels, then class probabilities. */
    static Tensor decode(List<Tensor> maps, List<Integer> strides) {
        return Scope.tidy(() -> {
            Tensor raw = flat(maps);
            Tensor sides = sides(Tensors.slice(raw, Tensors.CHANNELS, 0, Detect.BOX_CHANNELS));
            Tensor box = box(sides, Cells.of(maps, strides).on(raw));
            Tensor probability = Tensors.slice(raw, Tensors.CHANNELS, Detect.BOX_CHANNELS, raw.size(1))
                    .sigmoid();
            return Tensors.concat(List.of(box, probability), Tensors.CHANNELS);
        });
    }

    private static Tensor flat(List<Tensor> maps) {
        return Tensors.concat(maps.stream().map(map -> map.flatten(2, 3)).toList(), BIN_AXIS);
    }

    private static Tensor sides(Tensor logits) {
        long batch = logits.size(0);
        long anchors = logits.size(2);
        float[] index = new float[Detect.BINS];
        for (int i = 0; i < index.length; i++) {
            index[i] = i;
        }
        Tensor bins = Tensors.of(index, 1, 1, Detect.BINS, 1).to(logits.device(), logits.scalar_type());
        Tensor probability = torch.softmax(logits.reshape(batch, SIDES, Detect.BINS, anchors), BIN_AXIS);
        return probability.mul(bins).sum(BIN_AXIS);
    }

    private static Tensor box(Tensor sides, Cells cells) {
        List<Tensor> halves = Tensors.split(sides, Tensors.CHANNELS, 2, 2);
        Tensor upperLeft = cells.centers.sub(halves.get(0));
        Tensor lowerRight = cells.centers.add(halves.get(1));
        Tensor center = Tensors.mul(upperLeft.add(lowerRight), 0.5);
        return Tensors.concat(List.of(center, lowerRight.sub(upperLeft)), Tensors.CHANNELS)
                .mul(cells.strides);
    }

    /** Cell centres (1, 2, A) in cells and strides (1, 1, A) in pixels, level by level, row by row. */
    private record Cells(Tensor centers, Tensor strides) {

        static Cells of(List<Tensor> maps, List<Integer> strides) {
            int anchors = Math.toIntExact(Maps.anchors(maps));
            float[] centers = new float[2 * anchors];
            float[] pixels = new float[anchors];
            int at = 0;
            for (int level = 0; level < strides.size(); level++) {
                Tensor map = maps.get(level);
                for (int y = 0; y < map.size(Tensors.HEIGHT); y++) {
                    for (int x = 0; x < map.size(Tensors.WIDTH); x++, at++) {
                        centers[at] = x + 0.5f;
                        centers[anchors + at] = y + 0.5f;
                        pixels[at] = strides.get(level);
                    }
                }
            }
            return new Cells(Tensors.of(centers, 1, 2, anchors), Tensors.of(pixels, 1, 1, anchors));
        }

        Cells on(Tensor like) {
            return new Cells(
                    centers.to(like.device(), like.scalar_type()), strides.to(like.device(), like.scalar_type()));
        }
    }
}
