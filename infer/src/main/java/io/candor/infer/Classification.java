package io.candor.infer;

import io.candor.data.Classes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a classifier says about one image.
 *
 * @param classes in the order of the probabilities
 * @param probabilities calibrated if a calibration lies beside the model
 * @param raw the network's own
 */
public record Classification(Classes classes, List<Double> probabilities, List<Double> raw) {

    public Classification {
        probabilities = List.copyOf(probabilities);
        raw = List.copyOf(raw);
    }

    /** Index of the most probable class, the first of equals. */
    public int best() {
        return top(1).get(0);
    }

    /** Name of the most probable class. */
    public String name() {
        return classes.name(best());
    }

    /** Probability of the most probable class. */
    public double confidence() {
        return probabilities.get(best());
    }

    /** Indices of the most probable classes, the most probable first. */
    public List<Integer> top(int count) {
        return IntStream.range(0, probabilities.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(k -> -probabilities.get(k)))
                .limit(count)
                .toList();
    }
}
