package io.candor.layer;

import io.candor.tensor.Ops;
import io.candor.tensor.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two detection heads in one (Wang et al., YOLOv10, 2024): the first is told about every object at many anchors, the
 * second at one. Only the first teaches the rest of the network: the second sees the features without their gradient.
 * Inference asks the second alone, which needs no suppression.
 */
public final class DualDetect implements Head {

    private final int classes;
    private final DetectBranches oneToMany;
    private final DetectBranches oneToOne;

    /** @param levels channels of the inputs, finest level first */
    public DualDetect(Registry registry, int classes, List<Integer> levels) {
        this.classes = classes;
        oneToMany = new DetectBranches(registry, "", classes, levels, ClassBranch.LIGHT);
        Detect.declareBins(registry);
        oneToOne = new DetectBranches(registry, "one2one_", classes, levels, ClassBranch.LIGHT);
    }

    /** The maps of the first head as {@link Detect} has them, then those of the second. */
    @Override
    public <T> List<T> forward(Ops<T> ops, List<T> levels) {
        List<T> maps = new ArrayList<>(oneToMany.forward(ops, levels));
        maps.addAll(answer(ops, levels.stream().map(ops::detach).toList()));
        return maps;
    }

    /** The maps of the second head. */
    @Override
    public <T> List<T> answer(Ops<T> ops, List<T> levels) {
        return oneToOne.forward(ops, levels);
    }

    @Override
    public Part part(int output) {
        return output < oneToMany.levels() ? Part.MAPS : Part.ONE_TO_ONE;
    }

    @Override
    public boolean endToEnd() {
        return true;
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public List<Weight> boxBiases() {
        return Stream.concat(oneToMany.boxBiases().stream(), oneToOne.boxBiases().stream())
                .toList();
    }

    @Override
    public List<Weight> classBiases() {
        return Stream.concat(oneToMany.classBiases().stream(), oneToOne.classBiases().stream())
                .toList();
    }

    @Override
    public Weight classWeight() {
        return oneToMany.classWeight();
    }

    @Override
    public String describe() {
        return "DualDetect %d classes, %d levels".formatted(classes, oneToMany.levels());
    }
}
