package io.candor.train;

import io.candor.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * All float state of a network in one flat tensor, of which the network's own tensors become views; likewise the
 * gradients. The order is biases, weights, norms, rest.
 *
 * <p>Every tensor starts at a multiple of {@value #ALIGNMENT} elements; the gaps are zero and stay zero.
 */
final class FlatState {

    /** Elements per cache line of 64 bytes in float32: kernels read aligned weights faster. */
    private static final int ALIGNMENT = 16;

    /**
     * Squares summed before sums are summed: libtorch adds them one after the other in float32, and over millions the
     * result would be 5e-4 too small.
     */
    private static final int NORM_ROW = 4096;

    /**
     * One parameter group.
     *
     * @param values (n) flat
     * @param gradients (n) flat
     */
    record Group(Tensor values, Tensor gradients) {
        boolean isEmpty() {
            return values.numel() == 0;
        }
    }

    private final Tensor values;
    private final Tensor gradients;
    private final Tensor gradientRows;
    private final Group biases;
    private final Group weights;
    private final Group norms;

    private FlatState(ParameterGroups groups) {
        values = flatten(groups.all());
        long trained = extent(groups.trained());
        gradientRows = values.new_zeros((trained + NORM_ROW - 1) / NORM_ROW, NORM_ROW);
        gradients = gradientRows.view(-1).narrow(0, 0, trained);
        long weightsAt = extent(groups.biases());
        long normsAt = weightsAt + extent(groups.weights());
        biases = group(0, weightsAt);
        weights = group(weightsAt, normsAt - weightsAt);
        norms = group(normsAt, trained - normsAt);
    }

    /**
     * Moves the state of a network into flat memory, which belongs to the current scope. The given tensors keep their
     * identity, shape and layout, and the trained ones get a gradient of zeros to accumulate into.
     */
    static FlatState gather(ParameterGroups groups) {
        FlatState state = new FlatState(groups);
        long offset = 0;
        for (Tensor parameter : groups.trained()) {
            state.collect(parameter, offset);
            offset += padded(parameter);
        }
        return state;
    }

    /** Moves {@code tensors}, all of one type, into one flat tensor of the current scope, in order. */
    static Tensor flatten(List<Tensor> tensors) {
        Tensor flat = tensors.get(0).new_zeros(extent(tensors));
        long offset = 0;
        for (Tensor tensor : tensors) {
            adopt(flat, tensor, offset);
            offset += padded(tensor);
        }
        return flat;
    }

    private static void adopt(Tensor flat, Tensor tensor, long offset) {
        try (Scope scope = Scope.open()) {
            Tensor view = view(flat, tensor, offset);
            view.copy_(tensor.detach());
            tensor.set_data(view);
        }
    }

    private void collect(Tensor parameter, long offset) {
        try (Scope scope = Scope.open()) {
            parameter.mutable_grad().put(view(gradients, parameter, offset));
        }
    }

    private static Tensor view(Tensor flat, Tensor like, long offset) {
        return flat.as_strided(like.sizes(), like.strides(), new LongOptional(offset));
    }

    private Group group(long from, long length) {
        return new Group(values.narrow(0, from, length), gradients.narrow(0, from, length));
    }

    private static long extent(List<Tensor> tensors) {
        return tensors.stream().mapToLong(FlatState::padded).sum();
    }

    private static long padded(Tensor tensor) {
        return (tensor.numel() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Everything, (n) flat: parameters, frozen ones and running statistics. */
    Tensor values() {
        return values;
    }

    /** Sums of gradients since the last {@link #clearGradients}, (m) flat; the trained parameters only. */
    Tensor gradients() {
        return gradients;
    }

    Group biases() {
        return biases;
    }

    Group weights() {
        return weights;
    }

    Group norms() {
        return norms;
    }

    void clearGradients() {
        gradients.zero_();
    }

    /**
     * Shortens the gradient of all parameters together to {@code longest} if it is longer (Pascanu et al., 2013).
     *
     * @return the Euclidean norm before; not finite if any gradient is not
     */
    double clipGradients(double longest) {
        try (Scope scope = Scope.open()) {
            Tensor norms = torch.linalg_vector_norm(
                    gradientRows, new Scalar(2), new long[] {1}, /* keepdim= */ false, new ScalarTypeOptional());
            double norm = torch.linalg_vector_norm(norms).item_double();
            double factor = longest / (norm + 1e-6); // the 1e-6 is PyTorch's, against division by zero
            if (factor < 1) {
                gradients.mul_(new Scalar(factor));
            }
            return norm;
        }
    }
}
