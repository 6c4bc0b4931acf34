package io.candor.export;

import io.candor.data.Detection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which detections of two lists of one image are the same object: of one class, overlapping by at least one half, the
 * closest in box and confidence together first.
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

    private record Candidate(int first, int second, double closeness) {}

    static Pairing of(List<Detection> first, List<Detection> second) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            for (int j = 0; j < second.size(); j++) {
                consider(candidates, i, j, new Pair(first.get(i), second.get(j)));
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::closeness).reversed());
        BitSet firstTaken = new BitSet();
        BitSet secondTaken = new BitSet();
        List<Pair> pairs = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (!firstTaken.get(candidate.first) && !secondTaken.get(candidate.second)) {
                firstTaken.set(candidate.first);
                secondTaken.set(candidate.second);
                pairs.add(new Pair(first.get(candidate.first), second.get(candidate.second)));
            }
        }
        return new Pairing(pairs, alone(first, firstTaken), alone(second, secondTaken));
    }

    private static void consider(List<Candidate> candidates, int i, int j, Pair pair) {
        if (pair.first.classIndex() == pair.second.classIndex()) {
            double overlap = pair.overlap();
            if (overlap >= SAME) {
                double apart = Math.abs(pair.first.confidence() - pair.second.confidence());
                candidates.add(new Candidate(i, j, overlap - apart));
            }
        }
    }

    private static List<Detection> alone(List<Detection> all, BitSet taken) {
        return IntStream.range(0, all.size())
                .filter(i -> !taken.get(i))
                .mapToObj(all::get)
                .toList();
    }
}
