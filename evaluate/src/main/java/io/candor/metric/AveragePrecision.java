package io.candor.metric;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Area under the precision-recall curve, by two named rules.
 *
 * <p>{@link #coco} is the rule of the COCO evaluation (Lin et al. 2014) and what is reported as mAP; it equals
 * pycocotools 2.0.11. {@link #yolo} is the rule of the YOLO command line tools, for comparing with figures made by
 * them; {@link YoloAveragePrecision} says where it differs.
 */
public final class AveragePrecision {

    static final int RECALL_LEVELS = 101;

    private AveragePrecision() {}

    /** The COCO figures: IoU .5 to .95, at most 100 detections per image and class, crowd regions ignored. */
    public static CocoAveragePrecision coco(EvaluationSet set) {
        return coco(set, new CocoMatching(set, Overlaps.of(set)));
    }

    /** The figures by the rule of the YOLO tools. */
    public static YoloAveragePrecision yolo(EvaluationSet set) {
        return YoloAveragePrecision.of(set, Overlaps.of(set));
    }

    static CocoAveragePrecision coco(EvaluationSet set, CocoMatching matching) {
        List<ClassResult> results = IntStream.range(0, set.classes().size())
                .parallel()
                .mapToObj(k -> new ClassResult(set, matching, k))
                .toList();
        return new CocoAveragePrecision(
                mean(results, r -> r.in(AreaRange.ALL).averagePrecision()),
                mean(results, r -> r.in(AreaRange.ALL).averagePrecision(0)),
                mean(results, r -> r.in(AreaRange.ALL).averagePrecision(5)),
                mean(results, r -> r.in(AreaRange.SMALL).averagePrecision()),
                mean(results, r -> r.in(AreaRange.MEDIUM).averagePrecision()),
                mean(results, r -> r.in(AreaRange.LARGE).averagePrecision()),
                mean(results, r -> r.recallWithin(1)),
                mean(results, r -> r.recallWithin(10)),
                mean(results, r -> r.in(AreaRange.ALL).recall()),
                mean(results, r -> r.in(AreaRange.SMALL).recall()),
                mean(results, r -> r.in(AreaRange.MEDIUM).recall()),
                mean(results, r -> r.in(AreaRange.LARGE).recall()),
                results.stream().map(ClassResult::row).toList(),
                definition(set));
    }

    static Definition definition(EvaluationSet set) {
        return Definition.of("COCO AP")
                .with("matching", "by descending confidence, the free object of the class with the highest IoU")
                .with("iou", ".5:.05:.95")
                .with("recall levels", RECALL_LEVELS)
                .with("precision", "highest at this or a higher recall")
                .with("max detections", "100 per image and class")
                .with("crowd regions", "ignored")
                .with("mean", "over classes with objects")
                .on(set);
    }

    /** Mean over the classes where the figure exists; NaN if it exists nowhere. */
    private static double mean(List<ClassResult> results, ToDoubleFunction<ClassResult> figure) {
        return results.stream()
                .mapToDouble(figure)
                .filter(v -> !Double.isNaN(v))
                .average()
                .orElse(Double.NaN);
    }

    /** The figures of one class. */
    private static final class ClassResult {
        private final EvaluationSet set;
        private final CocoMatching matching;
        private final int classIndex;
        private final Map<AreaRange, CocoClass> ranges = new EnumMap<>(AreaRange.class);

        ClassResult(EvaluationSet set, CocoMatching matching, int classIndex) {
            this.set = set;
            this.matching = matching;
            this.classIndex = classIndex;
            for (AreaRange range : AreaRange.values()) {
                ranges.put(range, new CocoClass(set, matching, range, classIndex));
            }
        }

        CocoClass in(AreaRange range) {
            return ranges.get(range);
        }

        /** Recall with only the most confident detections of each image. */
        double recallWithin(int detectionsPerImage) {
            short[] correct = matching.in(AreaRange.ALL).correct();
            int hits = 0;
            for (int d = set.firstFound(classIndex); d < set.firstFound(classIndex + 1); d++) {
                hits += set.rank[d] < detectionsPerImage ? Integer.bitCount(correct[d]) : 0;
            }
            return in(AreaRange.ALL).recall(hits);
        }

        CocoAveragePrecision.OfClass row() {
            CocoClass all = in(AreaRange.ALL);
            double[] perIou = IntStream.range(0, CocoMatching.THRESHOLDS)
                    .mapToDouble(all::averagePrecision)
                    .toArray();
            return new CocoAveragePrecision.OfClass(
                    classIndex,
                    all.objects(),
                    all.averagePrecision(),
                    perIou[0],
                    perIou[5],
                    all.recall(),
                    perIou,
                    all.precisionAtFirstThreshold());
        }
    }
}
