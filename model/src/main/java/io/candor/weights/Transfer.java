package io.candor.weights;

import io.candor.network.Network;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.tensor.Weight;
import io.candor.tensor.Weight.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * What came of copying weights into a network.
 *
 * @param matched tensors with an equal in the file, by name and shape
 * @param total tensors of the network
 * @param unmatched names of those that kept their values
 */
public record Transfer(int matched, int total, List<String> unmatched) {
    public Transfer {
        unmatched = List.copyOf(unmatched);
    }

    /**
     * Copies every tensor whose name and shape agree; the others keep their values. So a network with other classes
     * takes all but the class branch.
     */
    public static Transfer into(Network network, Weights weights) {
        List<String> unmatched = new ArrayList<>();
        Map<String, Tensor> state = network.state();
        List<Weight> wanted = network.definition().weights();
        for (Weight weight : wanted) {
            TensorData found = weights.tensors().get(weight.name());
            if (matches(weight, found)) {
                copy(found, state.get(weight.name()));
            } else {
                unmatched.add(weight.name());
            }
        }
        return new Transfer(wanted.size() - unmatched.size(), wanted.size(), unmatched);
    }

    /** Equal shapes; a counter may also be stored as one element of one axis, as some converters do. */
    static boolean matches(Weight weight, TensorData found) {
        return found != null
                && (found.shape().equals(weight.shape()) || (weight.role() == Role.COUNTER && found.size() == 1));
    }

    private static void copy(TensorData from, Tensor to) {
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            long[] shape = to.shape();
            to.copy_(to.is_floating_point() ? Tensors.of(from.floats(), shape) : Tensors.of(from.longs(), shape));
        }
    }
}
