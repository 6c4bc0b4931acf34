package io.candor.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A network over libtorch tensors. With {@link Precision#BF16} activations are bfloat16 and each kernel is rounded to it
 * where it is used, so that gradients reach the float32 weights; batch norms compute in float32 throughout.
 */
public final class TorchOps implements Ops<Tensor> {

    /** Whose statistics a batch norm uses. */
    public enum Statistics {
        /** Those of the batch, which also move the running ones: training. */
        BATCH,
        /** The running ones: inference. */
        RUNNING
    }

    private static final boolean CUDNN = true;

    /** Channels that fill the widest loop of libtorch's vectorised kernels: two registers of 32 bfloat16. */
    private static final int VECTOR_CHANNELS = 64;

    /** Depthwise windows up to this size are fast in bfloat16. */
    private static final int FAST_WINDOW = 3;

    private static final int HEAD_CHANNELS = 2;

    private static final int PIXELS = 3;

    static {
        Blas.useOneThread(System.getenv());
    }

    private final Map<Weight, Tensor> tensors;
    private final Precision precision;
    private final Statistics statistics;
    private final Predicate<Norm> frozen;

    /** Operations on the weights of {@code tensors}, which are changed only by batch norms in training. */
    public TorchOps(Map<Weight, Tensor> tensors, Precision precision, Statistics statistics) {
        this(tensors, precision, statistics, norm -> false);
    }

    /** @param frozen batch norms that use their running statistics, and do not move them, in training too */
    public TorchOps(Map<Weight, Tensor> tensors, Precision precision, Statistics statistics, Predicate<Norm> frozen) {
        this.tensors = tensors;
        this.precision = precision;
        this.statistics = statistics;
        this.frozen = frozen;
    }

    static Tensor convolve(Tensor x, Tensor weight, TensorOptional bias, Kernel kernel) {
        return torch.conv2d(
                x, weight, bias, square(kernel.stride()), square(kernel.padding()), square(1), kernel.groups());
    }

    private static long[] square(long size) {
        return new long[] {size, size};
    }

    @Override
    public Tensor convolve(Tensor x, Kernel kernel) {
        Precision own = precision(kernel, precision);
        TensorOptional bias = kernel.bias()
                .map(weight -> new TensorOptional(own.cast(tensors.get(weight))))
                .orElseGet(TensorOptional::new);
        Tensor y = convolve(own.cast(x), own.cast(tensors.get(kernel.weight())), bias, kernel);
        return given(kernel, precision).cast(y);
    }

    /**
     * What a convolution computes in. Those with a bias are a network's last ones, whose outputs are distances and
     * logits: eight bits would blur boxes by a fraction of a pixel, so they stay in float32. So do depthwise ones with a
     * stride or a large window: libtorch 2.10 has no fast bfloat16 kernels for these and takes 20 to 40 times as long for
     * the former (42 ms instead of 1.5 for 8 x 128 x 40 x 40, forward and backward on one thread), twice for the latter.
     */
    static Precision precision(Kernel kernel, Precision activations) {
        boolean slow = kernel.groups() > 1 && (kernel.stride() > 1 || kernel.size() > FAST_WINDOW);
        return slow ? Precision.FP32 : given(kernel, activations);
    }

    /** What the output of a convolution is kept in. */
    static Precision given(Kernel kernel, Precision activations) {
        return kernel.bias().isPresent() ? Precision.FP32 : activations;
    }

    @Override
    public Tensor normalise(Tensor x, Norm norm) {
        boolean batch = statistics == Statistics.BATCH && !frozen.test(norm);
        if (batch) {
            tensors.get(norm.batches()).add_(new Scalar(1L));
        }
        return torch.batch_norm(
                x,
                optional(norm.weight()),
                optional(norm.bias()),
                optional(norm.mean()),
                optional(norm.variance()),
                batch,
                norm.constants().momentum(),
                norm.constants().epsilon(),
                CUDNN);
    }

    private TensorOptional optional(Weight weight) {
        return new TensorOptional(tensors.get(weight));
    }

    @Override
    public Tensor silu(Tensor x) {
        return torch.silu(x);
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        return a.add(b);
    }

    /**
     * One operation instead of a slice per piece: its gradient is a concatenation, which keeps the memory layout. The
     * gradient of a slice is a channels-first tensor of zeros, and everything before it would fall back to slow kernels.
     */
    @Override
    public List<Tensor> split(Tensor x, int pieces) {
        long[] sizes = new long[pieces];
        Arrays.fill(sizes, x.size(Tensors.CHANNELS) / pieces);
        TensorVector split = torch.split_with_sizes(x, sizes, Tensors.CHANNELS);
        return IntStream.range(0, pieces)
                .mapToObj(i -> new Tensor(split.get(i)))
                .toList();
    }

    @Override
    public Tensor concat(List<Tensor> parts) {
        boolean training = statistics == Statistics.BATCH;
        return Tensors.concat(
                training ? parts.stream().map(TorchOps::densifyGradient).toList() : parts, Tensors.CHANNELS);
    }

    /**
     * The same values; a dense gradient. That of a part of a concatenation is a view with gaps, and on one with few
     * channels libtorch's SiLU gradient computes element by element. Multiplying by one is cheaper: training yolov8n
     * at 320 pixels in bfloat16 gains about a tenth. Pieces of a split do not reach a SiLU directly.
     */
    private static Tensor densifyGradient(Tensor part) {
        boolean slow = part.is_cpu() && part.size(Tensors.CHANNELS) < VECTOR_CHANNELS && !part.is_view();
        return slow ? part.mul(new Scalar(1L)) : part;
    }

    @Override
    public Tensor maxPool(Tensor x, int size) {
        return maxPool(x, size, 1);
    }

    @Override
    public Tensor maxPool(Tensor x, int size, int stride) {
        return torch.max_pool2d(x, square(size), square(stride), square(size / 2), square(1), /* ceil_mode= */ false);
    }

    @Override
    public Tensor relu(Tensor x) {
        return torch.relu(x);
    }

    @Override
    public Tensor flatten(Tensor x) {
        return x.flatten(Tensors.CHANNELS, -1);
    }

    @Override
    public Tensor upsample(Tensor x, int factor) {
        return torch.upsample_nearest2d(x, x.size(Tensors.HEIGHT) * factor, x.size(Tensors.WIDTH) * factor);
    }

    @Override
    public Tensor mean(Tensor x) {
        return x.mean(new long[] {Tensors.HEIGHT, Tensors.WIDTH}, /* keepdim= */ false, new ScalarTypeOptional());
    }

    @Override
    public Tensor values(Tensor qkv, Heads heads) {
        Tensor values = perHead(qkv, heads).narrow(HEAD_CHANNELS, 2L * heads.keys(), heads.values());
        return image(values, qkv, heads);
    }

    @Override
    public Tensor attend(Tensor qkv, Heads heads) {
        TensorVector parts = perHead(qkv, heads)
                .split_with_sizes(new long[] {heads.keys(), heads.keys(), heads.values()}, HEAD_CHANNELS);
        Tensor products = parts.get(0).transpose(HEAD_CHANNELS, PIXELS).matmul(parts.get(1));
        Tensor shares = Tensors.mul(products, heads.scale()).softmax(PIXELS);
        return image(parts.get(2).matmul(shares.transpose(HEAD_CHANNELS, PIXELS)), qkv, heads);
    }

    /** (B, heads, channels of a head, H * W). */
    private static Tensor perHead(Tensor qkv, Heads heads) {
        return qkv.reshape(qkv.size(Tensors.BATCH), heads.count(), heads.perHead(), -1);
    }

    private static Tensor image(Tensor values, Tensor like, Heads heads) {
        return values.reshape(
                like.size(Tensors.BATCH), heads.valueChannels(), like.size(Tensors.HEIGHT), like.size(Tensors.WIDTH));
    }

    @Override
    public Tensor enlarge(Tensor x, Weight weight, Weight bias) {
        Tensor kernel = precision.cast(tensors.get(weight));
        TensorOptional offset = new TensorOptional(precision.cast(tensors.get(bias)));
        long size = kernel.size(Tensors.HEIGHT);
        return torch.conv_transpose2d(
                precision.cast(x), kernel, offset, square(size), square(0), square(0), /* groups= */ 1, square(1));
    }

    @Override
    public Tensor detach(Tensor x) {
        return x.detach();
    }

    /** Logits stay in float32, as the outputs of all last convolutions do. */
    @Override
    public Tensor linear(Tensor x, Weight weight, Weight bias) {
        return torch.linear(Precision.FP32.cast(x), tensors.get(weight), new TensorOptional(tensors.get(bias)));
    }

    @Override
    public Tensor tidy(Supplier<Tensor> body) {
        return Scope.tidy(body);
    }

    @Override
    public Tensor block(Tensor x, Kernel kernel, Norm norm) {
        return Scope.tidy(() -> Ops.super.block(x, kernel, norm));
    }
}
