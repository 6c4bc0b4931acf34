package io.candor.layer;

import io.candor.layer.Conv.Window;
import io.candor.tensor.Kernel;
import io.candor.tensor.Ops;
import io.candor.tensor.Weight;
import io.candor.tensor.Weight.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * Decoupled detection head: per level a box branch with {@value #BINS} bins for each of left, top, right, bottom (Li et
 * al., Generalized Focal Loss, 2020), and a class branch with one logit per class. There is no objectness.
 */
public final class Detect implements Head {

    /** Bins per side; distances reach 15 cells. */
    public static final int BINS = 16;

    /** Channels of the box branch: four sides. */
    public static final int BOX_CHANNELS = 4 * BINS;

    private final int classes;
    private final List<Branch> boxes = new ArrayList<>();
    private final List<Branch> scores = new ArrayList<>();

    /** @param levels channels of the inputs, finest level first */
    public Detect(Registry registry, int classes, List<Integer> levels) {
        this.classes = classes;
        int boxWidth = Math.max(16, Math.max(levels.get(0) / 4, BOX_CHANNELS));
        int classWidth = Math.max(levels.get(0), Math.min(classes, 100));
        declare(boxes, registry.under("cv2"), levels, boxWidth, BOX_CHANNELS);
        declare(scores, registry.under("cv3"), levels, classWidth, classes);
        registry.under("dfl").add("conv.weight", Role.CONSTANT, 1, BINS, 1, 1);
    }

    private static void declare(List<Branch> branches, Registry registry, List<Integer> levels, int width, int out) {
        for (int level = 0; level < levels.size(); level++) {
            branches.add(new Branch(registry.under(level), levels.get(level), width, out));
        }
    }

    /** Raw maps, one per level: (B, {@value #BOX_CHANNELS} + K, h, w), box bins first, then class logits. */
    @Override
    public <T> List<T> forward(Ops<T> ops, List<T> levels) {
        List<T> maps = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            T box = boxes.get(i).forward(ops, levels.get(i));
            T score = scores.get(i).forward(ops, levels.get(i));
            maps.add(ops.concat(List.of(box, score)));
        }
        return maps;
    }

    @Override
    public int classes() {
        return classes;
    }

    /** Per level, the bias of the last convolution of the box branch. */
    public List<Weight> boxBiases() {
        return boxes.stream().map(branch -> branch.last.bias().orElseThrow()).toList();
    }

    /** Per level, the bias of the last convolution of the class branch. */
    public List<Weight> classBiases() {
        return scores.stream().map(branch -> branch.last.bias().orElseThrow()).toList();
    }

    @Override
    public Weight classWeight() {
        return scores.get(0).last.weight();
    }

    @Override
    public String describe() {
        return "Detect %d classes, %d levels".formatted(classes, boxes.size());
    }

    /** Two 3 x 3 convolutions and a pointwise one with bias. */
    private static final class Branch {

        private final Conv first;
        private final Conv second;
        private final Kernel last;

        Branch(Registry registry, int in, int width, int out) {
            first = new Conv(registry.under(0), in, width, Window.NEIGHBOURS);
            second = new Conv(registry.under(1), width, width, Window.NEIGHBOURS);
            last = registry.under(2).pointwise(width, out);
        }

        <T> T forward(Ops<T> ops, T x) {
            return ops.convolve(second.forward(ops, first.forward(ops, x)), last);
        }
    }
}
