package io.candor.run.compare;

import io.candor.metric.ConfidenceHistogram;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.OperatingCurve;
import io.candor.metric.ReliabilityBin;
import io.candor.run.compare.Comparison.Bin;
import io.candor.run.compare.Comparison.Confidence;
import io.candor.run.compare.Comparison.Run;
import io.candor.run.compare.Comparison.Scores;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training that has been evaluated: where a comparison's figures come from.
 *
 * @param name as it shall appear in the report
 * @param epsilon smoothing factor
 * @param evaluation on the split that is compared
 * @param map50Path mAP50 after each epoch
 */
public record EvaluatedRun(String name, double epsilon, DetectionEvaluation evaluation, List<Double> map50Path) {

    private static final double STEP = 0.05;

    public EvaluatedRun {
        map50Path = List.copyOf(map50Path);
    }

    /**
     * Where two runs can be compared fairly: the share of the objects that both find at their own best F1, rounded down
     * to a multiple of .05. NaN without objects; 0 if a run finds next to nothing.
     */
    public static double matchedRecall(EvaluatedRun one, EvaluatedRun other) {
        double both = Math.min(one.recallAtBest(), other.recallAtBest());
        return Math.floor(both / STEP + 1e-9) * STEP;
    }

    /** This run's figures, false alarms at the given recall. */
    public Run at(double matchedRecall) {
        return new Run(name, epsilon, scores(matchedRecall), confidence(), map50Path);
    }

    private double recallAtBest() {
        return evaluation.operating().recallAt(evaluation.bestConfidence());
    }

    private Scores scores(double matchedRecall) {
        Map<String, Double> perClass = new LinkedHashMap<>();
        evaluation.perClass().forEach(row -> perClass.put(row.name(), row.map50()));
        OperatingCurve operating = evaluation.operating();
        return new Scores(
                evaluation.map50(),
                evaluation.map50_95(),
                evaluation.recall(),
                operating.falseAlarmsAt(matchedRecall).value(),
                operating.confidenceAt(matchedRecall).orElse(Double.NaN),
                perClass);
    }

    private Confidence confidence() {
        ConfidenceHistogram histogram = evaluation.histogram();
        return new Confidence(
                histogram.meanRight(),
                histogram.meanWrong(),
                evaluation.calibration().expected().value(),
                evaluation.calibration().pooled().bins().stream()
                        .map(EvaluatedRun::bin)
                        .toList(),
                Arrays.stream(histogram.right()).boxed().toList(),
                Arrays.stream(histogram.wrong()).boxed().toList());
    }

    private static Bin bin(ReliabilityBin bin) {
        return new Bin(bin.low(), bin.high(), bin.count(), bin.meanConfidence(), bin.meanOutcome());
    }
}
