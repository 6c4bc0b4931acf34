package io.candor.data.synth;

import io.candor.data.InvalidInput;
import io.candor.data.Split;
import java.util.EnumSet;
import java.util.Set;

/**
 * How often annotators err. Each rate is the probability that one label suffers that error; a label suffers at most
 * one, so the rates must not add up to more than 1.
 *
 * @param flipped another class, each of the other five equally likely
 * @param dropped no label at all
 * @param shifted the box moved by 15 to 35 % of its width and height
 * @param splits the splits whose labels are spoiled; by default only the training labels, so that scores stay true
 */
public record LabelNoise(double flipped, double dropped, double shifted, Set<Split> splits) {

    public LabelNoise {
        rate("flipped", flipped);
        rate("dropped", dropped);
        rate("shifted", shifted);
        if (flipped + dropped + shifted > 1) {
            throw new InvalidInput(
                    SynthOptions.HELP,
                    "Label noise of %s flipped, %s dropped and %s shifted adds up to more than 1. Each label suffers at most one error; lower the rates."
                            .formatted(flipped, dropped, shifted));
        }
        splits = Set.copyOf(splits);
    }

    /** Perfect annotators. */
    public static LabelNoise none() {
        return flips(0);
    }

    /** Only wrong classes, only in the training labels. */
    public static LabelNoise flips(double rate) {
        return new LabelNoise(rate, 0, 0, EnumSet.of(Split.TRAIN));
    }

    boolean isNone() {
        return flipped + dropped + shifted == 0;
    }

    private static void rate(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new InvalidInput(
                    SynthOptions.HELP,
                    "Label noise '%s' is %s; expected a rate from 0 to 1, such as 0.1.".formatted(name, value));
        }
    }
}
