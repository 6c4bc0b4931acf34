package io.candor.calibrate;

import io.candor.metric.Bootstrap;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What calibration did, on images the calibrator had not seen.
 *
 * @param changes one per {@link CalibrationFigure}, or per {@link ClassifierFigure}
 * @param images number of images
 * @param detections that count for the figures over all detections
 * @param how in words, how the images were kept apart
 * @param intervals in words, how they were computed
 */
public record CalibrationEffect(List<Change> changes, int images, int detections, String how, String intervals) {

    /**
     * One figure.
     *
     * @param difference interval of {@link #by}, on the same resamples of the images
     */
    public record Change(
            JudgedFigure figure,
            double before,
            Interval beforeInterval,
            double after,
            Interval afterInterval,
            Interval difference) {

        /** After minus before: of the figure, or of its size where 0 is best. */
        public double by() {
            return figure.distance(after) - figure.distance(before);
        }

        /** Whether the figure fell or rose by more than chance. */
        public Verdict verdict() {
            if (!difference.isKnown()) {
                return Verdict.UNKNOWN;
            }
            return !difference.excludesZero() ? Verdict.SAME : difference.high() < 0 ? Verdict.BETTER : Verdict.WORSE;
        }
    }

    /** What an interval of a difference says. */
    public enum Verdict {
        BETTER,
        WORSE,
        SAME,
        UNKNOWN
    }

    public CalibrationEffect {
        changes = List.copyOf(changes);
    }

    /** Computes every figure before and after, with intervals over images; fits are taken as they are. */
    public static CalibrationEffect of(CalibratedRows rows, BootstrapSettings settings) {
        CalibrationFigures before = new CalibrationFigures(rows, rows.raw());
        CalibrationFigures after = new CalibrationFigures(rows, rows.calibrated());
        int images = rows.matched().set().images().size();
        int[] each = new int[images];
        Arrays.fill(each, 1);
        double[] first = before.figures(each);
        double[] second = after.figures(each);
        List<Interval> firsts = Bootstrap.intervals(images, before, settings);
        List<Interval> seconds = Bootstrap.intervals(images, after, settings);
        List<Interval> differences = Bootstrap.intervals(images, after.minus(before), settings);
        List<Change> changes = new ArrayList<>();
        for (CalibrationFigure figure : CalibrationFigure.values()) {
            int f = changes.size();
            changes.add(new Change(figure, first[f], firsts.get(f), second[f], seconds.get(f), differences.get(f)));
        }
        return new CalibrationEffect(changes, images, counted(rows), rows.images(), settings.words(images));
    }

    private static int counted(CalibratedRows rows) {
        int counted = 0;
        for (int r = 0; r < rows.matched().size(); r++) {
            boolean kept = !Double.isNaN(rows.calibrated()[r]) && rows.matched().confidence(r) >= rows.floor();
            counted += kept && !rows.matched().excused(r) ? 1 : 0;
        }
        return counted;
    }

    /** What became of one figure. */
    public Change change(JudgedFigure figure) {
        return changes.stream()
                .filter(change -> change.figure().equals(figure))
                .findFirst()
                .orElseThrow();
    }
}
