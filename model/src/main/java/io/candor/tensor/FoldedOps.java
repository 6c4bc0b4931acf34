package io.candor.tensor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A network over libtorch tensors for inference only: each batch norm is folded into the convolution before it, kernels
 * are rounded to the activations' precision once, and SiLU overwrites its input. Keeps its own numbers until closed.
 */
public final class FoldedOps implements Ops<Tensor>, AutoCloseable {

    private final Map<Weight, Folded> folded = new HashMap<>();
    private final TorchOps plain;
    private final Precision precision;

    /** A convolution that contains the batch norm after it. */
    private record Folded(Tensor weight, Tensor bias) {}

    /**
     * Folds copies; later changes of {@code tensors} have no effect.
     *
     * @param kernels every convolution of the network with the batch norm that follows it, if one does
     * @param tensors the network's numbers
     */
    public FoldedOps(Map<Kernel, Optional<Norm>> kernels, Map<Weight, Tensor> tensors, Precision precision) {
        this.precision = precision;
        plain = new TorchOps(tensors, precision, TorchOps.Statistics.RUNNING);
        kernels.forEach((kernel, norm) -> folded.put(kernel.weight(), fold(kernel, norm, tensors, precision)));
    }

    private static Folded fold(Kernel kernel, Optional<Norm> norm, Map<Weight, Tensor> tensors, Precision precision) {
        try (Scope scope = Scope.open()) {
            Tensor weight = tensors.get(kernel.weight()).detach();
            Tensor bias = kernel.bias().map(tensors::get).map(Tensor::detach).orElse(null);
            if (norm.isPresent()) {
                Tensor factor = factor(norm.get(), tensors);
                Tensor mean = tensors.get(norm.get().mean());
                bias = tensors.get(norm.get().bias()).detach().sub(mean.mul(factor));
                weight = weight.mul(factor.reshape(-1, 1, 1, 1));
            }
            Precision own = TorchOps.precision(kernel, precision);
            return new Folded(own(weight, own), own(bias, own));
        }
    }

    private static Tensor factor(Norm norm, Map<Weight, Tensor> tensors) {
        Tensor deviation = Tensors.add(
                        tensors.get(norm.variance()), norm.constants().epsilon())
                .sqrt();
        return tensors.get(norm.weight()).detach().div(deviation);
    }

    private static Tensor own(Tensor values, Precision precision) {
        return Scope.keep(precision.cast(values).clone());
    }

    @Override
    public Tensor convolve(Tensor x, Kernel kernel) {
        Folded own = folded.get(kernel.weight());
        Tensor y = TorchOps.convolve(x.to(Tensors.type(own.weight)), own.weight, new TensorOptional(own.bias), kernel);
        return TorchOps.given(kernel, precision).cast(y);
    }

    /** The norm is in the convolution already. */
    @Override
    public Tensor normalise(Tensor x, Norm norm) {
        return x;
    }

    @Override
    public Tensor block(Tensor x, Kernel kernel, Norm norm) {
        return Scope.tidy(() -> torch.silu_(convolve(x, kernel)));
    }

    @Override
    public Tensor silu(Tensor x) {
        return plain.silu(x);
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        return plain.add(a, b);
    }

    @Override
    public List<Tensor> split(Tensor x, int pieces) {
        return plain.split(x, pieces);
    }

    @Override
    public Tensor concat(List<Tensor> parts) {
        return plain.concat(parts);
    }

    @Override
    public Tensor maxPool(Tensor x, int size) {
        return plain.maxPool(x, size);
    }

    @Override
    public Tensor maxPool(Tensor x, int size, int stride) {
        return plain.maxPool(x, size, stride);
    }

    @Override
    public Tensor relu(Tensor x) {
        return plain.relu(x);
    }

    @Override
    public Tensor flatten(Tensor x) {
        return plain.flatten(x);
    }

    @Override
    public Tensor upsample(Tensor x, int factor) {
        return plain.upsample(x, factor);
    }

    @Override
    public Tensor enlarge(Tensor x, Weight weight, Weight bias) {
        return plain.enlarge(x, weight, bias);
    }

    @Override
    public Tensor values(Tensor qkv, Heads heads) {
        return plain.values(qkv, heads);
    }

    @Override
    public Tensor attend(Tensor qkv, Heads heads) {
        return plain.attend(qkv, heads);
    }

    @Override
    public Tensor mean(Tensor x) {
        return plain.mean(x);
    }

    @Override
    public Tensor linear(Tensor x, Weight weight, Weight bias) {
        return plain.linear(x, weight, bias);
    }

    @Override
    public Tensor tidy(Supplier<Tensor> body) {
        return plain.tidy(body);
    }

    @Override
    public void close() {
        folded.values().forEach(own -> {
            own.weight.close();
            own.bias.close();
        });
    }
}
