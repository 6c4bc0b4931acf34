package io.candor.export;

import io.candor.data.InvalidInput;
import io.candor.tensor.Kernel;
import io.candor.tensor.Norm;
import io.candor.tensor.Weight;
import io.candor.weights.TensorData;
import java.util.Arrays;
import java.util.Map;

/**
 * The numbers of a convolution that contains the batch norm after it: {@code w f} and {@code bias - mean f} with {@code f
 * = weight / sqrt(variance + epsilon)} per output channel, computed in double precision.
 *
 * @param weight (out, in, size, size)
 * @param bias (out); empty if there is none
 * @param channels out
 */
@SuppressWarnings("ArrayRecordComponent") // consumed once and never compared
record FoldedKernel(float[] weight, float[] bias, int channels) {

    static FoldedKernel of(Kernel kernel, Norm norm, Map<String, TensorData> numbers) {
        float[] weight = finite(kernel.weight(), numbers);
        float[] gain = finite(norm.weight(), numbers);
        float[] shift = finite(norm.bias(), numbers);
        float[] mean = finite(norm.mean(), numbers);
        float[] variance = finite(norm.variance(), numbers);
        int fanIn = weight.length / gain.length;
        for (int k = 0; k < gain.length; k++) {
            double factor = gain[k] / Math.sqrt(variance[k] + norm.constants().epsilon());
            shift[k] = (float) (shift[k] - mean[k] * factor);
            for (int i = k * fanIn; i < (k + 1) * fanIn; i++) {
                weight[i] = (float) (weight[i] * factor);
            }
        }
        return new FoldedKernel(weight, shift, gain.length);
    }

    /** Without a batch norm. */
    static FoldedKernel of(Kernel kernel, Map<String, TensorData> numbers) {
        float[] bias = kernel.bias().map(weight -> finite(weight, numbers)).orElseGet(() -> new float[0]);
        return new FoldedKernel(finite(kernel.weight(), numbers), bias, Math.toIntExact(kernel.channels()));
    }

    /** Output channels {@code from} to {@code to}, the latter not included. */
    FoldedKernel channels(int from, int to) {
        int fanIn = weight.length / channels;
        float[] part = Arrays.copyOfRange(weight, from * fanIn, to * fanIn);
        return new FoldedKernel(part, bias.length == 0 ? bias : Arrays.copyOfRange(bias, from, to), to - from);
    }

    /** The numbers of a weight; refuses those that are no numbers. */
    static float[] finite(Weight weight, Map<String, TensorData> numbers) {
        float[] values = numbers.get(weight.name()).floats();
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new InvalidInput(
                        "export-numbers",
                        "%s contains %s. The network is damaged or its training diverged; export an earlier checkpoint."
                                .formatted(weight.name(), value));
            }
        }
        return values;
    }
}
