package io.candor.network;

import io.candor.tensor.Device;
import io.candor.tensor.FoldedOps;
import io.candor.tensor.MemoryLayout;
import io.candor.tensor.Norm;
import io.candor.tensor.Ops;
import io.candor.tensor.Precision;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.tensor.TorchOps;
import io.candor.tensor.TorchOps.Statistics;
import io.candor.tensor.Weight;
import io.candor.tensor.Weight.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A definition and its numbers. The numbers live until {@link #close}, whatever scopes are open; images and results
 * belong to the caller's scope. A new network trains, computes in float32 and keeps images channels-last in memory. Not
 * for use by several threads at once.
 */
public final class Network implements AutoCloseable {

    /** Pixels per cell, finest level first. */
    static final List<Integer> STRIDES = List.of(8, 16, 32);

    private final Definition definition;
    private final Map<Weight, Tensor> tensors = new LinkedHashMap<>();
    private Device device = Device.CPU;
    private Precision precision = Precision.FP32;
    private MemoryLayout layout = MemoryLayout.CHANNELS_LAST;
    private Statistics statistics = Statistics.BATCH;
    private Set<Integer> frozen = Set.of();
    private FoldedOps folded;

    /** A network whose weights are zero. */
    public Network(Definition definition) {
        this.definition = definition;
        for (Weight weight : definition.weights()) {
            put(weight, () -> torch.zeros(weight.sizes()).to(type(weight)));
        }
    }

    private static ScalarType type(Weight weight) {
        return weight.role() == Role.COUNTER ? ScalarType.Long : ScalarType.Float;
    }

    private void put(Weight weight, Supplier<Tensor> values) {
        try (Scope scope = Scope.open()) {
            Tensor tensor = values.get();
            Tensor kept = new Tensor(weight.shape().size() == 4 ? layout.arrange(tensor) : tensor);
            kept.set_requires_grad(weight.role().trained());
            Tensor old = tensors.put(weight, Scope.keep(kept));
            if (old != null) {
                Scope.free(old);
            }
        }
    }

    private void replaceAll(UnaryOperator<Tensor> change) {
        for (Weight weight : definition.weights()) {
            put(weight, () -> change.apply(tensors.get(weight).detach()));
        }
    }

    /** Fills every weight with the value training starts from, a function of {@code seed}. */
    public Network initialise(long seed) {
        Initialisation start = new Initialisation(definition, seed);
        for (int i = 0; i < definition.weights().size(); i++) {
            fill(definition.weights().get(i), start.values(i));
        }
        return this;
    }

    private void fill(Weight weight, float[] values) {
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            tensors.get(weight).copy_(Tensors.of(values, weight.sizes()));
        }
    }

    /** Batch norms use and record the statistics of each batch; gradients are recorded. */
    public Network train() {
        if (folded != null) {
            throw new IllegalStateException("a fused network cannot be trained");
        }
        statistics = Statistics.BATCH;
        return this;
    }

    /**
     * Batch norms in these rows of the table use their running statistics, and leave them as they are, while the others
     * train; instead of the rows given before. Weights are not touched: whoever trains them decides about those.
     */
    public Network freeze(Set<Integer> rows) {
        frozen = Set.copyOf(rows);
        return this;
    }

    /** Batch norms use their running statistics; no gradients are recorded. */
    public Network eval() {
        statistics = Statistics.RUNNING;
        return this;
    }

    /** Computes activations in {@code precision} from now on; a fused network keeps the one it was fused with. */
    public Network precision(Precision precision) {
        if (folded != null && precision != this.precision) {
            throw new IllegalStateException("a fused network keeps its precision");
        }
        this.precision = precision;
        return this;
    }

    /** Arranges images and kernels in this order from now on. Optimisers hold the old kernels: call it before training. */
    public Network layout(MemoryLayout layout) {
        this.layout = layout;
        replaceAll(tensor -> tensor);
        return this;
    }

    /** Moves all weights to {@code device}. Optimisers hold the old ones: call it before training. */
    public Network on(Device device) {
        this.device = device;
        replaceAll(tensor -> Tensors.on(tensor, device));
        return this;
    }

    /**
     * The raw maps of {@code images} (B, 3, H, W) float32 in [0, 1]; H and W multiples of 32.
     *
     * <p>While training they are attached to the weights' gradients.
     */
    public Maps forward(Tensor images) {
        if (statistics == Statistics.BATCH) {
            return Maps.of(definition.head(), outputs(definition::run, images));
        }
        try (NoGradGuard constant = new NoGradGuard()) {
            return Maps.of(definition.head(), outputs(definition::run, images));
        }
    }

    /**
     * {@link #decode} of what inference needs of {@link #forward}: as much work as the answer takes, and no gradients.
     *
     * @param images as in {@link #forward}
     */
    public Tensor predict(Tensor images) {
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            return scope.handOut(decode(answer(images)));
        }
    }

    /** What inference needs of {@link #forward}, without gradients. */
    public Maps answer(Tensor images) {
        try (NoGradGuard constant = new NoGradGuard()) {
            List<Tensor> outputs = outputs(definition::answer, images);
            return definition.endToEnd() ? new Maps(outputs) : Maps.of(definition.head(), outputs);
        }
    }

    /**
     * As {@link #forward} with running statistics and a gradient: what {@code images} do to the maps can be followed back
     * to them. Weights, and whether this network trains, stay as they are.
     */
    public Maps differentiable(Tensor images) {
        Statistics before = statistics;
        statistics = Statistics.RUNNING;
        try {
            return Maps.of(definition.head(), outputs(definition::run, images));
        } finally {
            statistics = before;
        }
    }

    private List<Tensor> outputs(BiFunction<Ops<Tensor>, Tensor, List<Tensor>> part, Tensor images) {
        try (Scope scope = Scope.open()) {
            Tensor x = precision.cast(layout.arrange(Tensors.on(images, device)));
            return part.apply(ops(), x).stream()
                    .map(map -> scope.handOut(Precision.FP32.cast(map)))
                    .toList();
        }
    }

    private Ops<Tensor> ops() {
        return folded == null ? new TorchOps(tensors, precision, statistics, this::isFrozen) : folded;
    }

    private boolean isFrozen(Norm norm) {
        return !frozen.isEmpty() && frozen.contains(definition.row(norm.mean().name()));
    }

    /** (B, 4 + K, A): centre x, centre y, width and height in pixels of the input, then class probabilities. */
    public Tensor decode(Maps maps) {
        return Decoder.decode(maps.answers(), STRIDES);
    }

    /** Every named tensor, in the order of published weight files; live, not copies. */
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        tensors.forEach((weight, tensor) -> state.put(weight.name(), tensor));
        return state;
    }

    /** The trained tensors; live, not copies. */
    public Parameters parameters() {
        return new Parameters(
                withRole(Role.CONVOLUTION::equals),
                withRole(Role.NORM_WEIGHT::equals),
                withRole(role -> role == Role.NORM_BIAS || role == Role.BIAS));
    }

    private List<Tensor> withRole(Predicate<Role> wanted) {
        return definition.weights().stream()
                .filter(weight -> wanted.test(weight.role()))
                .map(tensors::get)
                .toList();
    }

    /** A network with the same numbers and settings that shares nothing with this one. */
    public Network copy() {
        Network copy = new Network(definition);
        copy.device = device;
        copy.precision = precision;
        copy.layout = layout;
        copy.statistics = statistics;
        copy.frozen = frozen;
        for (Weight weight : definition.weights()) {
            copy.put(weight, () -> tensors.get(weight).detach().clone());
        }
        return copy;
    }

    /** A copy for inference only, its batch norms folded into the convolutions: faster, equal up to rounding. */
    public Network fused() {
        Network fused = copy().eval();
        fused.folded = new FoldedOps(BlockList.of(definition), fused.tensors, precision);
        return fused;
    }

    /**
     * A copy for inference only, as fast as this network's precision allows: fused in float32, not in bfloat16. Folding
     * there would round scaled kernels and shifts to eight bits, which cost a trained detector .012 of its mAP50-95.
     */
    public Network inference() {
        return precision == Precision.FP32 ? fused() : copy().eval();
    }

    /** What this network computes. */
    public Definition definition() {
        return definition;
    }

    public int classes() {
        return definition.classes();
    }

    /** What users and weight files call it, such as {@code yolov8n}. */
    public String name() {
        return definition.name();
    }

    public Device device() {
        return device;
    }

    /** How images and kernels lie in memory. */
    public MemoryLayout layout() {
        return layout;
    }

    /** Pixels per cell, finest level first. */
    public List<Integer> strides() {
        return STRIDES;
    }

    /** The table of layers with shapes for square images of {@code imageSize} pixels, parameter counts and GFLOPs. */
    public String summary(int imageSize) {
        return new Summary(definition, imageSize).text();
    }

    /** Frees all numbers. */
    @Override
    public void close() {
        tensors.values().forEach(Scope::free);
        tensors.clear();
        if (folded != null) {
            folded.close();
        }
    }
}
