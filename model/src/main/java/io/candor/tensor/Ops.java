package io.candor.tensor;

import java.util.List;
import java.util.function.Supplier;

/**
 * The operations networks are written in. A network is one definition that is interpreted: over tensors it trains,
 * over shapes it prints its summary, over graph nodes it is exported; so these cannot drift apart.
 *
 * @param <T> what stands for an image-like value (B, C, H, W)
 */
public interface Ops<T> {

    /** Convolution, with its bias if it has one. */
    T convolve(T x, Kernel kernel);

    /** Batch normalisation. */
    T normalise(T x, Norm norm);

    /** {@code x * sigmoid(x)}, element by element (Elfwing et al., 2017). */
    T silu(T x);

    /** The sum of two values of one shape. */
    T add(T a, T b);

    /** {@code pieces} equal parts of the channels, in order. */
    List<T> split(T x, int pieces);

    /** All channels of {@code parts}, in order. */
    T concat(List<T> parts);

    /** Largest value in a {@code size} x {@code size} window around each pixel; keeps height and width. */
    T maxPool(T x, int size);

    /** Each pixel repeated {@code factor} times in both directions. */
    T upsample(T x, int factor);

    /** {@code max(x, 0)}, element by element. An interpreter for detectors alone need not know it. */
    default T relu(T x) {
        throw new UnsupportedOperationException("relu");
    }

    /**
     * Largest value in a {@code size} x {@code size} window around every {@code stride}-th pixel, nothing outside. An
     * interpreter for detectors alone need not know it.
     */
    default T maxPool(T x, int size, int stride) {
        throw new UnsupportedOperationException("max-pool with a stride");
    }

    /** All numbers of each image in a row, channel by channel: (B, C H W). An interpreter for detectors alone need not know it. */
    default T flatten(T x) {
        throw new UnsupportedOperationException("flatten");
    }

    /** The values of all heads (B, count * values, H, W), from queries, keys and values (B, channels, H, W). */
    default T values(T qkv, Heads heads) {
        throw new UnsupportedOperationException("attention");
    }

    /**
     * Per head the values, averaged over all pixels with weights softmax(queries^T keys * scale): (B, count * values, H,
     * W), from queries, keys and values (B, channels, H, W).
     */
    default T attend(T qkv, Heads heads) {
        throw new UnsupportedOperationException("attention");
    }

    /**
     * Transposed convolution whose window is its stride: every pixel becomes a square of pixels.
     *
     * @param weight (in, out, size, size)
     * @param bias (out)
     */
    default T enlarge(T x, Weight weight, Weight bias) {
        throw new UnsupportedOperationException("transposed convolution");
    }

    /** The same values; no gradient flows back through them. */
    default T detach(T x) {
        return x;
    }

    /** Mean over height and width: (B, C). An interpreter for detectors alone need not know it. */
    default T mean(T x) {
        throw new UnsupportedOperationException("mean over the picture");
    }

    /** {@code x weight^T + bias} of vectors (B, C). An interpreter for detectors alone need not know it. */
    default T linear(T x, Weight weight, Weight bias) {
        throw new UnsupportedOperationException("linear map");
    }

    /** Convolution, batch norm, SiLU: the unit networks consist of, and where an interpreter may be clever. */
    default T block(T x, Kernel kernel, Norm norm) {
        return silu(linearBlock(x, kernel, norm));
    }

    /** Convolution, batch norm: the unit without its activation. */
    default T linearBlock(T x, Kernel kernel, Norm norm) {
        return normalise(convolve(x, kernel), norm);
    }

    /** The value of {@code body}; an interpreter that owns memory frees what else {@code body} made. */
    default T tidy(Supplier<T> body) {
        return body.get();
    }
}
