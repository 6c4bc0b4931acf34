package io.candor.metric;

import io.candor.data.Classes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The figures of a classifier straight from their definitions, one row at a time, without any regard for time. */
final class SlowClassification {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(String image, double[] p, int label) {

        int prediction() {
            int best = 0;
            for (int k = 0; k < p.length; k++) {
                best = p[k] > p[best] ? k : best;
            }
            return best;
        }

        double confidence() {
            return p[prediction()];
        }

        boolean correct() {
            return prediction() == label;
        }
    }

    /** One value of a class or of the prediction, and whether it came true. */
    record Claim(double confidence, boolean right) {}

    final List<Row> rows = new ArrayList<>();
    final int classes;

    SlowClassification(int classes) {
        this.classes = classes;
    }

    /** Random rows with ties, probabilities 0 and 1, and a class that never occurs. */
    static SlowClassification random(long seed) {
        Random random = new Random(seed);
        SlowClassification slow = new SlowClassification(3 + random.nextInt(6));
        int rows = 1 + random.nextInt(60);
        for (int i = 0; i < rows; i++) {
            double[] p = new double[slow.classes];
            int left = 20;
            for (int k = 0; k + 1 < p.length; k++) {
                int share = random.nextInt(4) == 0 ? left : random.nextInt(left + 1);
                p[k] = share / 20d;
                left -= share;
            }
            p[p.length - 1] = left / 20d;
            slow.rows.add(new Row("image" + random.nextInt(20), p, random.nextInt(slow.classes - 1)));
        }
        return slow;
    }

    ClassifiedSet set() {
        ClassifiedSet.Builder set = ClassifiedSet.builder(new Classes(
                IntStream.range(0, classes).mapToObj(String::valueOf).toList()));
        rows.forEach(row -> set.probabilities(row.image(), row.p(), row.label()));
        return set.build();
    }

    /** Every row as often as its image counts, copies side by side. */
    SlowClassification repeated(List<String> images, int[] weights) {
        SlowClassification repeated = new SlowClassification(classes);
        for (Row row : rows) {
            for (int copy = 0; copy < weights[images.indexOf(row.image())]; copy++) {
                repeated.rows.add(row);
            }
        }
        return repeated;
    }

    double figure(ClassificationFigure figure, ClassificationSettings settings) {
        return switch (figure) {
            case TOP1 -> mean(row -> row.correct() ? 1 : 0);
            case TOP5 -> mean(row -> inTopFive(row) ? 1 : 0);
            case SIGNED_GAP -> mean(row -> row.confidence() - (row.correct() ? 1 : 0));
            case BRIER -> mean(this::brier);
            case NLL -> mean(row -> -Math.log(Math.max(1e-15, row.p()[row.label()])));
            case ECE, MCE, ACE, RMSCE -> binned(figure, settings);
            case ADAPTIVE_ECE -> chunked(claims(), settings.bins(), true);
            case CLASS_WISE_ECE ->
                IntStream.range(0, classes)
                        .mapToDouble(k -> expected(claims(k), settings))
                        .average()
                        .orElseThrow();
            case TACE ->
                IntStream.range(0, classes)
                        .mapToDouble(k -> chunked(above(claims(k), settings.floor()), settings.bins(), false))
                        .average()
                        .orElseThrow();
            case AUROC -> auroc();
            case AURC -> aurc(descending());
            case E_AURC -> aurc(descending()) - aurc(errorsLast());
            case FPR95 -> falsePositivesAt95();
        };
    }

    private interface OfRow {
        double value(Row row);
    }

    private double mean(OfRow figure) {
        return rows.stream().mapToDouble(figure::value).average().orElseThrow();
    }

