package io.candor.detect;

import io.candor.detect.SuppressionOptions.ClassScope;
import io.candor.detect.SuppressionOptions.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Suppression written as its definition: all candidates as objects, every pair compared. */
final class SlowNms {

    record Candidate(int anchor, int classIndex, float confidence, float x1, float y1, float x2, float y2) {
        float area() {
            return (x2 - x1) * (y2 - y1);
        }

        float iou(Candidate other) {
            float width = Math.max(0, Math.min(x2, other.x2) - Math.max(x1, other.x1));
            float height = Math.max(0, Math.min(y2, other.y2) - Math.max(y1, other.y1));
            return width * height / (area() + other.area() - width * height);
        }
    }

    private SlowNms() {}

    static List<Candidate> apply(float[] p, int classes, int anchors, SuppressionOptions options) {
        List<Candidate> candidates = new ArrayList<>();
        for (int a = 0; a < anchors; a++) {
            int best = 0;
            for (int k = 1; k < classes; k++) {
                best = p[(4 + k) * anchors + a] > p[(4 + best) * anchors + a] ? k : best;
            }
            for (int k = 0; k < classes; k++) {
                boolean wanted =
                        options.onlyClasses().isEmpty() || options.onlyClasses().contains(k);
                boolean named = options.labels() == Labels.MULTI || k == best;
                if (wanted && named && p[(4 + k) * anchors + a] > options.confidence()) {
                    candidates.add(candidate(p, anchors, a, k));
                }
            }
        }
        candidates.sort(Comparator.comparing((Candidate c) -> -c.confidence)); // stable: anchor, then class
        List<Candidate> kept = new ArrayList<>();
        for (Candidate c : candidates.subList(0, Math.min(candidates.size(), options.maxCandidates()))) {
            boolean free = kept.stream()
                    .filter(k -> options.scope() == ClassScope.AGNOSTIC || k.classIndex == c.classIndex)
                    .noneMatch(k -> c.iou(k) > options.iou());
            if (free) {
                kept.add(c);
            }
        }
        return kept.subList(0, Math.min(kept.size(), options.maxDetections()));
    }

    private static Candidate candidate(float[] p, int anchors, int a, int k) {
        float x = p[a];
        float y = p[anchors + a];
        float w = p[2 * anchors + a] / 2;
        float h = p[3 * anchors + a] / 2;
        return new Candidate(a, k, p[(4 + k) * anchors + a], x - w, y - h, x + w, y + h);
    }
}
