package io.candor.layer;

import io.candor.layer.Conv.Window;
import io.candor.tensor.Kernel;
import io.candor.tensor.Norm;
import io.candor.tensor.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A block of a residual network (He et al., 2016): convolutions with batch norms and ReLUs, added to the input or, where
 * sizes differ, to a pointwise convolution of it; a ReLU after the sum.
 */
public final class Residual implements Layer {

    /** Outputs of a bottleneck per channel of its 3 x 3 convolution. */
    public static final int EXPANSION = 4;

    private final List<Step> steps = new ArrayList<>();
    private final Optional<Step> downsample;
    private final String kind;

    private record Step(Kernel kernel, Norm norm) {
        <T> T forward(Ops<T> ops, T x) {
            return ops.linearBlock(x, kernel, norm);
        }
    }

    private Residual(String kind, Registry registry, int in, List<Shape> shapes) {
        this.kind = kind;
        int from = in;
        int stride = 1;
        for (int i = 0; i < shapes.size(); i++) {
            Shape shape = shapes.get(i);
            steps.add(step(registry, "conv" + (i + 1), "bn" + (i + 1), from, shape));
            from = shape.out();
            stride *= shape.window().stride();
        }
        boolean same = stride == 1 && from == in;
        downsample = same
                ? Optional.empty()
                : Optional.of(step(registry.under("downsample"), "0", "1", in, new Shape(from, new Window(1, stride))));
    }

    private record Shape(int out, Window window) {}

    private static Step step(Registry registry, String conv, String bn, int in, Shape shape) {
        return new Step(registry.kernel(conv, in, shape.out(), shape.window()), registry.norm(bn, shape.out()));
    }

    /** Two 3 x 3 convolutions, the first with the stride. */
    public static Residual basic(Registry registry, int in, int width, int stride) {
        return new Residual(
                "Residual",
                registry,
                in,
                List.of(new Shape(width, new Window(3, stride)), new Shape(width, Window.NEIGHBOURS)));
    }

    /**
     * Pointwise, 3 x 3, pointwise. The stride is in the middle, as in the weights published since 2017, not in the first
     * convolution as in the paper.
     *
     * @param width of the 3 x 3 convolution; the output has {@value #EXPANSION} times as many channels
     */
    public static Residual bottleneck(Registry registry, int in, int width, int stride) {
        return new Residual(
                "ResidualBottleneck",
                registry,
                in,
                List.of(
                        new Shape(width, Window.POINT),
                        new Shape(width, new Window(3, stride)),
                        new Shape(EXPANSION * width, Window.POINT)));
    }

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        T y = x;
        for (int i = 0; i < steps.size(); i++) {
            y = steps.get(i).forward(ops, y);
            y = i < steps.size() - 1 ? ops.relu(y) : y;
        }
        return ops.relu(ops.add(y, downsample.isPresent() ? downsample.get().forward(ops, x) : x));
    }

    @Override
    public int channels() {
        return (int) steps.get(steps.size() - 1).kernel().channels();
    }

    @Override
    public String describe() {
        return kind + " " + channels();
    }
}