    private static boolean inTopFive(Row row) {
        return IntStream.range(0, row.p().length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> -row.p()[k]))
                .limit(5)
                .anyMatch(k -> k == row.label());
    }

    private double brier(Row row) {
        return IntStream.range(0, classes)
                .mapToDouble(k -> Math.pow(row.p()[k] - (k == row.label() ? 1 : 0), 2))
                .sum();
    }

    private List<Claim> claims() {
        return rows.stream()
                .map(row -> new Claim(row.confidence(), row.correct()))
                .toList();
    }

    private List<Claim> claims(int k) {
        return rows.stream().map(row -> new Claim(row.p()[k], row.label() == k)).toList();
    }

    private static List<Claim> above(List<Claim> claims, double floor) {
        return claims.stream().filter(claim -> claim.confidence() > floor).toList();
    }

    private static boolean inBin(double confidence, int b, ClassificationSettings settings) {
        double low = b * (1.0 / settings.bins());
        double high = b + 1 == settings.bins() ? 1 : (b + 1) * (1.0 / settings.bins());
        return switch (settings.edges()) {
            case OPEN_CLOSED -> (confidence > low && confidence <= high) || (b == 0 && confidence == 0);
            case OPEN_CLOSED_WITHOUT_ZERO -> confidence > low && confidence <= high;
            case CLOSED_OPEN ->
                (confidence >= low && confidence < high) || (b == settings.bins() - 1 && confidence == 1);
            case CLOSED_OPEN_EXTRA -> b == settings.bins() ? confidence == 1 : confidence >= low && confidence < high;
        };
    }

    private static List<List<Claim>> bins(List<Claim> claims, ClassificationSettings settings) {
        int slots = settings.bins() + (settings.edges() == Edges.CLOSED_OPEN_EXTRA ? 1 : 0);
        List<List<Claim>> bins = new ArrayList<>();
        for (int b = 0; b < slots; b++) {
            int bin = b;
            bins.add(claims.stream()
                    .filter(claim -> inBin(claim.confidence(), bin, settings))
                    .toList());
        }
        return bins;
    }

    private static double gap(List<Claim> bin) {
        double confidence =
                bin.stream().mapToDouble(Claim::confidence).average().orElse(0);
        double accuracy =
                bin.stream().mapToDouble(c -> c.right() ? 1 : 0).average().orElse(0);
        return Math.abs(confidence - accuracy);
    }

    private static double expected(List<Claim> claims, ClassificationSettings settings) {
        return bins(claims, settings).stream()
                        .mapToDouble(bin -> bin.size() * gap(bin))
                        .sum()
                / claims.size();
    }

    private double binned(ClassificationFigure figure, ClassificationSettings settings) {
        List<List<Claim>> filled =
                bins(claims(), settings).stream().filter(bin -> !bin.isEmpty()).toList();
        return switch (figure) {
            case ECE -> expected(claims(), settings);
            case MCE ->
                filled.stream().mapToDouble(SlowClassification::gap).max().orElse(Double.NaN);
            case ACE ->
                filled.stream().mapToDouble(SlowClassification::gap).average().orElse(Double.NaN);
            default ->
                Math.sqrt(filled.stream()
                                .mapToDouble(bin -> bin.size() * gap(bin) * gap(bin))
                                .sum()
                        / rows.size());
        };
    }

    private static double chunked(List<Claim> claims, int bins, boolean byCount) {
        List<Claim> sorted = claims.stream()
                .sorted(Comparator.comparingDouble(Claim::confidence))
                .toList();
        double sum = 0;
        int from = 0;
        for (int b = 0; b < bins; b++) {
            int to = from + sorted.size() / bins + (b < sorted.size() % bins ? 1 : 0);
            sum += gap(sorted.subList(from, to)) * (byCount ? to - from : 1);
            from = to;
        }
        return sum / (byCount ? sorted.size() : bins);
    }

    private double auroc() {
        double won = 0;
        int pairs = 0;
        for (Row right : rows) {
            for (Row wrong : rows) {
                if (right.correct() && !wrong.correct()) {
                    pairs++;
                    won += right.confidence() > wrong.confidence()
                            ? 1
                            : right.confidence() == wrong.confidence() ? .5 : 0;
                }
            }
        }
        return won / pairs;
    }

    private List<Row> descending() {
        return rows.stream()
                .sorted(Comparator.comparingDouble(row -> -row.confidence()))
                .toList();
    }

    private List<Row> errorsLast() {
        return rows.stream().sorted(Comparator.comparing(row -> !row.correct())).toList();
    }

    private static double aurc(List<Row> order) {
        double sum = 0;
        for (int i = 1; i <= order.size(); i++) {
            sum += order.subList(0, i).stream().filter(row -> !row.correct()).count() / (double) i;
        }
        return sum / order.size();
    }

    private double falsePositivesAt95() {
        List<Row> right = descending().stream().filter(Row::correct).toList();
        List<Row> wrong = descending().stream().filter(row -> !row.correct()).toList();
        if (right.isEmpty() || wrong.isEmpty()) {
            return Double.NaN;
        }
        int needed = (right.size() * 95 + 99) / 100;
        double threshold = right.get(needed - 1).confidence();
        return wrong.stream().filter(row -> row.confidence() >= threshold).count() / (double) wrong.size();
    }
}
