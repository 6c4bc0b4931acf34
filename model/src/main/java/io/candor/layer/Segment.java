package io.candor.layer;

import io.candor.layer.DetectBranches.Branch;
import io.candor.tensor.Ops;
import java.util.ArrayList;
import java.util.List;

/**
 * A detection head that also outlines what it finds (Bolya et al., YOLACT, 2019): {@value #MASKS} prototypes per image,
 * and per anchor how much of each its mask holds.
 */
public final class Segment extends BoxHead {

    /** Prototypes of an image, and coefficients of an anchor. */
    public static final int MASKS = 32;

    private final Prototypes prototypes;
    private final List<Branch> coefficients = new ArrayList<>();

    /**
     * @param levels channels of the inputs, finest level first
     * @param hidden channels the prototypes are made from
     */
    public Segment(Registry registry, int classes, List<Integer> levels, ClassBranch kind, int hidden) {
        super(registry, classes, levels, kind);
        prototypes = new Prototypes(registry.under("proto"), levels.get(0), hidden, MASKS);
        int width = Math.max(levels.get(0) / 4, MASKS);
        for (int level = 0; level < levels.size(); level++) {
            Registry own = registry.under("cv4").under(level);
            coefficients.add(Branch.full(new DetectBranches.Part(own, levels.get(level)), width, MASKS));
        }
    }

    /**
     * The maps of {@link Detect}; then per level the coefficients (B, {@value #MASKS}, h, w); then the prototypes (B,
     * {@value #MASKS}, H / 4, W / 4).
     */
    @Override
    public <T> List<T> forward(Ops<T> ops, List<T> levels) {
        List<T> outputs = new ArrayList<>(branches().forward(ops, levels));
        for (int i = 0; i < levels.size(); i++) {
            outputs.add(coefficients.get(i).forward(ops, levels.get(i)));
        }
        outputs.add(prototypes.forward(ops, levels.get(0)));
        return outputs;
    }

    @Override
    public Part part(int output) {
        if (output < branches().levels()) {
            return Part.MAPS;
        }
        return output < 2 * branches().levels() ? Part.COEFFICIENTS : Part.PROTOTYPES;
    }
}
