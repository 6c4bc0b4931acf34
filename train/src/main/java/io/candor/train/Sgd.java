package io.candor.train;

import static io.candor.train.FusedKernel.flag;
import static io.candor.train.FusedKernel.none;
import static io.candor.train.FusedKernel.number;

import io.candor.tensor.Scope;
import java.util.Map;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Stochastic gradient descent with Nesterov momentum as PyTorch defines it (Sutskever et al., 2013): with gradient
 * {@code g} (decay included), {@code v = m v + g} and {@code p = p - rate (g + m v)}.
 */
final class Sgd extends Optimizer {

    private static final FusedKernel FUSED = new FusedKernel("aten::_fused_sgd_");

    private final Tensor velocity;
    private final Part biases;
    private final Part weights;
    private final Part norms;

    private record Part(IValue values, IValue gradients, IValue velocity, double decay) {}

    Sgd(FlatState state, double decay) {
        velocity = torch.zeros_like(state.gradients());
        long weightsAt = state.biases().values().numel();
        biases = part(state.biases(), 0, 0);
        weights = part(state.weights(), weightsAt, decay);
        norms = part(state.norms(), weightsAt + state.weights().values().numel(), 0);
    }

    private Part part(FlatState.Group group, long from, double decay) {
        return new Part(
                FusedKernel.listOf(group.values()),
                FusedKernel.listOf(group.gradients()),
                FusedKernel.listOf(velocity.narrow(0, from, group.values().numel())),
                decay);
    }

    @Override
    void step(Rates rates, double momentum) {
        step(biases, rates.biases(), momentum);
        step(weights, rates.weights(), momentum);
        step(norms, rates.norms(), momentum);
    }

    private static void step(Part part, double rate, double momentum) {
        try (Scope scope = Scope.open()) {
            FUSED.call(
                    part.values,
                    part.gradients,
                    part.velocity,
                    number(part.decay),
                    number(momentum),
                    number(rate),
                    number(0), // dampening
                    flag(true), // Nesterov
                    flag(false), // maximise
                    flag(false), // first step: velocity is zero, which is as good
                    none(),
                    none());
        }
    }

    @Override
    Map<String, Tensor> memory() {
        return Map.of("velocity", velocity);
    }
}
