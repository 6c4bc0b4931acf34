package io.candor.layer;

import io.candor.tensor.Kernel;
import io.candor.tensor.Norm;
import io.candor.tensor.Weight;
import io.candor.tensor.Weight.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where layers declare their weights; the order of declaration is the order in published weight files. */
public final class Registry {

    private final String prefix;
    private final Map<String, Weight> declared;
    private final Norm.Constants norms;

    /** A registry without weights, for a detector. */
    public Registry() {
        this(Norm.Constants.DETECTION);
    }

    /** A registry without weights, whose batch norms have these constants. */
    public Registry(Norm.Constants norms) {
        this("", new LinkedHashMap<>(), norms);
    }

    private Registry(String prefix, Map<String, Weight> declared, Norm.Constants norms) {
        this.prefix = prefix;
        this.declared = declared;
        this.norms = norms;
    }

    /** The part of this registry whose names begin with {@code name} and a dot. */
    public Registry under(Object name) {
        return new Registry(prefix + name + ".", declared, norms);
    }

    /** Everything declared so far, in order. */
    public List<Weight> weights() {
        return List.copyOf(declared.values());
    }

    Kernel kernel(int in, int out, int size, int stride) {
        return kernel("conv", in, out, new Conv.Window(size, stride));
    }

    /** A convolution without bias. */
    Kernel kernel(String name, int in, int out, Conv.Window window) {
        Weight weight = add(name + ".weight", Role.CONVOLUTION, out, in, window.size(), window.size());
        return new Kernel(weight, Optional.empty(), window.stride(), 1);
    }

    /** A convolution of every channel on its own, without bias. */
    Kernel depthwise(int channels, int size, int stride) {
        Weight weight = add("conv.weight", Role.CONVOLUTION, channels, 1, size, size);
        return new Kernel(weight, Optional.empty(), stride, channels);
    }

    Kernel pointwise(int in, int out) {
        return new Kernel(
                add("weight", Role.CONVOLUTION, out, in, 1, 1), Optional.of(add("bias", Role.BIAS, out)), 1, 1);
    }

    Norm norm(int channels) {
        return norm("bn", channels);
    }

    Norm norm(String name, int channels) {
        Registry norm = under(name);
        return new Norm(
                norm.add("weight", Role.NORM_WEIGHT, channels),
                norm.add("bias", Role.NORM_BIAS, channels),
                norm.add("running_mean", Role.RUNNING_MEAN, channels),
                norm.add("running_var", Role.RUNNING_VARIANCE, channels),
                norm.add("num_batches_tracked", Role.COUNTER),
                norms);
    }

    Weight add(String name, Role role, long... shape) {
        Weight weight = new Weight(
                prefix + name, role, java.util.Arrays.stream(shape).boxed().toList());
        if (declared.put(weight.name(), weight) != null) {
            throw new IllegalStateException("declared twice: " + weight.name());
        }
        return weight;
    }
}
