package io.candor.network;

import io.candor.layer.Detect;
import io.candor.tensor.Weight;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Values a network starts from; every tensor's from the seed and its position alone. */
final class Initialisation {

    /** Bias of the box branch: the published rule up to 2025. */
    private static final float BOX_BIAS = 1;

    /** About five objects in an image of 640 x 640 pixels is what the class bias expects before training. */
    private static final double OBJECTS = 5;

    private static final double IMAGE_SIZE = 640;

    private final Definition definition;
    private final long seed;

    Initialisation(Definition definition, long seed) {
        this.definition = definition;
        this.seed = seed;
    }

    /** Initial values of the weight at {@code position} of the definition's list, in row-major order. */
    float[] values(int position) {
        Weight weight = definition.weights().get(position);
        return switch (weight.role()) {
            case CONVOLUTION -> uniform(weight, new SplittableRandom(seed + position * 0x9E3779B97F4A7C15L));
            case NORM_WEIGHT, RUNNING_VARIANCE -> constant(weight, 1);
            case NORM_BIAS, RUNNING_MEAN, COUNTER -> constant(weight, 0);
            case BIAS -> constant(weight, bias(weight));
            case CONSTANT -> binIndices();
        };
    }

    /** Uniform within 1 / sqrt(fan-in): He et al. (2015) with a = sqrt(5), libtorch's default for convolutions. */
    private static float[] uniform(Weight weight, SplittableRandom random) {
        double bound = 1 / Math.sqrt((double) weight.fanIn());
        float[] values = new float[Math.toIntExact(weight.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return values;
    }

    private static float[] constant(Weight weight, float value) {
        float[] values = new float[Math.toIntExact(weight.elements())];
        Arrays.fill(values, value);
        return values;
    }

    private float bias(Weight weight) {
        int branch = definition.head().classBiases().indexOf(weight);
        if (branch < 0) { // a classifier expects all classes alike
            return definition.head().boxBiases().contains(weight) ? BOX_BIAS : 0;
        }
        return classBias(definition.classes(), Network.STRIDES.get(branch % Network.STRIDES.size()));
    }

    /** Logit at which {@link #OBJECTS} objects are expected over all cells and classes of a level. */
    private static float classBias(int classes, int stride) {
        double cells = Math.pow(IMAGE_SIZE / stride, 2);
        return (float) Math.log(OBJECTS / classes / cells);
    }

    private static float[] binIndices() {
        float[] values = new float[Detect.BINS];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return values;
    }
}
