package io.candor.network;

import io.candor.layer.Head;
import io.candor.layer.Head.Part;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * What the head says, before any decoding.
 *
 * @param levels finest first, each (B, 64 + K, h, w) float32: 4 x 16 logits of box bins (left, top, right, bottom),
 *     then one logit per class
 * @param oneToOne the same from the branch that names every object once; empty if the head has none
 * @param coefficients per level (B, M, h, w): how much of each prototype an anchor's mask holds; empty without masks
 * @param prototypes (B, M, H / 4, W / 4), from which masks are mixed; none without masks
 */
public record Maps(List<Tensor> levels, List<Tensor> oneToOne, List<Tensor> coefficients, Optional<Tensor> prototypes) {
    public Maps {
        levels = List.copyOf(levels);
        oneToOne = List.copyOf(oneToOne);
        coefficients = List.copyOf(coefficients);
    }

    /** Of a head with one branch. */
    public Maps(List<Tensor> levels) {
        this(levels, List.of());
    }

    /** Of a head with two branches. */
    public Maps(List<Tensor> levels, List<Tensor> oneToOne) {
        this(levels, oneToOne, List.of(), Optional.empty());
    }

    static Maps of(Head head, List<Tensor> outputs) {
        return new Maps(
                part(head, outputs, Part.MAPS),
                part(head, outputs, Part.ONE_TO_ONE),
                part(head, outputs, Part.COEFFICIENTS),
                part(head, outputs, Part.PROTOTYPES).stream().findFirst());
    }

    private static List<Tensor> part(Head head, List<Tensor> outputs, Part wanted) {
        return IntStream.range(0, outputs.size())
                .filter(i -> head.part(i) == wanted)
                .mapToObj(outputs::get)
                .toList();
    }

    /** The maps that inference believes. */
    List<Tensor> answers() {
        return oneToOne.isEmpty() ? levels : oneToOne;
    }

    /** Number of images. */
    public long batch() {
        return levels.get(0).size(0);
    }

    /** Number of anchors: cells of all levels. */
    public long anchors() {
        return anchors(levels);
    }

    static long anchors(List<Tensor> maps) {
        return maps.stream().mapToLong(map -> map.size(2) * map.size(3)).sum();
    }
}
