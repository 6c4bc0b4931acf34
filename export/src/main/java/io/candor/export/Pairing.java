package io.candor.export;

import io.candor.data.Detection;
import java.util.ArrayList;
import java.util.List;

/**
 * Which detections of two lists of one image are the same object: of one class, overlapping by at least one half, the
 * best partner first come first served, the most confident of the first list begins.
 *
 * @param pairs partners
 * @param onlyFirst those of the first list without a partner
 * @param onlySecond those of the second list without a partner
 */
record Pairing(List<Pair> pairs, List<Detection> onlyFirst, List<Detection> onlySecond) {

    private static final double SAME = 0.5;

    /** Two detections of one object. */
    record Pair(Detection first, Detection second) {

        double overlap() {
            return first.equals(second) ? 1 : first.box().iou(second.box());
        }
    }

    static Pairing of(List<Detection> first, List<Detection> second) {
        List<Pair> pairs = new ArrayList<>();
        List<Detection> alone = new ArrayList<>();
        List<Detection> free = new ArrayList<>(second);
        for (Detection detection : first) {
            int best = partner(detection, free);
            if (best < 0) {
                alone.add(detection);
            } else {
                pairs.add(new Pair(detection, free.remove(best)));
            }
        }
        return new Pairing(pairs, alone, free);
    }

    private static int partner(Detection detection, List<Detection> free) {
        int best = -1;
        double most = SAME;
        for (int i = 0; i < free.size(); i++) {
            Detection other = free.get(i);
            boolean possible = other.classIndex() == detection.classIndex();
            double overlap = possible ? detection.box().iou(other.box()) : 0;
            if (possible && overlap >= most) {
                most = Math.nextUp(overlap);
                best = i;
            }
        }
        return best;
    }

    /** Detections of both lists. */
    int size() {
        return 2 * pairs.size() + onlyFirst.size() + onlySecond.size();
    }
}
