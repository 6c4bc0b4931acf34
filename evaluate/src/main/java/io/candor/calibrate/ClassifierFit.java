package io.candor.calibrate;

import io.candor.data.InvalidInput;
import io.candor.metric.ClassifiedSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A classifier's calibrator and how it was chosen: the family with the least log loss on held-out folds of the images,
 * or none if nothing beats the numbers as they are.
 *
 * @param tried families with their loss on held-out folds, the identity first
 * @param rows it was fitted on
 * @param correct of these
 * @param note what is unusual about the fit; empty if nothing
 */
public record ClassifierFit(ClassifierCalibrator calibrator, List<Tried> tried, int rows, int correct, String note) {

    static final String HELP = "calibration-data";

    /** Ten events of each kind: the usual least number for a parameter of a logistic regression (Peduzzi et al. 1996). */
    private static final int LEAST = 10;

    /**
     * A family and its mean log loss on rows it was not fitted on.
     *
     * @param method its label
     */
    public record Tried(String method, double loss) {}

    public ClassifierFit {
        tried = List.copyOf(tried);
    }

    /** Log loss without calibration. */
    public double uncalibrated() {
        return tried.get(0).loss();
    }

    /** Log loss of the chosen family on held-out rows. */
    public double heldOut() {
        return tried.stream()
                .filter(one -> one.method().equals(calibrator.label()))
                .mapToDouble(Tried::loss)
                .findFirst()
                .orElse(Double.NaN);
    }

    /**
     * Chooses and fits a calibrator on all rows.
     *
     * @throws InvalidInput if fewer than ten rows are correct or wrong, or the method is not for such rows
     */
    public static ClassifierFit of(ClassifiedSet set, ClassifierFitOptions options) {
        requireEnough(set);
        return fitted(set, options);
    }

    /** The same for the part of a set outside one fold, whose whole has {@link #requireEnough enough} rows. */
    static ClassifierFit ofPart(ClassifiedSet part, ClassifierFitOptions options) {
        int correct = correct(part);
        if (part.images().size() < 2 || correct == 0 || correct == part.size()) {
            throw new InvalidInput(
                    HELP,
                    "The images cannot be divided for cross-fitting: without one fold, %d rows of %d images are left and %d of them are correct; at least two images and one row of each kind are needed. Give rows of more images."
                            .formatted(part.size(), part.images().size(), correct));
        }
        return fitted(part, options);
    }

    private static ClassifierFit fitted(ClassifiedSet set, ClassifierFitOptions options) {
        int[] fold = folds(set, options.folds(), options.seed());
        return set.hasProbabilities() ? probabilities(set, options, fold) : confidences(set, options, fold);
    }

    /** The fold of each row; rows of one image stay together. */
    static int[] folds(ClassifiedSet set, int parts, long seed) {
        int[] ofImage = Folds.of(set.images(), Math.min(parts, set.images().size()), seed);
        return IntStream.range(0, set.size())
                .map(row -> ofImage[set.image(row)])
                .toArray();
    }

    private static ClassifierFit probabilities(ClassifiedSet set, ClassifierFitOptions options, int[] fold) {
        LabelledProbabilities all = LabelledProbabilities.of(set);
        List<Tried> tried = new ArrayList<>();
        for (ProbabilityMethod method : ProbabilityMethod.values()) {
            if (wanted(method.label(), options)) {
                tried.add(new Tried(method.label(), heldOutLoss(method, all, fold)));
            }
        }
        requireKnown(tried, options, Stream.of(ProbabilityMethod.values()).map(ProbabilityMethod::label));
        String best = best(tried);
        ProbabilityCalibrator fitted = Arrays.stream(ProbabilityMethod.values())
                .filter(method -> method.label().equals(best))
                .findFirst()
                .orElseThrow()
                .fit(all);
        return new ClassifierFit(
                new ClassifierCalibrator.OfProbabilities(set.classes(), fitted), tried, set.size(), correct(set), "");
    }

