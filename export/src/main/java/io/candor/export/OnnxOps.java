package io.candor.export;

import io.candor.data.InvalidInput;
import io.candor.tensor.Heads;
import io.candor.tensor.Kernel;
import io.candor.tensor.Norm;
import io.candor.tensor.Ops;
import io.candor.tensor.Weight;
import io.candor.weights.TensorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A network over nodes of an ONNX graph: each batch norm is folded into the convolution before it. */
final class OnnxOps implements Ops<Value> {

    /** From here on the sizes of a split are an input and no attribute. */
    private static final int SPLIT_BY_INPUT = 13;

    private static final int OPTIONAL_REGION = 13;

    private static final float LARGEST_HALF = 65504;

    /**
     * Channels that ONNX Runtime computes in one go. Up to 1.29 it gives every thread as many sets of them whatever they
     * hold, so that of 80 channels one of two threads computes 64 and the other 16 (onnxruntime pull request 31660, 2026).
     */
    private static final int CHANNEL_SET = 64;

    /** Channels that lie side by side in its memory; parts of other sizes would be sorted anew before they are joined. */
    private static final int CHANNEL_BLOCK = 16;

    private final Graph graph;
    private final Map<String, TensorData> numbers;
    private final ElementType type;
    private final Profile profile;

    OnnxOps(Graph graph, Map<String, TensorData> numbers, ElementType type, Profile profile) {
        this.graph = graph;
        this.numbers = numbers;
        this.type = type;
        this.profile = profile;
    }

    @Override
    public Value convolve(Value x, Kernel kernel) {
        return convolve(x, kernel, FoldedKernel.of(kernel, numbers));
    }

    @Override
    public Value linearBlock(Value x, Kernel kernel, Norm norm) {
        return convolve(x, kernel, FoldedKernel.of(kernel, norm, numbers));
    }

    private Value convolve(Value x, Kernel kernel, FoldedKernel folded) {
        String name = name(kernel.weight());
        int whole = Math.toIntExact(kernel.channels() / CHANNEL_SET * CHANNEL_SET);
        boolean uneven = whole > 0 && whole < kernel.channels() && kernel.channels() % CHANNEL_BLOCK == 0;
        if (!uneven || kernel.groups() > 1 || profile == Profile.WEB) {
            return convolve(x, kernel, name, folded);
        }
        return concat(List.of(
                convolve(x, kernel, name, folded.channels(0, whole)),
                convolve(x, kernel, name + ".rest", folded.channels(whole, Math.toIntExact(kernel.channels())))));
    }

    /** Those channels that {@code folded} has numbers for. */
    private Value convolve(Value x, Kernel kernel, String name, FoldedKernel folded) {
        long[] sizes = kernel.weight().sizes();
        sizes[0] = folded.channels();
        List<Value> from = new ArrayList<>(List.of(x, constant(name + ".weight", folded.weight(), sizes)));
        if (folded.bias().length > 0) {
            from.add(constant(name + ".bias", folded.bias(), folded.bias().length));
        }
        return graph.node(
                        "Conv",
                        name,
                        from,
                        window("kernel_shape", kernel.size()),
                        window("strides", kernel.stride()),
                        window("dilations", 1),
                        pads(kernel.padding()),
                        Attribute.of("group", kernel.groups()))
                .withChannels(folded.channels());
    }

    private Value constant(String name, float[] values, long... shape) {
        if (type == ElementType.FLOAT16) {
            for (float value : values) {
                if (Math.abs(value) > LARGEST_HALF) {
                    throw new InvalidInput(
                            "export-numbers",
                            "%s contains %s, which half precision cannot hold. Export without --half."
                                    .formatted(name, value));
                }
            }
        }
        return graph.constant(name, type, values, shape);
    }

    private static Attribute window(String name, long size) {
        return Attribute.of(name, new long[] {size, size});
    }

    private static Attribute pads(long size) {
        return Attribute.of("pads", new long[] {size, size, size, size});
    }

    /** Where no convolution is before it; after one, {@link #linearBlock} folds it. */
    @Override
    public Value normalise(Value x, Norm norm) {
        List<Value> from = new ArrayList<>(List.of(x));
        for (var weight : List.of(norm.weight(), norm.bias(), norm.mean(), norm.variance())) {
            from.add(constant(weight));
        }
        return graph.node("BatchNormalization", name(norm.weight()), from, Attribute.of("epsilon", (float)
                norm.constants().epsilon()));
    }

    @Override
    public Value silu(Value x) {
        return graph.node(
                "Mul", x.name() + ".silu", List.of(x, graph.node("Sigmoid", x.name() + ".sigmoid", List.of(x))));
    }

    @Override
    public Value add(Value a, Value b) {
        return graph.node("Add", "add", List.of(a, b));
    }

    @Override
    public List<Value> split(Value x, int pieces) {
        long size = x.channels() / pieces;
        List<Value> parts = profile == Profile.WEB ? slices(x, pieces, size) : parts(x, pieces, size);
        return parts.stream().map(part -> part.withChannels(size)).toList();
    }

    private List<Value> parts(Value x, int pieces, long size) {
        long[] sizes = new long[pieces];
        Arrays.fill(sizes, size);
        Attribute axis = Attribute.of("axis", 1);
        return graph.opset() < SPLIT_BY_INPUT
                ? graph.nodes("Split", "split", List.of(x), pieces, axis, Attribute.of("split", sizes))
                : graph.nodes("Split", "split", List.of(x, graph.whole(sizes)), pieces, axis);
    }

