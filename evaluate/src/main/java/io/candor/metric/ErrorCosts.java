package io.candor.metric;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What each kind of error costs: how much average precision at IoU .5 would rise if an oracle mended all errors of that
 * kind and no others (Bolya et al. 2020). The costs do not add up to what is missing.
 *
 * <p>The oracle gives detections their right class or exact box, and drops the less confident of two that then find the
 * same object; it drops duplicates, background and what is wrong in both ways; it forgets missed objects.
 */
final class ErrorCosts implements Resampled {

    private final DetectionErrors errors;
    private final EvaluationSet set;
    private final MendedRanking plain;
    private final Map<ErrorKind, MendedRanking> mended = new EnumMap<>(ErrorKind.class);
    private final MendedRanking withoutFalsePositives;
    private final MendedRanking withoutFalseNegatives;

    ErrorCosts(DetectionErrors errors) {
        this.errors = errors;
        set = errors.set;
        plain = ranking(d -> true, t -> true);
        for (ErrorKind kind : ErrorKind.values()) {
            mended.put(
                    kind,
                    switch (kind) {
                        case CLASS, LOCALISATION -> repaired(kind);
                        case MISSED -> ranking(d -> true, t -> !errors.missed(t));
                        default -> ranking(d -> errors.kind(d).orElse(null) != kind, t -> true);
                    });
        }
        withoutFalsePositives = ranking(d -> errors.kind(d).isEmpty(), t -> true);
        withoutFalseNegatives = ranking(d -> true, errors::found);
    }

    /** The costs in the order of {@link ErrorKind}, then of all wrong detections and of all objects not found. */
    @Override
    public double[] figures(int[] weights) {
        ErrorKind[] kinds = ErrorKind.values();
        double[] costs = new double[kinds.length + 2];
        double now = plain.averagePrecision(weights);
        for (int i = 0; i < kinds.length; i++) {
            costs[i] = mended.get(kinds[i]).averagePrecision(weights) - now;
        }
        costs[kinds.length] = withoutFalsePositives.averagePrecision(weights) - now;
        costs[kinds.length + 1] = withoutFalseNegatives.averagePrecision(weights) - now;
        return costs;
    }

    private MendedRanking ranking(IntPredicate keptDetection, IntPredicate wantedObject) {
        int[][] order = IntStream.range(0, set.classes().size())
                .parallel()
                .mapToObj(k -> IntStream.range(set.firstFound(k), set.firstFound(k + 1))
                        .map(i -> set.byConfidence[i])
                        .filter(d -> errors.takesPart(d) && keptDetection.test(d))
                        .toArray())
                .toArray(int[][]::new);
        return new MendedRanking(set, order, errors.matching.right(), flags(set.objects(), wantedObject));
    }

    private MendedRanking repaired(ErrorKind kind) {
        int[] winner = winners(kind);
        boolean[] right = new boolean[set.detections()];
        for (int d : winner) {
            if (d >= 0) {
                right[d] = true;
            }
        }
        IntStream.Builder[] byClass = new IntStream.Builder[set.classes().size()];
        Arrays.setAll(byClass, k -> IntStream.builder());
        for (int d = 0; d < right.length; d++) {
            boolean lost = !right[d]
                    && (errors.matching.object[d] >= 0 || errors.kind(d).orElse(null) == kind);
            if (errors.takesPart(d) && !lost) {
                boolean mendedHere = right[d] && errors.target(d) >= 0;
                byClass[mendedHere ? set.truth.classIndex[errors.target(d)] : set.found.classIndex[d]].add(d);
            }
        }
        int[][] order = Arrays.stream(byClass)
                .parallel()
                .map(detections -> sorted(detections.build().toArray()))
                .toArray(int[][]::new);
        return new MendedRanking(set, order, right, flags(set.objects(), t -> true));
    }

    private int[] sorted(int[] detections) {
        DescendingSort.sort(detections, 0, detections.length, set.confidence);
        return detections;
    }

    /** Per object, the most confident detection that finds it once errors of a kind are mended; -1 for none. */
    private int[] winners(ErrorKind kind) {
        int[] winner = new int[set.objects()];
        Arrays.setAll(winner, errors::finder);
        for (int d = 0; d < set.detections(); d++) {
            if (errors.target(d) >= 0 && errors.kind(d).orElseThrow() == kind) {
                int object = errors.target(d);
                if (winner[object] < 0 || set.confidence[d] > set.confidence[winner[object]]) {
                    winner[object] = d;
                }
            }
        }
        return winner;
    }

    private static boolean[] flags(int size, IntPredicate predicate) {
        boolean[] flags = new boolean[size];
        for (int i = 0; i < size; i++) {
            flags[i] = predicate.test(i);
        }
        return flags;
    }
}
