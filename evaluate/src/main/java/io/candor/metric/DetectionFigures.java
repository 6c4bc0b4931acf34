package io.candor.metric;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * All {@link DetectionFigure}s of a set, in their order, for any number of copies of each image. What a detection
 * matches does not depend on other images, so only counting is repeated.
 */
public final class DetectionFigures implements Resampled {

    private static final double LAECE_IOU = .1;
    private static final double LAECE50_IOU = .5;

    private final EvaluationSettings settings;
    private final List<RankedClass> ranked;
    private final List<CountedClass> counted;
    private final List<RankedLosses> losses;
    private final BinnedClaims detection;
    private final List<BinnedClaims> localisation;

    DetectionFigures(Matches matches, EvaluationSettings settings) {
        this.settings = settings;
        EvaluationSet set = matches.set;
        Matching matching = matches.greedy(settings.iou());
        boolean[] right = matching.right();
        ranked = perClass(set, k -> new RankedClass(set, matches.coco(), k));
        counted = perClass(set, k -> new CountedClass(set, k, right, matching.excused));
        losses = perClass(set, k -> new RankedLosses(set, matching, k, settings.iou()));
        detection = new BinnedClaims(set, matching, DetectionDefinitions.detection(settings));
        localisation = Arrays.stream(new double[] {LAECE_IOU, LAECE50_IOU, 0})
                .mapToObj(iou -> new BinnedClaims(
                        set,
                        matches.greedy(iou),
                        DetectionDefinitions.localisation(settings).withIou(iou)))
                .toList();
    }

    /** The figures of a set under given settings. */
    public static Resampled of(EvaluationSet set, EvaluationSettings settings) {
        return new DetectionFigures(new Matches(set), settings);
    }

    private static <T> List<T> perClass(EvaluationSet set, java.util.function.IntFunction<T> make) {
        return IntStream.range(0, set.classes().size()).mapToObj(make).toList();
    }

    @Override
    public double[] figures(int[] weights) {
        Map<DetectionFigure, Double> figures = new EnumMap<>(DetectionFigure.class);
        List<double[]> precisions =
                ranked.stream().map(k -> k.averagePrecision(weights)).toList();
        figures.put(DetectionFigure.MAP50, mean(precisions, ap -> ap[0]));
        figures.put(DetectionFigure.MAP50_95, mean(precisions, ap -> ap[1]));
        curves(weights, figures);
        calibration(weights, figures);
        errors(weights, figures);
        return Arrays.stream(DetectionFigure.values()).mapToDouble(figures::get).toArray();
    }

    private void curves(int[] weights, Map<DetectionFigure, Double> figures) {
        ConfidenceCurves curves = ConfidenceCurves.of(counted.stream()
                .filter(k -> k.objects(weights) > 0)
                .map(k -> k.curves(weights))
                .toList());
        figures.put(DetectionFigure.PRECISION, curves.atBest(curves.precision()));
        figures.put(DetectionFigure.RECALL, curves.atBest(curves.recall()));
        figures.put(DetectionFigure.F1, curves.atBest(curves.f1()));
    }

    private void calibration(int[] weights, Map<DetectionFigure, Double> figures) {
        BinnedClaims.Pooled pooled = detection.pooled(weights);
        figures.put(DetectionFigure.D_ECE, pooled.error());
        figures.put(DetectionFigure.SIGNED_GAP, pooled.signedGap());
        figures.put(DetectionFigure.BRIER, pooled.brier());
        figures.put(DetectionFigure.NLL, pooled.logLoss());
        int[] objects = ranked.stream().mapToInt(k -> k.objects(weights)).toArray();
        figures.put(DetectionFigure.LAECE, localisation.get(0).classWise(weights, objects)[0]);
        figures.put(DetectionFigure.LAECE50, localisation.get(1).classWise(weights, objects)[0]);
        double[] anyOverlap = localisation.get(2).classWise(weights, objects);
        figures.put(DetectionFigure.LAECE0, anyOverlap[0]);
        figures.put(DetectionFigure.LAACE0, anyOverlap[1]);
    }

    private void errors(int[] weights, Map<DetectionFigure, Double> figures) {
        List<RankedLosses.Components> best = components(k -> k.best(weights));
        figures.put(DetectionFigure.OLRP, mean(best, RankedLosses.Components::error));
        figures.put(DetectionFigure.OLRP_LOCALISATION, mean(best, RankedLosses.Components::localisation));
        figures.put(DetectionFigure.OLRP_FALSE_POSITIVES, mean(best, RankedLosses.Components::falsePositives));
        figures.put(DetectionFigure.OLRP_FALSE_NEGATIVES, mean(best, RankedLosses.Components::falseNegatives));
        List<RankedLosses.Components> fixed = components(k -> k.at(settings.confusionConfidence(), weights));
        figures.put(DetectionFigure.LRP, mean(fixed, RankedLosses.Components::error));
    }

    private List<RankedLosses.Components> components(Function<RankedLosses, RankedLosses.Components> of) {
        return losses.stream().map(of).filter(Objects::nonNull).toList();
    }

    /** Mean over the classes where the figure exists; NaN if it exists nowhere. */
    private static <T> double mean(List<T> rows, ToDoubleFunction<T> figure) {
        double sum = 0;
        int count = 0;
        for (T row : rows) {
            double value = figure.applyAsDouble(row);
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        return sum / count;
    }
}
