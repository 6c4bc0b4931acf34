package io.candor.run.experiment;

import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.Experiment.Cell;
import io.candor.run.experiment.Experiment.Effect;
import io.candor.run.experiment.Experiment.Row;
import io.candor.run.experiment.Figure.Aspect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the numbers of a block say, in words. */
public final class Verdict {

    /** Mean average precision of a detector that has begun to learn. */
    private static final double LEARNED = 0.01;

    private final Block block;
    private final String subject;

    /**
     * @param subject what the arms after the first add; empty if each adds something else
     */
    public Verdict(Block block, String subject) {
        this.block = block;
        this.subject = subject;
    }

    /** One sentence. */
    public String headline() {
        List<Integer> others = IntStream.range(1, block.arms().size()).boxed().toList();
        if (others.isEmpty()) {
            return "There is one arm only, so there is nothing to compare.";
        }
        if (others.stream().allMatch(this::isUnknown)) {
            return "Nothing can be said: the runs could not be compared.";
        }
        Optional<Row> accuracy = row(Aspect.ACCURACY);
        if (accuracy.filter(Verdict::isNothing).isPresent()) {
            return "Nothing can be said: no arm has learned to find anything (%s below %s). Train longer."
                    .formatted(accuracy.get().figure(), LEARNED);
        }
        List<Integer> better = arms(others, a -> has(a, Effect.BETTER) && !has(a, Effect.WORSE));
        List<Integer> mixed = arms(others, a -> has(a, Effect.BETTER) && has(a, Effect.WORSE));
        List<Integer> worse = arms(others, a -> !has(a, Effect.BETTER) && has(a, Effect.WORSE));
        if (!better.isEmpty()) {
            int best = best(better);
            String seen = block.seeds() == 1 ? "as far as one seed can tell, " : "";
            return "%s helps here: %s%s%s.%s"
                    .formatted(name(best), seen, changes(best), butConfidence(best), rest(better, best));
        }
        if (!mixed.isEmpty()) {
            int best = best(mixed);
            return "Mixed: %s helps in one respect and hurts in another: %s.".formatted(name(best), changes(best));
        }
        String nothing = "No evidence that %s helps here".formatted(subject.isEmpty() ? "any other arm" : subject);
        if (!worse.isEmpty()) {
            int last = worse.get(worse.size() - 1);
            return worse.size() == 1
                    ? "%s; %s hurts: %s.".formatted(nothing, name(last), changes(last))
                    : "%s; %s hurt, %s so: %s.".formatted(nothing, names(worse), name(last), changes(last));
        }
        return nothing + calibrationClause(others) + ".";
    }

    /** What the figures say one by one, then what they cannot say. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (Aspect aspect : List.of(Aspect.ACCURACY, Aspect.ALARMS, Aspect.CALIBRATION, Aspect.CALIBRATION_AFTER)) {
            row(aspect).map(this::sentence).ifPresent(sentences::add);
        }
        confidences().ifPresent(sentences::add);
        sentences.addAll(block.notes());
        sentences.add(caution());
        return sentences;
    }

    // ---- the headline's parts

    /** Whether the detectors of every arm find next to nothing, so that even a sure difference means nothing. */
    private static boolean isNothing(Row row) {
        return row.figure() != Figure.ACCURACY && row.cells().stream().noneMatch(cell -> cell.value() >= LEARNED);
    }

    /** Whether some arm lowers the calibration error, and whether a temperature would have done as much. */
    private String calibrationClause(List<Integer> others) {
        Optional<Row> before = row(Aspect.CALIBRATION);
        List<Integer> lower =
                arms(others, a -> before.isPresent() && before.get().effect(a) == Effect.BETTER);
        if (lower.isEmpty()) {
            return "";
        }
        double reached = lower.stream()
                .mapToDouble(a -> before.get().cells().get(a).value())
                .min()
                .orElse(Double.NaN);
        double fitted = row(Aspect.CALIBRATION_AFTER)
                .map(row -> row.cells().get(0).value())
                .orElse(Double.NaN);
        String said = ", except that confidence means more with %s".formatted(names(lower));
        return fitted <= reached
                ? said + "; a temperature fitted to '%s' does at least as much".formatted(name(0))
                : said;
    }

    /** What an arm that helps does harm to. */
    private String butConfidence(int arm) {
        return row(Aspect.CALIBRATION)
                .filter(row -> row.effect(arm) == Effect.WORSE)
                .map(row -> "; but confidence means less (%s %s)%s"
                        .formatted(
                                row.figure(),
                                Numbers.signed(row.cells().get(arm).difference()),
                                mends(row.cells().get(arm).value(), arm) ? " until a temperature is fitted" : ""))
                .orElse("");
    }

    /** Whether a fitted temperature lowers an arm's calibration error by half or more. */
    private boolean mends(double before, int arm) {
        return row(Aspect.CALIBRATION_AFTER)
                .map(row -> row.cells().get(arm).value() <= before / 2)
                .orElse(false);
    }

