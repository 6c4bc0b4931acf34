package io.candor.metric;

import java.util.HashMap;
import java.util.Map;

/** The matchings of one set, each computed when first asked for. For one thread. */
final class Matches {

    final EvaluationSet set;
    final Overlaps overlaps;
    private final Map<Double, Matching> greedy = new HashMap<>();
    private CocoMatching coco;

    Matches(EvaluationSet set) {
        this.set = set;
        overlaps = Overlaps.of(set);
    }

    Matching greedy(double iou) {
        return greedy.computeIfAbsent(iou, threshold -> Matching.greedy(set, overlaps, threshold));
    }

    CocoMatching coco() {
        if (coco == null) {
            coco = new CocoMatching(set, overlaps);
        }
        return coco;
    }
}
