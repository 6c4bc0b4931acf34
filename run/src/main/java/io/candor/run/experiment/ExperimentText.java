package io.candor.run.experiment;

import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.Experiment.Effect;
import io.candor.run.experiment.Experiment.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A comparison for a terminal: a table per condition, then the verdict. */
public final class ExperimentText {

    private static final int WIDTH = 110;
    private static final int FIRST = 26;
    private static final int NEXT = 28;

    private ExperimentText() {}

    /** The lines, without the report's drawings. */
    public static List<String> lines(Experiment experiment) {
        List<String> lines = new ArrayList<>();
        for (Block block : experiment.blocks()) {
            lines.add("");
            if (!block.name().isEmpty()) {
                lines.add("== " + block.name());
            }
            table(block, lines);
            lines.add("");
            Verdict verdict = new Verdict(block, experiment.subject());
            wrap("", verdict.headline(), lines);
            verdict.sentences().forEach(sentence -> wrap("  - ", sentence, lines));
        }
        return lines;
    }

    private static void table(Block block, List<String> lines) {
        StringBuilder head = new StringBuilder(cell("", FIRST));
        block.arms().forEach(arm -> head.append(cell(arm.name(), NEXT)));
        lines.add(head.toString().stripTrailing());
        for (Row row : block.rows()) {
            StringBuilder line = new StringBuilder(cell(row.figure().toString(), FIRST));
            IntStream.range(0, row.cells().size()).forEach(a -> line.append(cell(text(row, a), NEXT)));
            lines.add(line.toString().stripTrailing());
        }
        lines.add("(value, difference from %s, its 95 %% interval; * better, ! worse)"
                .formatted(block.arms().get(0).name()));
    }

    private static String text(Row row, int arm) {
        Experiment.Cell cell = row.cells().get(arm);
        if (arm == 0) {
            return Numbers.plain(cell.value());
        }
        String mark = row.effect(arm) == Effect.BETTER ? "*" : row.effect(arm) == Effect.WORSE ? "!" : "";
        String range = cell.differenceInterval().isKnown()
                ? " [%s, %s]"
                        .formatted(
                                Numbers.signed(cell.differenceInterval().low()),
                                Numbers.signed(cell.differenceInterval().high()))
                : "";
        return "%s %s%s%s".formatted(Numbers.plain(cell.value()), Numbers.signed(cell.difference()), range, mark);
    }

    private static String cell(String text, int width) {
        return String.format(Locale.ROOT, "%-" + width + "s  ", text);
    }

    /** The text in lines of at most {@link #WIDTH} characters, the first after {@code indent}, the others below it. */
    private static void wrap(String indent, String text, List<String> lines) {
        String below = " ".repeat(indent.length());
        StringBuilder line = new StringBuilder(indent);
        boolean empty = true;
        for (String word : text.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(below);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
    }
}
