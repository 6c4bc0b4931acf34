package io.candor.run.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison for a terminal: the table, then the verdict. */
public final class ComparisonText {

    private static final int WIDTH = 100;

    private ComparisonText() {}

    /** The lines, without the report's charts and pictures. */
    public static List<String> lines(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(row("", comparison.plain().name(), comparison.smoothed().name(), "difference", "95 % interval", ""));
        Figure.all(comparison).forEach(figure -> lines.add(row(figure)));
        lines.add("");
        comparison.definitions().forEach((name, text) -> wrap("  ", name + " = " + text, lines));
        lines.add("");
        Verdict verdict = new Verdict(comparison);
        lines.add(verdict.headline());
        verdict.sentences().forEach(sentence -> wrap("  ", sentence, lines));
        return lines;
    }

    private static String row(Figure figure) {
        return row(
                figure.name(),
                Verdict.number(figure.plain()),
                Verdict.number(figure.smoothed()),
                Verdict.signed(figure.difference()),
                figure.range(),
                figure.explanation());
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, "%-24s %16s %16s  %-10s  %-18s  %s", (Object[]) cells)
                .stripTrailing();
    }

    /** The text in lines of at most {@link #WIDTH} characters, the first after a hyphen, the others below it. */
    private static void wrap(String indent, String text, List<String> lines) {
        StringBuilder line = new StringBuilder(indent + "-");
        for (String word : text.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(indent + " ");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
    }
}
