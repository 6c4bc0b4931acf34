package io.candor.tensor;

import io.candor.data.Batch;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorIndex;
import org.bytedeco.pytorch.TensorIndexVector;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The verbs formulas are written in, where libtorch's own need a scalar, a vector or an option object. Every result
 * belongs to the innermost scope open on this thread.
 */
public final class Tensors {

    /** Axes of images and maps (B, C, H, W). */
    public static final int BATCH = 0;

    public static final int CHANNELS = 1;
    public static final int HEIGHT = 2;
    public static final int WIDTH = 3;

    private Tensors() {}

    /** A float32 tensor of {@code values} in row-major order. */
    public static Tensor of(float[] values, long... shape) {
        checkSize(values.length, shape);
        return Scope.tidy(() -> Tensor.create(values, shape));
    }

    /** A float64 tensor of {@code values} in row-major order. */
    public static Tensor of(double[] values, long... shape) {
        checkSize(values.length, shape);
        return Scope.tidy(() -> Tensor.create(values, shape));
    }

    /** An int64 tensor of {@code values} in row-major order. */
    public static Tensor of(long[] values, long... shape) {
        checkSize(values.length, shape);
        return Scope.tidy(() -> Tensor.create(values, shape));
    }

    /** An int64 tensor of {@code values} in row-major order. */
    public static Tensor of(int[] values, long... shape) {
        long[] wide = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return of(wide, shape);
    }

    /** An unsigned eight-bit tensor of {@code values} in row-major order. */
    public static Tensor ofBytes(byte[] values, long... shape) {
        checkSize(values.length, shape);
        return Scope.tidy(() -> Tensor.create(values, false, shape));
    }

    /** The element type of {@code tensor}; unlike libtorch's own answer it can be compared with {@code ==}. */
    public static ScalarType type(Tensor tensor) {
        return tensor.scalar_type().intern();
    }

    /** A float32 tensor of zeros. */
    public static Tensor zeros(long... shape) {
        return torch.zeros(shape);
    }

    /** A float32 tensor with {@code value} everywhere. */
    public static Tensor full(double value, long... shape) {
        return Scope.tidy(() -> torch.full(shape, new Scalar(value)).to(ScalarType.Float));
    }

    private static void checkSize(int values, long... shape) {
        long expected = 1;
        for (long size : shape) {
            expected *= size;
        }
        if (expected != values) {
            throw new IllegalArgumentException(
                    "%d values for shape %s".formatted(values, java.util.Arrays.toString(shape)));
        }
    }

    /**
     * The images of a batch as a network wants them: {@code (B, 3, H, W)} float32 in [0, 1], red green blue,
     * channels-last in memory (the order the bytes already have).
     */
    public static Tensor images(Batch batch) {
        return images(batch, Device.CPU);
    }

    /** {@link #images(Batch)} on {@code device}; the bytes travel, not the floats. */
    public static Tensor images(Batch batch, Device device) {
        return Scope.tidy(() -> {
            Tensor bytes = on(ofBytes(batch.rgb(), batch.size(), batch.height(), batch.width(), 3), device);
            return bytes.permute(0, 3, 1, 2).to(ScalarType.Float).div_(new Scalar(255.0));
        });
    }

    /** {@code tensor} on {@code device}: itself if it is there already. */
    public static Tensor on(Tensor tensor, Device device) {
        return device.kind() == Device.Kind.CPU && !tensor.is_cuda()
                ? tensor
                : tensor.to(device.torch(), tensor.scalar_type());
    }

    /** {@code a * tensor + b}. */
    public static Tensor scale(Tensor tensor, double a, double b) {
        return tensor.mul(new Scalar(a)).add(new Scalar(b));
    }

    /** {@code tensor + b}. */
    public static Tensor add(Tensor tensor, double b) {
        return tensor.add(new Scalar(b));
    }

    /** {@code a * tensor}. */
    public static Tensor mul(Tensor tensor, double a) {
        return tensor.mul(new Scalar(a));
    }

    /** {@code 1 - tensor}. */
    public static Tensor oneMinus(Tensor tensor) {
        return scale(tensor, -1, 1);
    }

    /** {@code tensor} to the power {@code exponent}. */
    public static Tensor pow(Tensor tensor, double exponent) {
        return tensor.pow(new Scalar(exponent));
    }

    /** {@code tensor}, no element below {@code smallest}. */
    public static Tensor atLeast(Tensor tensor, double smallest) {
        return tensor.clamp_min(new Scalar(smallest));
    }

    /** {@code tensor}, no element above {@code largest}. */
    public static Tensor atMost(Tensor tensor, double largest) {
        return tensor.clamp_max(new Scalar(largest));
    }

    /** The rows of {@code tensor} at {@code where}: a bool mask over the leading axes, or an int64 index of the first. */
    public static Tensor at(Tensor tensor, Tensor where) {
        return tensor.index(new TensorIndexVector(new TensorIndex(where)));
    }

    /** Elements {@code from} (included) to {@code to} (excluded) of {@code axis}; a view. */
    public static Tensor slice(Tensor tensor, int axis, long from, long to) {
        return tensor.narrow(axis, from, to - from);
    }

    /** Consecutive pieces of {@code axis} with the given sizes, which must add up to it; views. */
    public static List<Tensor> split(Tensor tensor, int axis, long... sizes) {
        List<Tensor> pieces = new ArrayList<>(sizes.length);
        long from = 0;
        for (long size : sizes) {
            pieces.add(tensor.narrow(axis, from, size));
            from += size;
        }
        return pieces;
    }

    /** {@code tensors} one after the other along {@code axis}. */
    public static Tensor concat(List<Tensor> tensors, int axis) {
        return torch.cat(new TensorVector(tensors.toArray(Tensor[]::new)), axis);
    }

    /** {@code tensors}, equal in shape, along a new {@code axis}. */
    public static Tensor stack(List<Tensor> tensors, int axis) {
        return torch.stack(new TensorVector(tensors.toArray(Tensor[]::new)), axis);
    }

    /** The single element of {@code tensor}. */
    public static double item(Tensor tensor) {
        return tensor.item_double();
    }

    /** All elements as float32 in row-major order, copied to the Java heap. */
    public static float[] floats(Tensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.numel())];
        read(tensor, FloatBuffer.wrap(values));
        return values;
    }

    /** Copies all elements as float32 in row-major order into {@code values}, which has room for them. */
    public static void read(Tensor tensor, FloatBuffer values) {
        try (Scope scope = Scope.open()) {
            Tensor plain = plain(tensor, ScalarType.Float);
            if (plain.numel() > 0) { // an empty tensor has no address
                values.put(plain.<FloatBuffer>createBuffer());
            }
        }
    }

    /** All elements as int64 in row-major order, copied to the Java heap. */
    public static long[] longs(Tensor tensor) {
        long[] values = new long[Math.toIntExact(tensor.numel())];
        read(tensor, LongBuffer.wrap(values));
        return values;
    }

    /** Copies all elements as int64 in row-major order into {@code values}, which has room for them. */
    public static void read(Tensor tensor, LongBuffer values) {
        try (Scope scope = Scope.open()) {
            Tensor plain = plain(tensor, ScalarType.Long);
            if (plain.numel() > 0) { // an empty tensor has no address
                values.put(plain.<LongBuffer>createBuffer());
            }
        }
    }

    private static Tensor plain(Tensor tensor, ScalarType type) {
        return on(tensor.detach(), Device.CPU).to(type).contiguous();
    }
}