    private static double heldOutLoss(ProbabilityMethod method, LabelledProbabilities all, int[] fold) {
        if (method == ProbabilityMethod.IDENTITY) {
            return all.logLoss();
        }
        double loss = 0;
        for (int f = 0; f <= Arrays.stream(fold).max().orElse(0); f++) {
            int heldOut = f;
            int[] inside = IntStream.range(0, fold.length)
                    .filter(row -> fold[row] == heldOut)
                    .toArray();
            int[] outside = IntStream.range(0, fold.length)
                    .filter(row -> fold[row] != heldOut)
                    .toArray();
            ProbabilityCalibrator fitted = method.fit(all.at(outside));
            loss += inside.length * all.at(inside).after(fitted).logLoss();
        }
        return loss / fold.length;
    }

    private static ClassifierFit confidences(ClassifiedSet set, ClassifierFitOptions options, int[] fold) {
        Observations all = new Observations(
                IntStream.range(0, set.size()).mapToDouble(set::confidence).toArray(),
                IntStream.range(0, set.size())
                        .mapToDouble(row -> set.correct(row) ? 1 : 0)
                        .toArray());
        if (all.isConstant()) {
            throw new InvalidInput(
                    HELP,
                    "Every row has the confidence %s: there is nothing to calibrate. Write the classifier's confidences into the file."
                            .formatted(all.confidence()[0]));
        }
        List<Method> methods = Arrays.stream(Method.values())
                .filter(method -> wanted(method.label(), options))
                .toList();
        // The search divides images; here every row may be its own, since only its fold counts.
        FitRows rows = new FitRows(IntStream.range(0, set.size()).toArray(), new int[set.size()], all);
        Selection selection = new CalibratorSearch(rows, 1, fold).among(methods);
        List<Tried> tried = selection.candidates().stream()
                .map(candidate -> new Tried(candidate.method().label(), candidate.loss()))
                .toList();
        requireKnown(tried, options, Stream.of(Method.values()).map(Method::label));
        Fit fit = selection.chosen().method().fit(all);
        return new ClassifierFit(
                new ClassifierCalibrator.OfConfidence(fit.calibrator()), tried, set.size(), correct(set), fit.note());
    }

    /** The first of equals is the more rigid one; nothing that does not beat the identity is chosen. */
    private static String best(List<Tried> tried) {
        return tried.stream()
                .min(Comparator.comparingDouble(Tried::loss))
                .orElseThrow()
                .method();
    }

    private static boolean wanted(String label, ClassifierFitOptions options) {
        return label.equals(Method.IDENTITY.label())
                || options.method().map(label::equals).orElse(true);
    }

    private static void requireKnown(List<Tried> tried, ClassifierFitOptions options, Stream<String> known) {
        options.method()
                .filter(method -> tried.stream().noneMatch(one -> one.method().equals(method)))
                .ifPresent(method -> {
                    throw new InvalidInput(
                            "options",
                            "method %s cannot calibrate these rows. Choose auto or one of %s; vector needs a column of probabilities per class, and platt, beta, isotonic and histogram need the confidence of the prediction alone."
                                    .formatted(
                                            method,
                                            String.join(
                                                    ", ",
                                                    known.filter(label -> !label.equals(Method.IDENTITY.label()))
                                                            .toList())));
                });
    }

    private static int correct(ClassifiedSet set) {
        return (int) IntStream.range(0, set.size()).filter(set::correct).count();
    }

    /**
     * Returns if there is enough to fit on.
     *
     * @throws InvalidInput if fewer than ten rows are correct or wrong, or all are of one image
     */
    static void requireEnough(ClassifiedSet set) {
        int correct = correct(set);
        if (set.images().size() < 2) {
            throw new InvalidInput(
                    HELP,
                    "Calibration needs at least two images to fit on and to check against; there is %d."
                            .formatted(set.images().size()));
        }
        if (correct < LEAST || set.size() - correct < LEAST) {
            throw new InvalidInput(
                    HELP,
                    "Too little to calibrate on: of %d rows %d are correct and %d wrong; at least %d of each are needed. Give more rows."
                            .formatted(set.size(), correct, set.size() - correct, LEAST));
        }
    }
}
