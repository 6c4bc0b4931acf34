package io.candor.data.synth;

import io.candor.data.Split;
import java.util.List;
import java.util.SplittableRandom;

/** The random choices of one image. */
final class Dice {

    private final SplittableRandom random;

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    /** Dice that depend only on the data set's seed, the split and the image's number within it. */
    static Dice of(long seed, Split split, int index) {
        return new Dice(new SplittableRandom(mix(seed + mix(split.name().hashCode() * 0x1_0000_0000L + index + 1))));
    }

    /** Independent dice for a part of the work, so that changing one part leaves the others as they were. */
    Dice split() {
        return new Dice(random.split());
    }

    /** The finaliser of SplitMix64 (Steele et al. 2014): neighbouring numbers become unrelated ones. */
    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    long seed() {
        return random.nextLong();
    }

    double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** A whole number from {@code low} to {@code high}, both included. */
    int count(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    int in(Range range) {
        return count(range.least(), range.most());
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int sign() {
        return random.nextBoolean() ? 1 : -1;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** An index, each as likely as its weight. */
    int weighted(List<Double> weights) {
        double left = random.nextDouble() * weights.stream().mapToDouble(w -> w).sum();
        int last = 0;
        for (int i = 0; i < weights.size(); i++) {
            if (weights.get(i) > 0) {
                last = i;
                left -= weights.get(i);
                if (left < 0) {
                    return i;
                }
            }
        }
        return last; // rounding left a crumb
    }
}
