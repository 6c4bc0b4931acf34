package io.candor.train;

import io.candor.data.InvalidInput;
import io.candor.network.Network;
import io.candor.network.Parameters;
import io.candor.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Everything in a run that changes from step to step, apart from {@link Progress}. Its memory belongs to the scope in
 * which it was made; the trained network outlives it.
 */
final class TrainingState implements AutoCloseable {

    private static final String CRITERION = "criterion";

    private final Network network;
    private final Network average;
    private final ParameterGroups groups;
    private final FlatState flat;
    private final Tensor averageValues;
    private final Optimizer optimizer;
    private final Criterion criterion;

    /** The state of a run that has not begun: everything derives from the network's weights. */
    TrainingState(Network network, Recipe recipe, OptimizerPlan plan, Criterion criterion) {
        this.network = network;
        this.criterion = criterion;
        this.average = network.copy().eval();
        groups = groups(network, recipe.freeze());
        network.freeze(recipe.freeze().rows());
        flat = FlatState.gather(groups);
        averageValues = FlatState.flatten(groups(average, recipe.freeze()).all());
        optimizer = Optimizer.of(
                plan, flat, recipe.optimization().scaledDecay(recipe.input().batch()));
    }

    private static ParameterGroups groups(Network network, Freeze freeze) {
        Map<String, Tensor> state = network.state();
        Set<Tensor> frozen = identities(List.of());
        state.forEach((name, tensor) -> {
            if (freeze.holds(network.definition(), name)) {
                frozen.add(tensor);
            }
        });
        Parameters parameters = network.parameters();
        List<Tensor> biases = without(frozen, parameters.biases());
        List<Tensor> weights = without(frozen, parameters.convolutions());
        List<Tensor> norms = without(frozen, parameters.norms());
        if (biases.isEmpty() || weights.isEmpty()) {
            throw new InvalidInput(Setting.HELP, "freeze: %s leaves nothing to train.".formatted(freeze));
        }
        Set<Tensor> trained = identities(biases);
        trained.addAll(weights);
        trained.addAll(norms);
        List<Tensor> rest = without(trained, state.values());
        rest.removeIf(tensor -> !tensor.is_floating_point());
        rest.forEach(tensor -> tensor.set_requires_grad(false));
        return new ParameterGroups(biases, weights, norms, rest);
    }

    private static Set<Tensor> identities(Collection<Tensor> tensors) {
        Set<Tensor> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(tensors);
        return set;
    }

    private static List<Tensor> without(Set<Tensor> excluded, Collection<Tensor> tensors) {
        List<Tensor> others = new ArrayList<>(tensors);
        others.removeIf(excluded::contains);
        return others;
    }

    Network network() {
        return network;
    }

    /** The network that follows the trained one; for validation and for saving. */
    Network average() {
        return average;
    }

    FlatState flat() {
        return flat;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    /** The moving average, continued after so many updates. */
    Ema ema(long updates) {
        return new Ema(flat.values(), averageValues, updates);
    }

    /** All tensors a checkpoint must hold, live, by name; counters (int64) are copies. */
    Map<String, Tensor> tensors() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        all.put("live", flat.values());
        all.put("average", averageValues);
        all.put("gradients", flat.gradients());
        optimizer.memory().forEach((name, tensor) -> all.put("optimizer." + name, tensor));
        if (!counterTensors(network).isEmpty()) { // networks without batch norms count nothing
            all.put("counters", counters(network));
            all.put("average.counters", counters(average));
        }
        criterion.tensors().forEach((name, tensor) -> all.put(CRITERION + "." + name, tensor));
        long[] learned = criterion.state();
        if (learned.length > 0) {
            all.put(CRITERION, Tensors.of(learned, learned.length));
        }
        return all;
    }

    private static Tensor counters(Network network) {
        return Tensors.concat(
                counterTensors(network).stream().map(Tensor::flatten).toList(), 0);
    }

    private static List<Tensor> counterTensors(Network network) {
        List<Tensor> counters = new ArrayList<>(network.state().values());
        counters.removeIf(Tensor::is_floating_point);
        return counters;
    }

    /** Fingerprint of the order in which the flat tensors hold the network's numbers. */
    String layout() {
        StringBuilder description = new StringBuilder();
        for (Tensor tensor : groups.all()) {
            description.append(Arrays.toString(tensor.shape()));
            for (long axis = 0; axis < tensor.dim(); axis++) {
                description.append(' ').append(tensor.stride(axis));
            }
            description.append(';');
        }
        return Integer.toHexString(description.toString().hashCode()) + "-"
                + flat.values().numel();
    }

    /**
     * Takes over the numbers of a checkpoint.
     *
     * @param fill puts the saved numbers of a name into the given tensor
     */
    void restore(BiConsumer<String, Tensor> fill) {
        try (NoGradGuard constant = new NoGradGuard()) {
            Map<String, Tensor> own = tensors();
            own.forEach(fill);
            if (own.containsKey("counters")) {
                distribute(own.get("counters"), network);
                distribute(own.get("average.counters"), average);
            }
            criterion.restore(own.containsKey(CRITERION) ? Tensors.longs(own.get(CRITERION)) : new long[0]);
        }
    }

    private static void distribute(Tensor counters, Network network) {
        long at = 0;
        for (Tensor counter : counterTensors(network)) {
            counter.copy_(counters.narrow(0, at, 1).reshape(counter.shape()));
            at++;
        }
    }

    /** Frees the average; the trained network loses its gradients and keeps its weights. */
    @Override
    public void close() {
        average.close();
        groups.trained().forEach(parameter -> parameter.mutable_grad().reset());
    }
}
