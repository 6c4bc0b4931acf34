package io.candor.network;

import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.tensor.Weight;
import io.candor.tensor.Weight.Role;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Weights that a formula gives, so that reference numbers exist without any published weights. */
public final class FormulaWeights {

    private FormulaWeights() {}

    /** A pseudo-random number in [0, 1) for the element {@code i} of the tensor at position {@code t}. */
    static double u(int t, int i) {
        long x = (t + 1L) * 0x9E3779B97F4A7C15L + (i + 1L) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        x = x ^ (x >>> 31);
        return (x >>> 40) / 0x1p24;
    }

    /** Kernels by formula, everything else as training starts. */
    public static void training(Network network) {
        network.initialise(0);
        fill(network, Role.CONVOLUTION);
    }

    /** All weights by formula, statistics included. */
    static void inference(Network network) {
        inference(network, u -> 0.3 + 0.2 * u);
    }

    /** @param variance running variances by {@link #u} */
    static void inference(Network network, DoubleUnaryOperator variance) {
        network.initialise(0);
        for (Role role : Role.values()) {
            fill(network, role, variance);
        }
    }

    private static void fill(Network network, Role role) {
        fill(network, role, u -> u);
    }

    private static void fill(Network network, Role role, DoubleUnaryOperator variance) {
        List<Weight> weights = network.definition().weights();
        for (int t = 0; t < weights.size(); t++) {
            Weight weight = weights.get(t);
            if (weight.role() == role && role != Role.COUNTER && role != Role.CONSTANT) {
                copy(network, weight, formula(weight, t, variance));
            }
        }
    }

    private static IntToDoubleFunction formula(Weight weight, int t, DoubleUnaryOperator variance) {
        double shift = weight.name().contains("cv3.") && !weight.name().contains("proto") ? -2 : 0;
        return switch (weight.role()) {
            case CONVOLUTION -> i -> 1.7 * z(t, i) / Math.sqrt((double) weight.fanIn());
            case NORM_WEIGHT -> i -> 1 + 0.2 * z(t, i);
            case NORM_BIAS -> i -> 0.5 * z(t, i);
            case RUNNING_MEAN -> i -> 0.2 * z(t, i);
            case RUNNING_VARIANCE -> i -> variance.applyAsDouble(u(t, i));
            case BIAS -> i -> 0.5 * z(t, i) + shift;
            case COUNTER, CONSTANT -> throw new IllegalArgumentException(weight.name());
        };
    }

    private static double z(int t, int i) {
        return 2 * u(t, i) - 1;
    }

    private static void copy(Network network, Weight weight, IntToDoubleFunction formula) {
        float[] values = new float[Math.toIntExact(weight.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) formula.applyAsDouble(i);
        }
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            Tensor tensor = network.state().get(weight.name());
            tensor.copy_(Tensors.of(values, weight.sizes()));
        }
    }
}
