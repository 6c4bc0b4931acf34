package io.candor.metric;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of a detector with their intervals, and what takes longer to compute than a {@link DetectionEvaluation}:
 * errors by kind, calibration by size and position.
 *
 * @param evaluation of the same set under the same settings
 * @param figures every figure with its definition and interval
 * @param sizes reliability of the detections of each size, by the area of their own box
 * @param position D-ECE over confidence and position; NaN if image sizes are not known
 * @param box D-ECE over confidence, position and size of the box; NaN if image sizes are not known
 * @param bootstrap how the intervals were computed; large sets have fewer resamples than asked for
 */
public record DetectionEstimates(
        DetectionEvaluation evaluation,
        Map<DetectionFigure, Estimate> figures,
        ErrorSplit errors,
        Map<AreaRange, Reliability> sizes,
        Measure position,
        Measure box,
        String bootstrap) {

    public DetectionEstimates {
        figures = Collections.unmodifiableMap(new EnumMap<>(figures));
        sizes = Collections.unmodifiableMap(new EnumMap<>(sizes));
    }

    /** Evaluates a set. */
    public static DetectionEstimates of(EvaluationSet set, EvaluationSettings settings, BootstrapSettings bootstrap) {
        Matches matches = new Matches(set);
        Matching matching = matches.greedy(settings.iou());
        BootstrapSettings affordable = bootstrap.affordable(set.detections());
        CalibrationSettings calibration = DetectionDefinitions.detection(settings);
        return new DetectionEstimates(
                DetectionEvaluation.of(matches, settings),
                figures(matches, settings, affordable),
                ErrorSplit.of(matches, settings.confusionConfidence(), bootstrap),
                CalibrationError.bySize(set, matching, calibration),
                BoxCalibration.of(set, matching, calibration, BoxCalibration.Dimensions.POSITION),
                BoxCalibration.of(set, matching, calibration, BoxCalibration.Dimensions.POSITION_AND_SIZE),
                affordable.words(set.images().size()));
    }

    /** One figure. */
    public Estimate figure(DetectionFigure figure) {
        return figures.get(figure);
    }

    private static Map<DetectionFigure, Estimate> figures(
            Matches matches, EvaluationSettings settings, BootstrapSettings bootstrap) {
        EvaluationSet set = matches.set;
        Resampled resampled = new DetectionFigures(matches, settings);
        int[] once = new int[set.images().size()];
        Arrays.fill(once, 1);
        double[] values = resampled.figures(once);
        List<Interval> intervals = Bootstrap.intervals(once.length, resampled, bootstrap);
        Map<DetectionFigure, Estimate> figures = new EnumMap<>(DetectionFigure.class);
        int at = 0;
        for (DetectionFigure figure : DetectionFigure.values()) {
            Measure measure = new Measure(values[at], DetectionDefinitions.of(figure, set, settings));
            figures.put(figure, new Estimate(measure, intervals.get(at)));
            at++;
        }
        return figures;
    }
}
