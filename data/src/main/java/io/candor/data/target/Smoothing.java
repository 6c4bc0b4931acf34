package io.candor.data.target;

import io.candor.data.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a class label becomes before it is compared with a prediction: {@code on} for the true class, {@code off} for
 * each other class (Szegedy et al., 2016, section 7).
 *
 * <p>A detector smooths foreground anchors only. An anchor whose assigned quality is q has the targets {@code q * on}
 * and {@code q * off}; background anchors keep exact zeros, because thousands of smoothed negatives would outweigh the
 * few objects. Every convention's range of epsilon ends where {@code on} would no longer be larger than {@code off}.
 */
public sealed interface Smoothing {

    /** Target of the true class at quality 1, in (0, 1]. */
    double on(int classes);

    /** Target of every other class at quality 1, in [0, 1). */
    double off(int classes);

    /** The smoothing factor the user gave. */
    double epsilon();

    /** The convention's name on the command line. */
    String name();

    /**
     * The smoothing a user asked for.
     *
     * @param convention {@code uniform}, {@code others} or {@code binary}, in any case
     * @param epsilon smoothing factor; 0 gives {@link None} whatever the convention
     * @param classes number of classes, at least 1
     * @throws InvalidInput for an unknown convention, an epsilon outside the convention's range, or a convention that
     *     needs more classes
     */
    static Smoothing of(String convention, double epsilon, int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("at least one class, not " + classes);
        }
        Smoothing smoothing = named(convention, epsilon);
        if (epsilon == 0) {
            return new None();
        }
        if (smoothing instanceof Others others) {
            others.checkAgainst(classes);
        }
        return smoothing;
    }

    private static Smoothing named(String convention, double epsilon) {
        return switch (convention.toLowerCase(Locale.ROOT)) {
            case "uniform" -> new Uniform(epsilon);
            case "others" -> new Others(epsilon);
            case "binary" -> new Binary(epsilon);
            default ->
                throw new InvalidInput(
                        "smoothing-convention",
                        "--smoothing-convention: found '%s', expected uniform, others or binary."
                                .formatted(convention));
        };
    }

    /**
     * Targets of one foreground anchor.
     *
     * @param trueClass index of the annotated class
     * @param quality what the assigner thinks the anchor is worth, in (0, 1]
     * @return one target per class
     */
    default float[] target(int classes, int trueClass, double quality) {
        float[] target = new float[classes];
        java.util.Arrays.fill(target, (float) (quality * off(classes)));
        target[trueClass] = (float) (quality * on(classes));
        return target;
    }

    /** What this smoothing means for a detector of so many classes, in lines a person reads before training starts. */
    default List<String> describe(int classes) {
        List<String> lines =
                new ArrayList<>(SmoothingFacts.sigmoid(this, classes).lines());
        lines.add(0, "label smoothing: %s, epsilon %s, %d classes".formatted(name(), epsilon(), classes));
        return List.copyOf(lines);
    }

    /** No smoothing: the label as it was written. */
    record None() implements Smoothing {
        @Override
        public double on(int classes) {
            return 1;
        }

        @Override
        public double off(int classes) {
            return 0;
        }

        @Override
        public double epsilon() {
            return 0;
        }

        @Override
        public String name() {
            return "none";
        }

        @Override
        public List<String> describe(int classes) {
            return List.of("label smoothing: off");
        }
    }

    /**
     * Mass {@code epsilon} spread over all classes, the true one included: the convention of PyTorch and Keras. With a
     * single class it changes nothing.
     *
     * @param epsilon in [0, 1)
     */
    record Uniform(double epsilon) implements Smoothing {
        public Uniform {
            checkBelow(1, epsilon, "");
        }

        @Override
        public double on(int classes) {
            return 1 - epsilon + epsilon / classes;
        }

        @Override
        public double off(int classes) {
            return epsilon / classes;
        }

        @Override
        public String name() {
            return "uniform";
        }

        @Override
        public List<String> describe(int classes) {
            if (classes > 1 || epsilon == 0) {
                return Smoothing.super.describe(classes);
            }
            return List.of(
                    "label smoothing: uniform, epsilon %s, 1 class: no effect, the only class keeps the target 1"
                            .formatted(epsilon),
                    "  with one class use --smoothing-convention binary, whose target is 1 - epsilon / 2 = %s"
                            .formatted(1 - epsilon / 2));
        }
    }

    /**
     * Mass {@code epsilon} spread over the other classes (Shen et al., 2021): {@code others(e)} equals
     * {@code uniform(e K / (K - 1))}.
     *
     * @param epsilon in [0, (K - 1) / K) for K classes; {@link Smoothing#of} knows K and checks it
     */
    record Others(double epsilon) implements Smoothing {
        public Others {
            checkBelow(1, epsilon, "");
        }

        @Override
        public double on(int classes) {
            return 1 - epsilon;
        }

        @Override
        public double off(int classes) {
            return classes == 1 ? 0 : epsilon / (classes - 1);
        }

        @Override
        public String name() {
            return "others";
        }

        private void checkAgainst(int classes) {
            if (classes == 1) {
                throw new InvalidInput(
                        "smoothing-convention",
                        "--smoothing-convention others: the data set has 1 class, expected at least 2, because the mass"
                                + " goes to the other classes. Use --smoothing-convention binary.");
            }
            checkBelow((classes - 1.0) / classes, epsilon, " for %d classes".formatted(classes));
        }
    }

    /**
     * Each class on its own moves half of {@code epsilon} towards the other answer, as fits independent sigmoids: Keras'
     * binary cross entropy. The targets of K classes sum to {@code 1 + (K - 2) epsilon / 2}.
     *
     * @param epsilon in [0, 1)
     */
    record Binary(double epsilon) implements Smoothing {
        public Binary {
            checkBelow(1, epsilon, "");
        }

        @Override
        public double on(int classes) {
            return 1 - epsilon / 2;
        }

        @Override
        public double off(int classes) {
            return epsilon / 2;
        }

        @Override
        public String name() {
            return "binary";
        }
    }

    private static void checkBelow(double limit, double epsilon, String condition) {
        if (epsilon >= 0 && epsilon < limit) {
            return;
        }
        throw new InvalidInput(
                "label-smoothing",
                "--label-smoothing: found %s, expected a number from 0 (off) to below %s%s; common values are 0.05 and 0.1."
                        .formatted(epsilon, limit == 1 ? "1" : String.format(Locale.ROOT, "%.4f", limit), condition));
    }
}
