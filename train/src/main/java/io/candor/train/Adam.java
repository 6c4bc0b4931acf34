package io.candor.train;

import static io.candor.train.FusedKernel.flag;
import static io.candor.train.FusedKernel.none;
import static io.candor.train.FusedKernel.number;

import io.candor.tensor.Scope;
import java.util.Map;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Adam (Kingma and Ba, 2015) with the weight decay either added to the gradient or decoupled from it (AdamW, Loshchilov
 * and Hutter, 2019).
 */
final class Adam extends Optimizer {

    /** How weights decay. */
    enum Decay {
        /** As part of the gradient: {@code g + decay p}. */
        COUPLED("aten::_fused_adam_"),
        /** Beside it: {@code p (1 - rate decay)}. */
        DECOUPLED("aten::_fused_adamw_");

        private final String kernel;

        Decay(String kernel) {
            this.kernel = kernel;
        }
    }

    private static final double BETA2 = 0.999; // of the second moment, and the addend of its root: as in the paper
    private static final double EPSILON = 1e-8;

    private final FusedKernel fused;
    private final Tensor mean;
    private final Tensor variance;
    private final Tensor steps;
    private final IValue stepsList;
    private final IValue noMaxima;
    private final Part biases;
    private final Part weights;
    private final Part norms;

    private record Part(IValue values, IValue gradients, IValue mean, IValue variance, double decay) {}

    Adam(FlatState state, double decay, Decay kind) {
        fused = new FusedKernel(kind.kernel);
        mean = torch.zeros_like(state.gradients());
        variance = torch.zeros_like(state.gradients());
        steps = mean.new_zeros(1).to(ScalarType.Float); // the kernels read it as float32
        stepsList = FusedKernel.listOf(steps);
        noMaxima = FusedKernel.emptyList(mean);
        long weightsAt = state.biases().values().numel();
        biases = part(state.biases(), 0, 0);
        weights = part(state.weights(), weightsAt, decay);
        norms = part(state.norms(), weightsAt + state.weights().values().numel(), 0);
    }

    private Part part(FlatState.Group group, long from, double decay) {
        long length = group.values().numel();
        return new Part(
                FusedKernel.listOf(group.values()),
                FusedKernel.listOf(group.gradients()),
                FusedKernel.listOf(mean.narrow(0, from, length)),
                FusedKernel.listOf(variance.narrow(0, from, length)),
                decay);
    }

    @Override
    void step(Rates rates, double momentum) {
        try (Scope scope = Scope.open()) {
            steps.add_(new Scalar(1.0));
        }
        step(biases, rates.biases(), momentum);
        step(weights, rates.weights(), momentum);
        step(norms, rates.norms(), momentum);
    }

    private void step(Part part, double rate, double beta1) {
        try (Scope scope = Scope.open()) {
            fused.call(
                    part.values,
                    part.gradients,
                    part.mean,
                    part.variance,
                    noMaxima,
                    stepsList,
                    number(rate),
                    number(beta1),
                    number(BETA2),
                    number(part.decay),
                    number(EPSILON),
                    flag(false), // AMSGrad
                    flag(false), // maximise
                    none(),
                    none());
        }
    }

    @Override
    Map<String, Tensor> memory() {
        return Map.of("mean", mean, "variance", variance, "steps", steps);
    }
}
