package io.candor.layer;

import io.candor.tensor.Weight;
import java.util.List;

/** A head whose boxes and classes come from {@link DetectBranches}. */
abstract sealed class BoxHead implements Head permits Detect, Segment {

    private final int classes;
    private final DetectBranches branches;

    /** @param levels channels of the inputs, finest level first */
    BoxHead(Registry registry, int classes, List<Integer> levels, ClassBranch kind) {
        this.classes = classes;
        branches = new DetectBranches(registry, "", classes, levels, kind);
        Detect.declareBins(registry);
    }

    /** Boxes and classes, level by level. */
    final DetectBranches branches() {
        return branches;
    }

    @Override
    public final int classes() {
        return classes;
    }

    @Override
    public final List<Weight> boxBiases() {
        return branches.boxBiases();
    }

    @Override
    public final List<Weight> classBiases() {
        return branches.classBiases();
    }

    @Override
    public final Weight classWeight() {
        return branches.classWeight();
    }

    @Override
    public final String describe() {
        return "%s %d classes, %d levels".formatted(getClass().getSimpleName(), classes, branches.levels());
    }
}
