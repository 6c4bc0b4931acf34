package io.candor.decide;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Spends a number of false alarms where it buys the most objects. Along the upper hull of each class' curve of right
 * over wrong detections, every piece buys at its slope; pieces of all classes are taken by falling slope while they fit.
 */
final class AlarmBudget {

    private AlarmBudget() {}

    /** A piece of a class' hull: lowering its threshold to a rung adds so many right and wrong detections. */
    private record Piece(int ladder, int rung, int right, int wrong) {
        double slope() {
            return wrong == 0 ? Double.POSITIVE_INFINITY : right / (double) wrong;
        }
    }

    static List<Band> spend(List<Ladder> ladders, double budget) {
        List<List<Piece>> hulls = new ArrayList<>();
        List<Band> bands = new ArrayList<>();
        PriorityQueue<Piece> next = new PriorityQueue<>(
                Comparator.comparingDouble(Piece::slope).reversed().thenComparingInt(Piece::ladder));
        for (int k = 0; k < ladders.size(); k++) {
            hulls.add(hull(ladders.get(k), k));
            bands.add(Band.NEVER);
            offer(next, hulls.get(k));
        }
        double left = budget;
        while (!next.isEmpty()) {
            Piece piece = next.remove();
            if (piece.right == 0 || piece.wrong > left) {
                continue; // the pieces behind it would have to come after it
            }
            left -= piece.wrong;
            bands.set(piece.ladder, Band.single(ladders.get(piece.ladder).confidence()[piece.rung]));
            offer(next, hulls.get(piece.ladder));
        }
        return List.copyOf(bands);
    }

    private static void offer(PriorityQueue<Piece> next, List<Piece> hull) {
        if (!hull.isEmpty()) {
            next.add(hull.remove(0));
        }
    }

    private static List<Piece> hull(Ladder ladder, int index) {
        List<Piece> hull = new ArrayList<>();
        for (int rung = 0; rung < ladder.rungs(); rung++) {
            Piece piece = new Piece(index, rung, ladder.right()[rung], ladder.wrong()[rung]);
            while (!hull.isEmpty() && piece.slope() >= hull.get(hull.size() - 1).slope()) {
                Piece before = hull.remove(hull.size() - 1);
                piece = new Piece(index, rung, piece.right + before.right, piece.wrong + before.wrong);
            }
            hull.add(piece);
        }
        return hull;
    }
}
