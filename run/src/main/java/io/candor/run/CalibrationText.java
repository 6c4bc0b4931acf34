package io.candor.run;

import io.candor.calibrate.CalibrationEffect;
import io.candor.calibrate.CalibrationEffect.Change;
import io.candor.calibrate.CalibrationEffect.Verdict;
import io.candor.calibrate.CalibrationFigure;
import io.candor.calibrate.Candidate;
import io.candor.calibrate.ClassCalibration;
import io.candor.calibrate.ClassifierCalibrator;
import io.candor.calibrate.ClassifierFigure;
import io.candor.calibrate.ClassifierFit;
import io.candor.calibrate.DetectionFit;
import io.candor.calibrate.Method;
import io.candor.calibrate.Target;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a calibration did, in a table and in words. */
final class CalibrationText {

    private CalibrationText() {}

    static List<String> lines(DetectionFit fit, CalibrationEffect effect) {
        List<String> lines = new ArrayList<>();
        lines.add(fitted(fit));
        for (int k = 0; k < fit.calibrator().classes().size(); k++) {
            ClassCalibration row = fit.calibrator().perClass().get(k);
            if (!row.note().isEmpty()) {
                lines.add("  %s: %s".formatted(fit.calibrator().classes().name(k), row.note()));
            }
        }
        lines.add("Judged on %d images, %s.".formatted(effect.images(), effect.how()));
        lines.addAll(table(effect));
        lines.addAll(verdict(fit, effect));
        return lines;
    }

    /** What the calibration of a classifier did. */
    static List<String> lines(ClassifierFit fit, CalibrationEffect effect) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Calibrator: %s of %s; fitted on %d rows (correct: %d). Log loss on held-out rows %.4f, without it %.4f.",
                fit.calibrator().label(),
                fit.calibrator() instanceof ClassifierCalibrator.OfProbabilities of
                        ? "the probabilities of %d classes"
                                .formatted(of.classes().size())
                        : "the confidence of the prediction",
                fit.rows(),
                fit.correct(),
                fit.heldOut(),
                fit.uncalibrated()));
        if (!fit.note().isEmpty()) {
            lines.add("  " + fit.note());
        }
        lines.add("Judged on %d rows of %d images, %s.".formatted(effect.detections(), effect.images(), effect.how()));
        lines.addAll(table(effect));
        lines.add(verdict(
                effect.change(ClassifierFigure.NLL), fit.calibrator().isIdentity() ? Outcome.LEFT : Outcome.APPLIED));
        return lines;
    }

    /** Whether a calibrator changes anything. */
    private enum Outcome {
        LEFT,
        APPLIED
    }

    private static List<String> table(CalibrationEffect effect) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("%-12s %-24s %-24s %s".formatted("", "before", "after", "difference"));
        effect.changes().forEach(change -> lines.add(row(change)));
        lines.add("");
        lines.add("In brackets: " + effect.intervals() + ". " + BootstrapSettings.CAUTION);
        return lines;
    }

    private static String verdict(Change goal, Outcome outcome) {
        if (outcome == Outcome.LEFT) {
            return "Calibration did not help here: on held-out images nothing beat the confidences as they are. The file leaves them unchanged.";
        }
        String figures = String.format(
                Locale.ROOT, "%s %.4f before, %.4f after", goal.figure().label(), goal.before(), goal.after());
        return switch (goal.verdict()) {
            case BETTER -> "Calibration helped: " + figures + ".";
            case WORSE ->
                "Calibration did not help here, it hurt: " + figures
                        + ". Do not use it; give more images to fit on, or images like those it will meet.";
            default -> "Calibration did not help here by more than chance: " + figures + ".";
        };
    }

    private static String fitted(DetectionFit fit) {
        Candidate chosen = fit.selection().chosen();
        String classes = chosen.spread() == 0
                ? "one calibrator for all classes"
                : Double.isInfinite(chosen.spread())
                        ? "each class for itself"
                        : "classes drawn together, spread %s of log odds".formatted(chosen.spread());
        return String.format(
                Locale.ROOT,
                "Calibrator: %s, %s; fitted on %d detections (%s %.0f). Log loss on held-out images %.4f, without it %.4f.",
                chosen.method().label(),
                classes,
                fit.detections(),
                fit.options().target() == Target.TP ? "right:" : "overlaps add up to",
                fit.targets(),
                chosen.loss(),
                fit.selection().uncalibrated());
    }

    private static String row(Change change) {
        return "%-12s %-24s %-24s %s %s"
                .formatted(
                        change.figure().label(),
                        value(change.before(), change.beforeInterval()),
                        value(change.after(), change.afterInterval()),
                        value(change.by(), change.difference()),
                        switch (change.verdict()) {
                            case BETTER -> "better";
                            case WORSE -> "worse";
                            case SAME ->
                                change.difference().low() == change.difference().high() ? "unchanged" : "may be chance";
                            case UNKNOWN -> "not known";
                        });
    }

    private static String value(double value, Interval interval) {
        return Double.isNaN(value)
                ? "-"
                : String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", value, interval.low(), interval.high());
    }

    private static List<String> verdict(DetectionFit fit, CalibrationEffect effect) {
        List<String> lines = new ArrayList<>();
        boolean right = fit.options().target() == Target.TP;
        Change goal = effect.change(right ? CalibrationFigure.D_ECE : CalibrationFigure.LAECE0);
        boolean left = fit.selection().chosen().method() == Method.IDENTITY;
        lines.add(verdict(goal, left ? Outcome.LEFT : Outcome.APPLIED));
        Change other = effect.change(right ? CalibrationFigure.LAECE0 : CalibrationFigure.D_ECE);
        if (other.verdict() == Verdict.WORSE) {
            lines.add(
                    right
                            ? "LaECE0 rose because a probability of being right is not the overlap to expect; --target iou fits that."
                            : "D-ECE rose because the overlap to expect is not the probability of being right; --target tp fits that.");
        }
        return lines;
    }
}
