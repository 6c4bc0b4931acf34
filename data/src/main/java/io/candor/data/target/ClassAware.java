package io.candor.data.target;

import io.candor.data.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Mass {@code epsilon} spread as a matrix says: target k of class y is {@code q ((1 - e) [k = y] + e S[y][k])}. With
 * shares of 1/K everywhere it is uniform smoothing.
 *
 * @param name of the convention: where the matrix came from
 * @param epsilon in [0, 1), and such that every true class stays the largest of its row
 * @param similarity where the mass goes
 */
public record ClassAware(String name, double epsilon, SimilarityMatrix similarity) implements Softening {

    public ClassAware {
        if (!(epsilon >= 0 && epsilon < 1)) {
            throw range(epsilon, 1, "");
        }
        for (int row = 0; row < similarity.classes(); row++) {
            checkRow(epsilon, similarity, row);
        }
    }

    private static void checkRow(double epsilon, SimilarityMatrix similarity, int row) {
        for (int column = 0; column < similarity.classes(); column++) {
            double advantage = similarity.share(row, column) - similarity.share(row, row);
            if (column != row && epsilon * advantage >= 1 - epsilon) {
                throw range(
                        epsilon,
                        1 / (1 + advantage),
                        ": class %d would get as much as the true class %d".formatted(column, row));
            }
        }
    }

    private static InvalidInput range(double epsilon, double limit, String why) {
        return new InvalidInput(
                "label-smoothing",
                String.format(
                        Locale.ROOT,
                        "--label-smoothing: found %s, expected a number from 0 (off) to below %.4f%s.",
                        epsilon,
                        limit,
                        why));
    }

    @Override
    public float[] target(int classes, int trueClass, double quality) {
        similarity.requireClasses(name, classes);
        float[] target = new float[classes];
        for (int k = 0; k < classes; k++) {
            double own = k == trueClass ? 1 - epsilon : 0;
            target[k] = (float) (quality * (own + epsilon * similarity.share(trueClass, k)));
        }
        return target;
    }

    @Override
    public Softening withEpsilon(double other, int classes) {
        return new ClassAware(name, other, similarity.requireClasses(name, classes));
    }

    @Override
    public List<String> describe(int classes, Activation activation) {
        if (epsilon == 0) {
            return new Smoothing.None().describe(classes, activation);
        }
        similarity.requireClasses(name, classes);
        double least = 1;
        double most = 0;
        double farthest = 0;
        for (int y = 0; y < classes; y++) {
            double on = 1 - epsilon + epsilon * similarity.share(y, y);
            least = Math.min(least, on);
            most = Math.max(most, on);
            for (int k = 0; k < classes; k++) {
                farthest = k == y ? farthest : Math.max(farthest, epsilon * similarity.share(y, k));
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("label smoothing: %s, epsilon %s, %d classes".formatted(name, epsilon, classes));
        lines.add(String.format(
                Locale.ROOT, "  true-class target %.6f to %.6f, off-class target at most %.6f", least, most, farthest));
        lines.add(String.format(
                Locale.ROOT, "  score cap %.6f for the most smoothed class: higher thresholds find none of it", least));
        return lines;
    }
}
