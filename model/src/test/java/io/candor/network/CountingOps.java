package io.candor.network;

import io.candor.tensor.Kernel;
import io.candor.tensor.Norm;
import io.candor.tensor.Ops;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what a definition asks for. */
final class CountingOps implements Ops<String> {

    private final Map<String, Integer> counts = new TreeMap<>();

    Map<String, Integer> counts() {
        return counts;
    }

    private String count(String operation) {
        counts.merge(operation, 1, Integer::sum);
        return operation;
    }

    @Override
    public String convolve(String x, Kernel kernel) {
        return count("convolve");
    }

    @Override
    public String normalise(String x, Norm norm) {
        return count("normalise");
    }

    @Override
    public String silu(String x) {
        return count("silu");
    }

    @Override
    public String add(String a, String b) {
        return count("add");
    }

    @Override
    public List<String> split(String x, int pieces) {
        return Collections.nCopies(pieces, count("split"));
    }

    @Override
    public String concat(List<String> parts) {
        return count("concat");
    }

    @Override
    public String maxPool(String x, int size) {
        return count("maxPool");
    }

    @Override
    public String upsample(String x, int factor) {
        return count("upsample");
    }
}
