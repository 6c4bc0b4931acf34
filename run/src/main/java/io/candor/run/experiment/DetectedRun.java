package io.candor.run.experiment;

import io.candor.calibrate.CalibratedRows;
import io.candor.calibrate.ClaimFigures;
import io.candor.calibrate.DetectionFit;
import io.candor.calibrate.FitOptions;
import io.candor.calibrate.Method;
import io.candor.calibrate.Temperature;
import io.candor.data.InvalidInput;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.EvaluationSet;
import io.candor.metric.EvaluationSettings;
import io.candor.metric.FalseAlarms;
import io.candor.metric.MatchedDetections;
import io.candor.metric.ObjectParts;
import io.candor.metric.PartRecall;
import io.candor.metric.Resampled;
import io.candor.metric.ResampledAveragePrecision;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one trained detector found on the images the arms are judged by, ready to be counted. */
final class DetectedRun {

    /** Raw confidence from which detections count in log loss and temperature, as in calibration. */
    static final double FLOOR = FitOptions.defaults().floor();

    final EvaluationSet set;
    final DetectionEvaluation evaluation;
    final MatchedDetections matched;
    /** Absent if there was too little to fit a temperature on. */
    final Optional<CalibratedRows> calibrated;

    private final double temperature;
    private final Resampled precision;
    private final Resampled claims;

    DetectedRun(EvaluationSet set, long seed) {
        this.set = set;
        EvaluationSettings settings = EvaluationSettings.defaults();
        evaluation = DetectionEvaluation.of(set, settings);
        matched = MatchedDetections.of(set, settings.iou());
        precision = ResampledAveragePrecision.of(set);
        claims = ClaimFigures.raw(matched, FLOOR);
        FitOptions standard = FitOptions.defaults();
        FitOptions options = new FitOptions(
                Optional.of(Method.TEMPERATURE),
                standard.target(),
                settings.iou(),
                FLOOR,
                standard.folds(),
                seed,
                standard.cut());
        Optional<CalibratedRows> rows = Optional.empty();
        double fitted = Double.NaN;
        try {
            rows = Optional.of(CalibratedRows.crossFitted(set, set.images(), options));
            fitted = DetectionFit.of(set, options).calibrator().pooled() instanceof Temperature one
                    ? one.temperature()
                    : 1;
        } catch (InvalidInput tooLittle) {
            rows = Optional.empty(); // the figures after calibration then do not exist, which the report says
        }
        calibrated = rows;
        temperature = fitted;
    }

    /** Share of the objects found where F1 is best; 0 without any detection. */
    double recallAtBest() {
        return evaluation.operating().recallAt(evaluation.bestConfidence());
    }

    /** Confidence from which this share of the objects is found; NaN if none. */
    double threshold(double recall) {
        return evaluation.operating().confidenceAt(recall).orElse(Double.NaN);
    }

    PartRecall rare(double recall) {
        Set<Integer> rare = new HashSet<>(ObjectParts.rareClasses(set));
        return PartRecall.of(matched, threshold(recall), o -> rare.contains(set.objectClass(o)));
    }

    PartRecall close(double recall) {
        boolean[] close = ObjectParts.overlapping(set);
        return PartRecall.of(matched, threshold(recall), o -> close[o]);
    }

    /** Every figure that has an interval, in the order of {@link DetectionComparison#RESAMPLED}. */
    Resampled figures(double recall) {
        Resampled alarms = FalseAlarms.at(set, EvaluationSettings.defaults().iou(), recall);
        PartRecall rare = rare(recall);
        PartRecall close = close(recall);
        Optional<ClaimFigures> after = calibrated.map(ClaimFigures::calibrated);
        double[] unknown = {Double.NaN, Double.NaN};
        return weights -> {
            double[] ap = precision.figures(weights);
            double[] raw = claims.figures(weights);
            double[] fitted = after.map(figures -> figures.figures(weights)).orElse(unknown);
            return new double[] {
                ap[1],
                ap[0],
                alarms.figures(weights)[0],
                rare.figures(weights)[0],
                close.figures(weights)[0],
                raw[1],
                fitted[1],
                raw[0],
                fitted[0]
            };
        };
    }

    /** Figures that have no interval. */
    Map<Figure, Double> further(double recall) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.TEMPERATURE, temperature);
        figures.put(Figure.RECALL, evaluation.recall());
        figures.put(Figure.THRESHOLD, threshold(recall));
        figures.put(Figure.MEAN_RIGHT, evaluation.histogram().meanRight());
        figures.put(Figure.MEAN_WRONG, evaluation.histogram().meanWrong());
        return figures;
    }
}
