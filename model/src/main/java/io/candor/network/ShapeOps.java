package io.candor.network;

import io.candor.tensor.Heads;
import io.candor.tensor.Kernel;
import io.candor.tensor.Norm;
import io.candor.tensor.Ops;
import io.candor.tensor.Weight;
import java.util.Collections;
import java.util.List;

/** A network over shapes: what comes out how large and at what cost, without any arithmetic on images. */
final class ShapeOps implements Ops<ShapeOps.Shape> {

    private long multiplyAdds;

    /** Size of one image's value. */
    record Shape(long channels, long height, long width) {
        @Override
        public String toString() {
            return channels + " x " + height + " x " + width;
        }
    }

    @Override
    public Shape convolve(Shape x, Kernel kernel) {
        if (x.channels != kernel.weight().shape().get(1) * kernel.groups()) {
            throw new IllegalStateException(
                    "%d channels for %s".formatted(x.channels, kernel.weight().name()));
        }
        Shape y = new Shape(kernel.channels(), reduced(x.height, kernel), reduced(x.width, kernel));
        multiplyAdds += kernel.weight().elements() * y.height * y.width;
        return y;
    }

    /** Of all convolutions and attention so far; batch norms fold into them, and the rest is not worth counting. */
    long multiplyAdds() {
        return multiplyAdds;
    }

    private static long reduced(long size, Kernel kernel) {
        return (size + 2 * kernel.padding() - kernel.size()) / kernel.stride() + 1;
    }

    @Override
    public Shape normalise(Shape x, Norm norm) {
        return x;
    }

    @Override
    public Shape silu(Shape x) {
        return x;
    }

    @Override
    public Shape add(Shape a, Shape b) {
        if (!a.equals(b)) {
            throw new IllegalStateException("cannot add " + a + " and " + b);
        }
        return a;
    }

    @Override
    public List<Shape> split(Shape x, int pieces) {
        return Collections.nCopies(pieces, new Shape(x.channels / pieces, x.height, x.width));
    }

    @Override
    public Shape concat(List<Shape> parts) {
        Shape first = parts.get(0);
        for (Shape part : parts) {
            if (part.height != first.height || part.width != first.width) {
                throw new IllegalStateException("cannot concatenate " + parts);
            }
        }
        return new Shape(parts.stream().mapToLong(Shape::channels).sum(), first.height, first.width);
    }

    @Override
    public Shape maxPool(Shape x, int size) {
        return x;
    }

    @Override
    public Shape maxPool(Shape x, int size, int stride) {
        long padded = 2L * (size / 2) - size;
        return new Shape(x.channels, (x.height + padded) / stride + 1, (x.width + padded) / stride + 1);
    }

    @Override
    public Shape relu(Shape x) {
        return x;
    }

    @Override
    public Shape flatten(Shape x) {
        return new Shape(x.channels * x.height * x.width, 1, 1);
    }

    @Override
    public Shape enlarge(Shape x, Weight weight, Weight bias) {
        long size = weight.shape().get(2);
        multiplyAdds += weight.elements() * x.height * x.width;
        return new Shape(weight.shape().get(1), x.height * size, x.width * size);
    }

    @Override
    public Shape values(Shape qkv, Heads heads) {
        if (qkv.channels != heads.channels()) {
            throw new IllegalStateException("%d channels for %s".formatted(qkv.channels, heads));
        }
        return new Shape(heads.valueChannels(), qkv.height, qkv.width);
    }

    @Override
    public Shape attend(Shape qkv, Heads heads) {
        long pixels = qkv.height * qkv.width;
        multiplyAdds += pixels * pixels * heads.count() * (heads.keys() + heads.values());
        return values(qkv, heads);
    }

    @Override
    public Shape mean(Shape x) {
        return new Shape(x.channels, 1, 1);
    }

    @Override
    public Shape linear(Shape x, Weight weight, Weight bias) {
        if (x.channels != weight.shape().get(1)) {
            throw new IllegalStateException("%d numbers for %s".formatted(x.channels, weight.name()));
        }
        multiplyAdds += weight.elements();
        return new Shape(weight.shape().get(0), 1, 1);
    }

    @Override
    public Shape upsample(Shape x, int factor) {
        return new Shape(x.channels, x.height * factor, x.width * factor);
    }
}
