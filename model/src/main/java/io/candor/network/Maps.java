package io.candor.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What the head says, before any decoding.
 *
 * @param levels finest first, each (B, 64 + K, h, w) float32: 4 x 16 logits of box bins (left, top, right, bottom),
 *     then one logit per class
 */
public record Maps(List<Tensor> levels) {
    public Maps {
        levels = List.copyOf(levels);
    }

    /** Number of images. */
    public long batch() {
        return levels.get(0).size(0);
    }

    /** Number of anchors: cells of all levels. */
    public long anchors() {
        return levels.stream().mapToLong(map -> map.size(2) * map.size(3)).sum();
    }
}
