package io.candor.layer;

import io.candor.tensor.Ops;
import io.candor.tensor.Weight.Role;
import java.util.List;

/**
 * Decoupled detection head: per level a box branch with {@value #BINS} bins for each of left, top, right, bottom (Li et
 * al., Generalized Focal Loss, 2020), and a class branch with one logit per class. There is no objectness.
 */
public final class Detect extends BoxHead {

    /** Bins per side; distances reach 15 cells. */
    public static final int BINS = 16;

    /** Channels of the box branch: four sides. */
    public static final int BOX_CHANNELS = 4 * BINS;

    /** @param levels channels of the inputs, finest level first */
    public Detect(Registry registry, int classes, List<Integer> levels, ClassBranch kind) {
        super(registry, classes, levels, kind);
    }

    /** The bins' indices, which files carry as the weights of a convolution. */
    static void declareBins(Registry registry) {
        registry.under("dfl").add("conv.weight", Role.CONSTANT, 1, BINS, 1, 1);
    }

    /** Raw maps, one per level: (B, {@value #BOX_CHANNELS} + K, h, w), box bins first, then class logits. */
    @Override
    public <T> List<T> forward(Ops<T> ops, List<T> levels) {
        return branches().forward(ops, levels);
    }
}
