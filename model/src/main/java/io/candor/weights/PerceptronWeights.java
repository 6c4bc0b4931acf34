package io.candor.weights;

import io.candor.network.Definition;
import io.candor.network.Mlp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Recognises an {@link Mlp}, whose inputs and hidden layers no name tells, by the shapes of its weights. */
final class PerceptronWeights {

    private PerceptronWeights() {}

    /** The definition the weights seem to belong to; empty if they are no perceptron's. */
    static Optional<Definition> definition(Weights weights) {
        Map<String, TensorData> tensors = weights.tensors();
        List<Integer> hidden = new ArrayList<>();
        while (isMatrix(tensors.get(layer(hidden.size())))) {
            hidden.add(size(tensors.get(layer(hidden.size())), 0));
        }
        TensorData last = tensors.get("fc.weight");
        if (hidden.isEmpty() || !isMatrix(last)) {
            return Optional.empty();
        }
        return Optional.of(Mlp.definition(size(tensors.get(layer(0)), 1), hidden, size(last, 0)));
    }

    private static String layer(int number) {
        return "layers.%d.weight".formatted(number);
    }

    private static boolean isMatrix(TensorData tensor) {
        return tensor != null && tensor.shape().size() == 2 && tensor.size() > 0;
    }

    private static int size(TensorData tensor, int axis) {
        return Math.toIntExact(tensor.shape().get(axis));
    }
}
