package io.candor.train;

import io.candor.network.Definition;
import io.candor.tensor.Heads;
import io.candor.tensor.Kernel;
import io.candor.tensor.Norm;
import io.candor.tensor.Ops;
import io.candor.tensor.Precision;
import io.candor.tensor.Weight;
import java.util.Collections;
import java.util.List;

/** A network over sizes alone: counts the bytes that a training step keeps per picture until its backward pass. */
final class ActivationCount implements Ops<ActivationCount.Volume> {

    private static final int INDEX_BYTES = Long.BYTES; // max-pooling remembers where each maximum was

    private final int bytesPerNumber;
    private long bytes;

    /** Size of one picture's value. */
    record Volume(long channels, long height, long width) {
        private long numbers() {
            return channels * height * width;
        }
    }

    private ActivationCount(Precision precision) {
        bytesPerNumber = precision == Precision.BF16 ? 2 : Float.BYTES;
    }

    /** Bytes per square picture of {@code imageSize} pixels. */
    static long bytesPerPicture(Definition definition, int imageSize, Precision precision) {
        ActivationCount count = new ActivationCount(precision);
        count.keep(new Volume(3, imageSize, imageSize));
        definition.run(count, new Volume(3, imageSize, imageSize));
        return count.bytes;
    }

    private Volume keep(Volume value) {
        bytes += value.numbers() * bytesPerNumber;
        return value;
    }

    @Override
    public Volume convolve(Volume x, Kernel kernel) {
        return keep(new Volume(kernel.channels(), reduced(x.height, kernel), reduced(x.width, kernel)));
    }

    private static long reduced(long size, Kernel kernel) {
        return (size + 2L * kernel.padding() - kernel.size()) / kernel.stride() + 1;
    }

    @Override
    public Volume normalise(Volume x, Norm norm) {
        return keep(x);
    }

    @Override
    public Volume silu(Volume x) {
        return keep(x);
    }

    @Override
    public Volume add(Volume a, Volume b) {
        return keep(a);
    }

    @Override
    public List<Volume> split(Volume x, int pieces) {
        return Collections.nCopies(pieces, new Volume(x.channels / pieces, x.height, x.width));
    }

    @Override
    public Volume concat(List<Volume> parts) {
        Volume first = parts.get(0);
        return keep(new Volume(parts.stream().mapToLong(Volume::channels).sum(), first.height, first.width));
    }

    @Override
    public Volume maxPool(Volume x, int size) {
        bytes += x.numbers() * INDEX_BYTES;
        return keep(x);
    }

    @Override
    public Volume maxPool(Volume x, int size, int stride) {
        long padded = 2L * (size / 2) - size;
        Volume y = new Volume(x.channels, (x.height + padded) / stride + 1, (x.width + padded) / stride + 1);
        bytes += y.numbers() * INDEX_BYTES;
        return keep(y);
    }

    @Override
    public Volume relu(Volume x) {
        return keep(x);
    }

    @Override
    public Volume flatten(Volume x) {
        return keep(new Volume(x.numbers(), 1, 1));
    }

    @Override
    public Volume enlarge(Volume x, Weight weight, Weight bias) {
        long size = weight.shape().get(2);
        return keep(new Volume(weight.shape().get(1), x.height * size, x.width * size));
    }

    @Override
    public Volume values(Volume qkv, Heads heads) {
        return keep(new Volume(heads.valueChannels(), qkv.height, qkv.width));
    }

    /** Products and shares of every pair of pixels, too. */
    @Override
    public Volume attend(Volume qkv, Heads heads) {
        long pixels = qkv.height * qkv.width;
        bytes += 2 * pixels * pixels * heads.count() * bytesPerNumber;
        return keep(new Volume(heads.valueChannels(), qkv.height, qkv.width));
    }

    @Override
    public Volume mean(Volume x) {
        return keep(new Volume(x.channels, 1, 1));
    }

    @Override
    public Volume linear(Volume x, Weight weight, Weight bias) {
        return keep(new Volume(weight.shape().get(0), 1, 1));
    }

    @Override
    public Volume upsample(Volume x, int factor) {
        return keep(new Volume(x.channels, x.height * factor, x.width * factor));
    }
}
