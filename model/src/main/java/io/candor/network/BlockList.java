package io.candor.network;

import io.candor.tensor.Heads;
import io.candor.tensor.Kernel;
import io.candor.tensor.Norm;
import io.candor.tensor.Ops;
import io.candor.tensor.Weight;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out which batch norm follows which convolution by running the definition over nothing. */
final class BlockList implements Ops<Optional<Kernel>> {

    private final Map<Kernel, Optional<Norm>> norms = new LinkedHashMap<>();

    static Map<Kernel, Optional<Norm>> of(Definition definition) {
        BlockList list = new BlockList();
        definition.run(list, Optional.empty());
        return list.norms;
    }

    @Override
    public Optional<Kernel> convolve(Optional<Kernel> x, Kernel kernel) {
        norms.put(kernel, Optional.empty());
        return Optional.of(kernel);
    }

    @Override
    public Optional<Kernel> normalise(Optional<Kernel> x, Norm norm) {
        norms.put(x.orElseThrow(() -> new IllegalStateException("no convolution before " + norm)), Optional.of(norm));
        return Optional.empty();
    }

    @Override
    public Optional<Kernel> silu(Optional<Kernel> x) {
        return Optional.empty();
    }

    @Override
    public Optional<Kernel> add(Optional<Kernel> a, Optional<Kernel> b) {
        return Optional.empty();
    }

    @Override
    public List<Optional<Kernel>> split(Optional<Kernel> x, int pieces) {
        return Collections.nCopies(pieces, Optional.empty());
    }

    @Override
    public Optional<Kernel> concat(List<Optional<Kernel>> parts) {
        return Optional.empty();
    }

    @Override
    public Optional<Kernel> maxPool(Optional<Kernel> x, int size) {
        return Optional.empty();
    }

    @Override
    public Optional<Kernel> maxPool(Optional<Kernel> x, int size, int stride) {
        return Optional.empty();
    }

    @Override
    public Optional<Kernel> relu(Optional<Kernel> x) {
        return Optional.empty();
    }

    @Override
    public Optional<Kernel> flatten(Optional<Kernel> x) {
        return Optional.empty();
    }

    @Override
    public Optional<Kernel> enlarge(Optional<Kernel> x, Weight weight, Weight bias) {
        return Optional.empty();
    }

    @Override
    public Optional<Kernel> values(Optional<Kernel> qkv, Heads heads) {
        return Optional.empty();
    }

    @Override
    public Optional<Kernel> attend(Optional<Kernel> qkv, Heads heads) {
        return Optional.empty();
    }

    @Override
    public Optional<Kernel> mean(Optional<Kernel> x) {
        return Optional.empty();
    }

    @Override
    public Optional<Kernel> linear(Optional<Kernel> x, Weight weight, Weight bias) {
        return Optional.empty();
    }

    @Override
    public Optional<Kernel> upsample(Optional<Kernel> x, int factor) {
        return Optional.empty();
    }
}