    private String rest(List<Integer> better, int best) {
        List<Integer> rest = arms(better, a -> a != best);
        return rest.isEmpty() ? "" : " So does %s.".formatted(names(rest));
    }

    private int best(List<Integer> arms) {
        Optional<Row> accuracy = row(Aspect.ACCURACY);
        return arms.stream()
                .max(java.util.Comparator.comparingDouble(a ->
                        accuracy.map(row -> row.cells().get(a).difference()).orElse(0.)))
                .orElseThrow();
    }

    /** The figures of the verdict that change, with their intervals. */
    private String changes(int arm) {
        return List.of(Aspect.ACCURACY, Aspect.ALARMS).stream()
                .map(this::row)
                .flatMap(Optional::stream)
                .filter(row -> row.effect(arm) == Effect.BETTER || row.effect(arm) == Effect.WORSE)
                .map(row -> "%s %s (%s)"
                        .formatted(
                                row.figure(),
                                Numbers.signed(row.cells().get(arm).difference()),
                                Numbers.range(row.cells().get(arm).differenceInterval())))
                .collect(Collectors.joining(", "));
    }

    private boolean has(int arm, Effect effect) {
        return List.of(Aspect.ACCURACY, Aspect.ALARMS).stream()
                .map(this::row)
                .flatMap(Optional::stream)
                .anyMatch(row -> row.effect(arm) == effect);
    }

    private boolean isUnknown(int arm) {
        return block.rows().stream().allMatch(row -> row.effect(arm) == Effect.UNKNOWN);
    }

    private static List<Integer> arms(List<Integer> arms, Predicate<Integer> chosen) {
        return arms.stream().filter(chosen).toList();
    }

    // ---- the sentences

    private String sentence(Row row) {
        String each = IntStream.range(1, row.cells().size())
                .mapToObj(a -> "%s %s%s"
                        .formatted(name(a), Numbers.plain(row.cells().get(a).value()), word(row.effect(a))))
                .collect(Collectors.joining("; "));
        String note = row.note().isEmpty() ? "" : " (" + row.note() + ")";
        return "%s%s: %s %s; %s."
                .formatted(
                        capital(row.figure().toString()),
                        note,
                        name(0),
                        Numbers.plain(row.cells().get(0).value()),
                        each);
    }

    private static String word(Effect effect) {
        return switch (effect) {
            case BETTER -> ", better";
            case WORSE -> ", worse";
            case NONE -> ", may be chance";
            case UNKNOWN -> "";
        };
    }

    /** Softer targets lower every confidence; at a fixed threshold that alone looks like fewer false alarms. */
    private Optional<String> confidences() {
        Optional<Row> right = block.rows().stream()
                .filter(row -> row.figure() == Figure.MEAN_RIGHT)
                .findFirst();
        Optional<Row> threshold = block.rows().stream()
                .filter(row -> row.figure() == Figure.THRESHOLD)
                .findFirst();
        if (right.isEmpty() || threshold.isEmpty() || block.arms().size() < 2) {
            return Optional.empty();
        }
        String values = IntStream.range(0, block.arms().size())
                .mapToObj(a -> "%s %s"
                        .formatted(
                                name(a),
                                Numbers.plain(threshold.get().cells().get(a).value())))
                .collect(Collectors.joining(", "));
        return Optional.of(
                "Softer targets shift confidences by themselves, so runs must not be compared at one fixed threshold; the same recall is reached at %s."
                        .formatted(values));
    }

    private String caution() {
        int seeds = block.seeds();
        String counted = "A difference counts if its 95 %% interval over the %d samples leaves zero out%s."
                .formatted(block.images(), seeds > 1 ? " and all %d seeds agree on its sign".formatted(seeds) : "");
        String missing = seeds > 1
                ? " %d seeds bound chance in the training only roughly, and of many intervals one in twenty misses zero by chance."
                        .formatted(seeds)
                : " This is one training of each arm, which cannot tell what an arm does from what another seed would do: repeat with more seeds before relying on it.";
        return counted + missing;
    }

    private Optional<Row> row(Aspect aspect) {
        return block.rows().stream()
                .filter(row -> row.figure().aspect() == aspect)
                .filter(row -> row.cells().stream().anyMatch(cell -> !Double.isNaN(cell.value())))
                .findFirst();
    }

    private String names(List<Integer> arms) {
        return arms.stream().map(this::name).collect(Collectors.joining(", "));
    }

    private String name(int arm) {
        return block.arms().get(arm).name();
    }

    private static String capital(String words) {
        return words.startsWith("mAP") ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** The differences of one arm's trainings, for tables. */
    static String seeds(Row row, int arm) {
        Cell cell = row.cells().get(arm);
        return cell.differences(row.cells().get(0)).stream()
                .map(Numbers::signed)
                .collect(Collectors.joining(", "));
    }
}
