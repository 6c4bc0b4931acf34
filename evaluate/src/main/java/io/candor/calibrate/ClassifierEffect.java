package io.candor.calibrate;

import io.candor.metric.Bootstrap;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassificationFigures;
import io.candor.metric.ClassificationSettings;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.Interval;
import io.candor.metric.Resampled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What calibration did to a classifier, on rows the calibrator had not seen. */
public final class ClassifierEffect {

    private ClassifierEffect() {}

    /** Applies a calibrator to rows it was not fitted on. */
    public static CalibrationEffect of(
            ClassifiedSet set, ClassifierCalibrator calibrator, BootstrapSettings bootstrap) {
        return compared(set, calibrator.apply(set), "none of which it was fitted on", bootstrap);
    }

    /**
     * Divides the images into folds and calibrates each by what was fitted, with every choice, on the others
     * (Chernozhukov et al. 2018 call it cross-fitting).
     *
     * @throws io.candor.data.InvalidInput if all rows together, or those outside a fold, are too few to fit on
     */
    public static CalibrationEffect crossFitted(
            ClassifiedSet set, ClassifierFitOptions options, BootstrapSettings bootstrap) {
        ClassifierFit.requireEnough(set);
        // Another division than the one inside each fit.
        int parts = Math.min(options.folds(), set.images().size());
        int[] fold = ClassifierFit.folds(set, parts, options.seed() + 1);
        int[] ofImage = new int[set.images().size()];
        for (int row = 0; row < fold.length; row++) {
            ofImage[set.image(row)] = fold[row];
        }
        List<ClassifierCalibrator> calibrators = new ArrayList<>();
        for (int f = 0; f < parts; f++) {
            int heldOut = f;
            calibrators.add(ClassifierFit.ofPart(set.onImages(i -> ofImage[i] != heldOut), options)
                    .calibrator());
        }
        ClassifiedSet calibrated = ClassifierCalibrator.apply(set, row -> calibrators.get(fold[row]));
        return compared(set, calibrated, "cross-fitted in %d folds by image".formatted(parts), bootstrap);
    }

    /** Every figure of two sets of the same rows. */
    private static CalibrationEffect compared(
            ClassifiedSet set, ClassifiedSet calibrated, String how, BootstrapSettings bootstrap) {
        ClassificationSettings settings = ClassificationSettings.defaults();
        BootstrapSettings affordable = bootstrap.affordable(set.size());
        Resampled before = picked(ClassificationFigures.of(set, settings));
        Resampled after = picked(ClassificationFigures.of(calibrated, settings));
        int images = set.images().size();
        int[] each = new int[images];
        Arrays.fill(each, 1);
        double[] first = before.figures(each);
        double[] second = after.figures(each);
        List<Interval> firsts = Bootstrap.intervals(images, before, affordable);
        List<Interval> seconds = Bootstrap.intervals(images, after, affordable);
        List<Interval> differences =
                Bootstrap.intervals(images, distances(after).minus(distances(before)), affordable);
        List<CalibrationEffect.Change> changes = new ArrayList<>();
        for (ClassifierFigure figure : ClassifierFigure.values()) {
            int f = changes.size();
            changes.add(new CalibrationEffect.Change(
                    figure, first[f], firsts.get(f), second[f], seconds.get(f), differences.get(f)));
        }
        return new CalibrationEffect(changes, images, set.size(), how, affordable.words(images));
    }

    private static Resampled picked(Resampled all) {
        return weights -> {
            double[] figures = all.figures(weights);
            return Arrays.stream(ClassifierFigure.values())
                    .mapToDouble(figure -> figure.among(figures))
                    .toArray();
        };
    }

    private static Resampled distances(Resampled picked) {
        return weights -> {
            double[] figures = picked.figures(weights);
            for (ClassifierFigure figure : ClassifierFigure.values()) {
                int f = figure.position();
                figures[f] = figure.distance(figures[f]);
            }
            return figures;
        };
    }
}
