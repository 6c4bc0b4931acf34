package io.candor.calibrate;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a calibrator is fitted on: claims and what came of them.
 *
 * @param confidence in [0, 1]
 * @param target in [0, 1], of the same length: 1 right, 0 wrong; or the IoU with the matched object
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers, read only
public record Observations(double[] confidence, double[] target) {

    public Observations {
        if (confidence.length != target.length) {
            throw new IllegalArgumentException(
                    "%d confidences, %d targets".formatted(confidence.length, target.length));
        }
        requireShares("confidence", confidence);
        requireShares("target", target);
    }

    private static void requireShares(String name, double[] values) {
        for (double value : values) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("a %s must be in [0, 1]: %s".formatted(name, value));
            }
        }
    }

    public int size() {
        return confidence.length;
    }

    /** The observations at these positions. */
    Observations at(int[] positions) {
        return new Observations(
                IntStream.of(positions).mapToDouble(i -> confidence[i]).toArray(),
                IntStream.of(positions).mapToDouble(i -> target[i]).toArray());
    }

    double targetSum() {
        return Arrays.stream(target).sum();
    }

    /** True if all confidences are equal. */
    boolean isConstant() {
        return Arrays.stream(confidence).allMatch(c -> c == confidence[0]);
    }

    /** True if all targets are 1, or all are 0. */
    boolean isOneSided() {
        return Arrays.stream(target).allMatch(t -> t == 1)
                || Arrays.stream(target).allMatch(t -> t == 0);
    }

    /** Mean binary cross entropy after a calibrator; NaN without observations. */
    public double loss(Calibrator calibrator) {
        return IntStream.range(0, size())
                .mapToDouble(i -> Logit.loss(calibrator.apply(confidence[i]), target[i]))
                .average()
                .orElse(Double.NaN);
    }

    /** The loss that no calibrator can undercut: the mean entropy of the targets. */
    double lossFloor() {
        return Arrays.stream(target).map(t -> Logit.loss(t, t)).average().orElse(Double.NaN);
    }

    /**
     * The observations with targets drawn a little towards each other, to {@code (n1 + 1) / (n1 + 2)} and
     * {@code 1 / (n0 + 2)} for 1 and 0, where n1 and n0 are the sums of the targets and of their complements (Platt
     * 1999): a finite fit then exists for separable data too.
     */
    Observations drawnTogether() {
        double positive = targetSum();
        double high = (positive + 1) / (positive + 2);
        double low = 1 / (size() - positive + 2);
        return new Observations(
                confidence,
                Arrays.stream(target).map(t -> low + t * (high - low)).toArray());
    }
}
