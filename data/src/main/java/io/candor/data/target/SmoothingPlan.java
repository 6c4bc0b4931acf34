package io.candor.data.target;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything a run does to its labels.
 *
 * @param convention where the mass goes: one of {@link #CONVENTIONS}
 * @param epsilon how much mass is taken; 0 for no smoothing
 * @param similarity for the convention {@value #SIMILARITY}
 * @param schedule over the epochs
 * @param adaptation to single objects
 */
public record SmoothingPlan(
        String convention,
        double epsilon,
        Optional<SimilarityMatrix> similarity,
        SmoothingSchedule schedule,
        Adaptation adaptation) {

    /** Mass goes where a given matrix says. */
    public static final String SIMILARITY = "similarity";

    /** Mass goes where the network's own correct predictions of the last epoch lay. */
    public static final String ONLINE = "online";

    /** Mass goes to the nearest classes of an ordered scale; its matrix is {@link SimilarityMatrix#neighbours}. */
    public static final String NEIGHBOURS = "neighbours";

    /** All conventions: those of {@link Smoothing} and the class-aware ones. */
    public static final List<String> CONVENTIONS = conventions();

    private static final int SCALE_END = 12; // names of a long scale that are told, at either end

    private static List<String> conventions() {
        List<String> all = new ArrayList<>(Smoothing.CONVENTIONS);
        all.addAll(List.of(SIMILARITY, NEIGHBOURS, ONLINE));
        return List.copyOf(all);
    }

    public SmoothingPlan {
        convention = convention.toLowerCase(Locale.ROOT);
        boolean needed = convention.equals(SIMILARITY) || convention.equals(NEIGHBOURS);
        if (epsilon != 0 && needed && similarity.isEmpty()) {
            throw new InvalidInput(
                    SimilarityMatrix.HELP,
                    "--smoothing-convention %s needs a matrix: give --smoothing-matrix FILE.".formatted(convention));
        }
        if (similarity.isPresent() && !needed) {
            throw new InvalidInput(
                    SimilarityMatrix.HELP,
                    "--smoothing-matrix: found with --smoothing-convention %s, expected with %s, because no other convention reads it."
                            .formatted(convention, SIMILARITY));
        }
    }

    /** No smoothing. */
    public static final SmoothingPlan NONE = of("uniform", 0);

    /** One factor for all objects and epochs, mass spread as one of {@link Smoothing#CONVENTIONS} says. */
    public static SmoothingPlan of(String convention, double epsilon) {
        return new SmoothingPlan(convention, epsilon, Optional.empty(), SmoothingSchedule.CONSTANT, Adaptation.NONE);
    }

    public SmoothingPlan with(SmoothingSchedule other) {
        return new SmoothingPlan(convention, epsilon, similarity, other, adaptation);
    }

    public SmoothingPlan with(Adaptation other) {
        return new SmoothingPlan(convention, epsilon, similarity, schedule, other);
    }

    /** The factor of an epoch, counted from 0. */
    public double epsilonAt(int epoch, int epochs) {
        return schedule.at(epsilon, epoch, epochs);
    }

    /** The convention with the plan's own factor, whatever the schedule. */
    public Softening softening(int classes) {
        return softening(epsilon, classes, Optional.empty());
    }

    /**
     * The convention with a factor.
     *
     * @param learned replaces the matrix, for {@value #ONLINE}
     */
    Softening softening(double factor, int classes, Optional<SimilarityMatrix> learned) {
        if (factor == 0) {
            known(convention);
            return new Smoothing.None();
        }
        return switch (convention) {
            case SIMILARITY, NEIGHBOURS ->
                new ClassAware(
                        convention, factor, similarity.orElseThrow().requireClasses("--smoothing-matrix", classes));
            case ONLINE ->
                new ClassAware(convention, factor, learned.orElseGet(() -> new OnlineSimilarity(classes).matrix()));
            default -> Smoothing.of(convention, factor, classes);
        };
    }

    private static void known(String convention) {
        if (!CONVENTIONS.contains(convention)) {
            throw new InvalidInput(
                    "smoothing-convention",
                    "--smoothing-convention: found '%s', expected one of %s."
                            .formatted(convention, String.join(", ", CONVENTIONS)));
        }
    }

    /**
     * Looks at every factor the run will use.
     *
     * @throws InvalidInput if one is out of the convention's range, naming the epoch
     */
    public SmoothingPlan check(int classes, int epochs) {
        softening(classes);
        if (epsilon == 0 && !(schedule.equals(SmoothingSchedule.CONSTANT) && adaptation.equals(Adaptation.NONE))) {
            throw new InvalidInput(
                    "smoothing-schedule",
                    "--label-smoothing: found 0 together with a schedule or adaptation, which then does nothing; expected a factor such as 0.1.");
        }
        if (epsilon != 0 && adaptation.by() == Adaptation.By.SIZE && convention.equals("reciprocal")) {
            throw new InvalidInput(
                    "smoothing-adaptive",
                    "--smoothing-adaptive size: found with --smoothing-convention reciprocal, which fixes its amount itself, so that no object can have less. Expected another convention, such as uniform.");
        }
        for (int epoch = 0; epoch < epochs; epoch++) {
            check(classes, epoch, adaptation.most(epsilonAt(epoch, epochs)));
        }
        return this;
    }

    private void check(int classes, int epoch, double factor) {
        try {
            softening(factor, classes, Optional.empty());
        } catch (InvalidInput e) {
            throw new InvalidInput(
                    "smoothing-schedule",
                    "the smoothing factor reaches %s in epoch %d%s. %s"
                            .formatted(
                                    factor,
                                    epoch + 1,
                                    adaptation.by() == Adaptation.By.CONFIDENCE ? " for unsure predictions" : "",
                                    e.getMessage()),
                    e);
        }
    }

    /** The order of the classes in words, for the convention that goes by it; empty for every other. */
    public Optional<String> scale(Classes classes) {
        if (epsilon == 0 || !convention.equals(NEIGHBOURS)) {
            return Optional.empty();
        }
        List<String> names = classes.names();
        int left = names.size() - 2 * SCALE_END;
        String all = left <= 0
                ? String.join(" < ", names)
                : "%s < (%d more) < %s"
                        .formatted(
                                String.join(" < ", names.subList(0, SCALE_END)),
                                left,
                                String.join(" < ", names.subList(SCALE_END + left, names.size())));
        return Optional.of(
                "  the classes are taken as this scale: %s; if it is another, order them in the data set, or give a matrix"
                        .formatted(all));
    }

    /** What this means for a network of so many classes, in lines a person reads before training starts. */
    public List<String> describe(int classes, int epochs, Softening.Activation activation) {
        List<String> lines = new ArrayList<>(softening(classes).describe(classes, activation));
        if (epsilon != 0 && !schedule.equals(SmoothingSchedule.CONSTANT)) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  schedule %s: factor %.4f in the first epoch, %.4f in the middle, %.4f in the last",
                    schedule.curve().name().toLowerCase(Locale.ROOT),
                    epsilonAt(0, epochs),
                    epsilonAt(epochs / 2, epochs),
                    epsilonAt(epochs - 1, epochs)));
        }
        if (epsilon != 0 && adaptation.by() != Adaptation.By.NOTHING) {
            lines.add(
                    adaptation.by() == Adaptation.By.SIZE
                            ? "  adaptive: the factor times (1 - area of the object / area of the picture)"
                            : "  adaptive: twice the factor where the network's confidence is below "
                                    + adaptation.threshold());
        }
        return List.copyOf(lines);
    }
}
