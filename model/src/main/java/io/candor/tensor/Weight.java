package io.candor.tensor;

import java.util.List;

/**
 * One named tensor of a network as its definition declares it; the numbers live in the network.
 *
 * @param name as in published weight files, such as {@code model.2.cv1.conv.weight}
 * @param role what it is for
 * @param shape sizes per axis; empty for a single number
 */
public record Weight(String name, Role role, List<Long> shape) {

    /** What a tensor of a network is for. */
    public enum Role {
        /** Kernel of a convolution, (out, in, height, width): trained, with weight decay. */
        CONVOLUTION,
        /** Factor per channel of a batch norm: trained, no decay. */
        NORM_WEIGHT,
        /** Offset per channel of a batch norm: trained, no decay. */
        NORM_BIAS,
        /** Offset per channel of a convolution without a norm: trained, no decay. */
        BIAS,
        /** Running mean of a batch norm. */
        RUNNING_MEAN,
        /** Running variance of a batch norm. */
        RUNNING_VARIANCE,
        /** Number of batches a batch norm has seen, int64. */
        COUNTER,
        /** A constant that weight files carry. */
        CONSTANT;

        /** Whether gradients reach it. */
        public boolean trained() {
            return this == CONVOLUTION || this == NORM_WEIGHT || this == NORM_BIAS || this == BIAS;
        }
    }

    public Weight {
        shape = List.copyOf(shape);
    }

    /** Number of elements. */
    public long elements() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    /** The shape as libtorch wants it. */
    public long[] sizes() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /** Elements one output channel is summed over: the fan-in of a convolution. */
    public long fanIn() {
        return elements() / shape.get(0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Weight weight && weight.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
