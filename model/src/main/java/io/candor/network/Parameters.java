package io.candor.network;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * The trained tensors of a network, grouped by how optimisers treat them.
 *
 * @param convolutions kernels: with weight decay
 * @param norms factors of batch norms: no decay
 * @param biases offsets of batch norms and of convolutions: no decay
 */
public record Parameters(List<Tensor> convolutions, List<Tensor> norms, List<Tensor> biases) {
    public Parameters {
        convolutions = List.copyOf(convolutions);
        norms = List.copyOf(norms);
        biases = List.copyOf(biases);
    }

    /** All of them. */
    public List<Tensor> all() {
        return Stream.of(convolutions, norms, biases).flatMap(List::stream).toList();
    }
}
