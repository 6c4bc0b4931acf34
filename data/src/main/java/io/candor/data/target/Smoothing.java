package io.candor.data.target;

import io.candor.data.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a class label becomes before it is compared with a prediction: {@code on} for the true class, {@code off} for
 * each other class (Szegedy et al., 2016, section 7).
 *
 * <p>A detector smooths foreground anchors only. An anchor whose assigned quality is q has the targets {@code q * on}
 * and {@code q * off}; background anchors keep exact zeros, because thousands of smoothed negatives would outweigh the
 * few objects. Every convention's range of epsilon ends where {@code on} would no longer be larger than {@code off}.
 *
 * <p>The letters A to F are those of {@code docs/smoothing.md}. The same factor means different things in different
 * conventions; {@link #in} converts exactly where that is possible.
 */
public sealed interface Smoothing extends Softening {

    /** Target of the true class at quality 1, in (0, 1]. */
    double on(int classes);

    /** Target of every other class at quality 1, in [0, 1). */
    double off(int classes);

    /** The conventions {@link #of} knows, in the order of the letters A to F, then generalised smoothing. */
    List<String> CONVENTIONS =
            List.of("uniform", "others", "binary", "classy", "multilabel", "reciprocal", "generalised");

    /**
     * The smoothing a user asked for.
     *
     * @param convention one of {@link #CONVENTIONS}, in any case
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
            case "classy" -> new Classy(epsilon);
            case "multilabel" -> new MultiLabel(epsilon);
            case "reciprocal" -> new Reciprocal(epsilon);
            case "generalised" -> new Generalised(epsilon);
            default ->
                throw new InvalidInput(
                        "smoothing-convention",
                        "--smoothing-convention: found '%s', expected one of %s."
                                .formatted(convention, String.join(", ", CONVENTIONS)));
        };
    }

    @Override
    default Smoothing withEpsilon(double epsilon, int classes) {
        return of(name(), epsilon, classes);
    }

    /**
     * The same two targets in the words of another convention.
     *
     * @throws IllegalArgumentException if the other convention has no factor that gives these targets
     */
    default Smoothing in(String convention, int classes) {
        Smoothing other = of(convention, factor(convention.toLowerCase(Locale.ROOT), classes), classes);
        double difference =
                Math.max(Math.abs(other.on(classes) - on(classes)), Math.abs(other.off(classes) - off(classes)));
        if (difference > 1e-12) { // rounding of a handful of operations on numbers of about 1
            throw new IllegalArgumentException(
                    "no factor of %s gives the targets of %s %s for %d classes: on %s, off %s"
                            .formatted(convention, name(), epsilon(), classes, on(classes), off(classes)));
        }
        return other;
    }

    /** The factor of {@code convention} whose off-class target is this one's; a clean zero for no smoothing. */
    private double factor(String convention, int classes) {
        double off = off(classes);
        if (off == 0) {
            return 0;
        }
        double mass = off * classes; // the factor of the uniform convention
        return switch (convention) {
            case "others" -> off * (classes - 1);
            case "binary" -> 2 * off;
            case "classy" -> mass / (1 - mass);
            case "multilabel" -> off;
            case "reciprocal" -> 1;
            default -> mass;
        };
    }

    /**
     * Targets of one foreground anchor.
     *
     * @param trueClass index of the annotated class
     * @param quality what the assigner thinks the anchor is worth, in (0, 1]
     * @return one target per class
     */
    @Override
    default float[] target(int classes, int trueClass, double quality) {
        float[] target = new float[classes];
        Arrays.fill(target, (float) (quality * off(classes)));
        target[trueClass] = (float) (quality * on(classes));
        return target;
    }

    /** {@link #describe(int, Activation)} for a detector. */
    default List<String> describe(int classes) {
        return describe(classes, Activation.SIGMOID);
    }

    @Override
    default List<String> describe(int classes, Activation activation) {
        List<String> lines = new ArrayList<>();
        lines.add("label smoothing: %s, epsilon %s, %d classes".formatted(name(), epsilon(), classes));
        lines.addAll(
                activation == Activation.SIGMOID
                        ? SmoothingFacts.sigmoid(this, classes).lines()
                        : SmoothingFacts.softmax(this, classes).sampleLines());
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
        public Smoothing withEpsilon(double epsilon, int classes) {
            if (epsilon == 0) {
                return this;
            }
            throw new IllegalArgumentException("no convention is named for the factor " + epsilon);
        }

        @Override
        public List<String> describe(int classes, Activation activation) {
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
        public List<String> describe(int classes, Activation activation) {
            if (classes > 1 || epsilon == 0) {
                return Smoothing.super.describe(classes, activation);
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

    /**
     * Convention D, {@code classy_vision}: {@code (onehot + e/K) / (1 + e)}, which equals {@code uniform(e / (1 + e))}.
     *
     * @param epsilon in [0, 1)
     */
    record Classy(double epsilon) implements Smoothing {
        public Classy {
            checkBelow(1, epsilon, "");
        }

        @Override
        public double on(int classes) {
            return (1 + epsilon / classes) / (1 + epsilon);
        }

        @Override
        public double off(int classes) {
            return epsilon / classes / (1 + epsilon);
        }

        @Override
        public String name() {
            return "classy";
        }
    }

    /**
     * Convention E: each class on its own moves all of {@code epsilon} towards the other answer; equals
     * {@code binary(2 e)}.
     *
     * @param epsilon in [0, 0.5)
     */
    record MultiLabel(double epsilon) implements Smoothing {
        public MultiLabel {
            checkBelow(0.5, epsilon, "");
        }

        @Override
        public double on(int classes) {
            return 1 - epsilon;
        }

        @Override
        public double off(int classes) {
            return epsilon;
        }

        @Override
        public String name() {
            return "multilabel";
        }
    }

    /**
     * Convention F, a switch without a size: {@code d = min(1/K, 1/40)}, targets {@code 1 - d} and {@code d}, as two
     * published YOLOv3 trainers have it.
     *
     * @param epsilon 1 for on, 0 for off
     */
    record Reciprocal(double epsilon) implements Smoothing {

        /** The largest amount, that of up to 40 classes. */
        private static final double MOST = 1.0 / 40;

        public Reciprocal {
            if (epsilon != 0 && epsilon != 1) {
                throw new InvalidInput(
                        "label-smoothing",
                        "--label-smoothing: found %s; the convention reciprocal fixes its amount itself, min(1/K, 1/40): expected 1 (on) or 0 (off)."
                                .formatted(epsilon));
            }
        }

        @Override
        public double on(int classes) {
            return 1 - off(classes);
        }

        @Override
        public double off(int classes) {
            return epsilon == 0 ? 0 : Math.min(1.0 / classes, MOST);
        }

        @Override
        public String name() {
            return "reciprocal";
        }
    }

    /**
     * Generalised smoothing (Wei et al., 2022): the uniform formula with a factor that may be negative, which sharpens
     * the target beyond one-hot. It can help when 40 % of the labels or more are wrong. The loss then has no lower
     * bound, so this never happens by accident: no other convention takes a negative factor.
     *
     * @param epsilon any finite number below 1
     */
    record Generalised(double epsilon) implements Smoothing {
        public Generalised {
            if (!(epsilon < 1) || Double.isInfinite(epsilon)) {
                throw new InvalidInput(
                        "label-smoothing",
                        "--label-smoothing: found %s, expected a number below 1 for the convention generalised; negative ones sharpen."
                                .formatted(epsilon));
            }
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
            return "generalised";
        }

        @Override
        public List<String> describe(int classes, Activation activation) {
            if (epsilon >= 0) {
                return Smoothing.super.describe(classes, activation);
            }
            return List.of(
                    "label smoothing: generalised, epsilon %s, %d classes".formatted(epsilon, classes),
                    String.format(
                            Locale.ROOT, "  true-class target %.6f, off-class target %.6f", on(classes), off(classes)),
                    "  negative smoothing sharpens: the loss has no lower bound and confidences approach 0 and 1");
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
