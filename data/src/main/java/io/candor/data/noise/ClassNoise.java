package io.candor.data.noise;

import io.candor.data.InvalidInput;
import io.candor.data.augment.Chance;
import io.candor.data.target.SimilarityMatrix;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which wrong class a label gets.
 *
 * @param rate probability that a label is wrong, in [0, 1]; the true class never counts as wrong
 * @param shares of the wrong classes, for each true one; what lies on the diagonal is not read
 */
public record ClassNoise(double rate, SimilarityMatrix shares) {

    static final String HELP = "label-noise";

    public ClassNoise {
        if (!(rate >= 0 && rate <= 1)) {
            throw new InvalidInput(
                    HELP, "--label-noise: found %s, expected a rate from 0 to 1, such as 0.2.".formatted(rate));
        }
    }

    /** Every other class is equally likely (van Rooyen et al., 2015, count the true class among them; here it is not). */
    public static ClassNoise symmetric(double rate, int classes) {
        double[][] others = new double[requireTwo(classes)][classes];
        for (int from = 0; from < classes; from++) {
            for (int to = 0; to < classes; to++) {
                others[from][to] = to == from ? 0 : 1;
            }
        }
        return new ClassNoise(rate, SimilarityMatrix.of("symmetric", others));
    }

    /** Always the next class, and for the last one the first (Patrini et al., 2017, on CIFAR-100). */
    public static ClassNoise asymmetric(double rate, int classes) {
        return asymmetric(rate, classes, IntStream.range(0, classes).boxed().toList());
    }

    /**
     * The same in a ring of some of the classes.
     *
     * @param ring class indices, ascending
     */
    public static ClassNoise asymmetric(double rate, int classes, List<Integer> ring) {
        requireTwo(ring.size());
        double[][] next = new double[classes][classes];
        for (int from = 0; from < classes; from++) {
            int place = ring.indexOf(from);
            next[from][place < 0 ? from : ring.get((place + 1) % ring.size())] = 1;
        }
        return new ClassNoise(rate, SimilarityMatrix.of("asymmetric", next));
    }

    /**
     * The same noise among some of the classes, as if there were no others. A class all of whose wrong ones are left out
     * stays right.
     *
     * @param kept class indices, ascending
     */
    public ClassNoise among(List<Integer> kept) {
        requireTwo(kept.size());
        double[][] among = new double[shares.classes()][shares.classes()];
        for (int from = 0; from < among.length; from++) {
            double left = 0;
            for (int to : kept) {
                among[from][to] = kept.contains(from) && to != from ? shares.share(from, to) : 0;
                left += among[from][to];
            }
            among[from][from] = left == 0 ? 1 : 0;
        }
        return new ClassNoise(rate, SimilarityMatrix.of("label noise", among));
    }

    private static int requireTwo(int classes) {
        if (classes < 2) {
            throw new InvalidInput(
                    HELP,
                    "--label-noise: found %d class, expected at least 2: there is no wrong one.".formatted(classes));
        }
        return classes;
    }

    /** The class that is written where {@code trueClass} would be right; takes two numbers of {@code chance}. */
    int written(int trueClass, Chance chance) {
        boolean wrong = chance.happens(rate);
        double position = chance.uniform() * mass(trueClass);
        int last = trueClass;
        for (int k = 0; wrong && k < shares.classes() && position >= 0; k++) {
            double share = k == trueClass ? 0 : shares.share(trueClass, k);
            last = share > 0 ? k : last;
            position -= share;
        }
        return last;
    }

    private double mass(int trueClass) {
        return 1 - shares.share(trueClass, trueClass);
    }
}