    private List<Value> slices(Value x, int pieces, long size) {
        List<Value> parts = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
            parts.add(graph.slice(x, i * size, (i + 1) * size));
        }
        return parts;
    }

    @Override
    public Value concat(List<Value> parts) {
        return graph.node("Concat", "concat", parts, Attribute.of("axis", 1))
                .withChannels(parts.stream().mapToLong(Value::channels).sum());
    }

    @Override
    public Value values(Value qkv, Heads heads) {
        return image(slice(perHead(qkv, heads), 2L * heads.keys(), heads.values()), qkv, heads);
    }

    @Override
    public Value attend(Value qkv, Heads heads) {
        Value split = perHead(qkv, heads);
        Value queries = transposed(slice(split, 0, heads.keys()));
        Value products = graph.node("MatMul", "products", List.of(queries, slice(split, heads.keys(), heads.keys())));
        Value scale = graph.constant("scale", type, new float[] {(float) heads.scale()}, 1);
        Value scaled = graph.node("Mul", "scaled", List.of(products, scale));
        Value shares = graph.node("Softmax", "shares", List.of(scaled), Attribute.of("axis", 3));
        Value values = slice(split, 2L * heads.keys(), heads.values());
        return image(graph.node("MatMul", "attended", List.of(values, transposed(shares))), qkv, heads);
    }

    /** (N, heads, channels of a head, H * W). */
    private Value perHead(Value qkv, Heads heads) {
        return graph.reshape(qkv, 0, heads.count(), heads.perHead(), -1);
    }

    private Value slice(Value perHead, long begin, long size) {
        return graph.slice(perHead, 2, begin, begin + size);
    }

    private Value transposed(Value x) {
        return graph.node("Transpose", "turned", List.of(x), Attribute.of("perm", new long[] {0, 1, 3, 2}));
    }

    /** As high and wide as {@code like}. */
    private Value image(Value values, Value like, Heads heads) {
        Value area = graph.slice(graph.node("Shape", "shape", List.of(like)), 0, 2, 4);
        Value shape = graph.node(
                "Concat", "shape", List.of(graph.whole(0, heads.valueChannels()), area), Attribute.of("axis", 0));
        return graph.node("Reshape", "image", List.of(values, shape)).withChannels(heads.valueChannels());
    }

    @Override
    public Value maxPool(Value x, int size) {
        return maxPool(x, size, 1);
    }

    @Override
    public Value maxPool(Value x, int size, int stride) {
        return graph.node(
                "MaxPool", "pool", List.of(x), window("kernel_shape", size), window("strides", stride), pads(size / 2));
    }

    @Override
    public Value relu(Value x) {
        return graph.node("Relu", x.name() + ".relu", List.of(x));
    }

    @Override
    public Value flatten(Value x) {
        return graph.node("Flatten", "flat", List.of(x), Attribute.of("axis", 1));
    }

    @Override
    public Value mean(Value x) {
        return flatten(graph.node("GlobalAveragePool", "mean", List.of(x)));
    }

    @Override
    public Value linear(Value x, Weight weight, Weight bias) {
        Value product = graph.node(
                "Gemm", name(weight), List.of(x, constant(weight), constant(bias)), Attribute.of("transB", 1));
        return product.withChannels(weight.shape().get(0));
    }

    /** Every pixel becomes a square of pixels. */
    @Override
    public Value enlarge(Value x, Weight weight, Weight bias) {
        Value large = transposed(
                name(weight),
                List.of(x, constant(weight), constant(bias)),
                weight.shape().get(2),
                1);
        return large.withChannels(weight.shape().get(1));
    }

    private static String name(Weight weight) {
        return weight.name().replaceAll("\\.weight$", "");
    }

    private Value constant(Weight weight) {
        return constant(weight.name(), FoldedKernel.finite(weight, numbers), weight.sizes());
    }

    @Override
    public Value upsample(Value x, int factor) {
        return profile == Profile.WEB ? spread(x, factor) : resize(x, factor);
    }

    /** {@code out[i] = in[floor(i / factor)]}. */
    private Value resize(Value x, int factor) {
        Value scales = graph.constant("scales", ElementType.FLOAT, new float[] {1, 1, factor, factor}, 4);
        return graph.node(
                "Resize",
                "upsample",
                List.of(x, noRegion(), scales),
                Attribute.of("mode", "nearest"),
                Attribute.of("coordinate_transformation_mode", "asymmetric"),
                Attribute.of("nearest_mode", "floor"));
    }

    /** Plays no role in this mode, but the operator set 12 still asks for it. */
    private Value noRegion() {
        return graph.opset() < OPTIONAL_REGION
                ? graph.constant("region", ElementType.FLOAT, new float[0], 0)
                : Value.NONE;
    }

    /** A transposed convolution of every channel on its own with ones, which repeats every pixel too. */
    private Value spread(Value x, int factor) {
        float[] ones = new float[Math.toIntExact(x.channels() * factor * factor)];
        Arrays.fill(ones, 1);
        Value kernel = graph.constant("ones", type, ones, x.channels(), 1, factor, factor);
        return transposed("upsample", List.of(x, kernel), factor, x.channels());
    }

    /** A transposed convolution whose window is its stride. */
    private Value transposed(String name, List<Value> from, long factor, long groups) {
        return graph.node(
                "ConvTranspose",
                name,
                from,
                window("kernel_shape", factor),
                window("strides", factor),
                window("dilations", 1),
                pads(0),
                window("output_padding", 0),
                Attribute.of("group", groups));
    }
}
