package io.candor.data.inspect;

import io.candor.data.Split;
import io.candor.data.read.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** An {@link Inspection} as tables for a terminal. */
final class InspectionText {

    private static final int EXAMPLES = 3; // per kind of finding; the JSON has them all

    private final Inspection inspection;
    private final List<String> lines = new ArrayList<>();

    InspectionText(Inspection inspection) {
        this.inspection = inspection;
    }

    List<String> lines() {
        add("%s: %d classes", inspection.source(), inspection.classes().size());
        inspection.notes().forEach(note -> add("note: %s", note));
        add("");
        images();
        add("");
        classes();
        add("");
        boxes();
        add("");
        objects();
        add("");
        findings();
        return lines;
    }

    private void images() {
        header("images", "images", "labels", "empty", "smallest", "largest", "commonest");
        inspection.splits().forEach((split, summary) -> {
            List<Object> row = new ArrayList<>(List.of(summary.images(), summary.labels(), summary.background()));
            summary.imageSizes().ifPresent(sizes -> {
                row.add(sizes.smallest());
                row.add(sizes.largest());
                row.add(sizes.commonest());
            });
            row(name(split), row.toArray());
        });
    }

    private void classes() {
        List<Object> titles = new ArrayList<>();
        inspection.splits().keySet().forEach(split -> {
            titles.add(name(split) + " labels");
            titles.add("images");
        });
        header("classes", titles.toArray());
        for (int i = 0; i < inspection.classes().size(); i++) {
            List<Object> row = new ArrayList<>();
            for (SplitSummary summary : inspection.splits().values()) {
                row.add(summary.classes().get(i).labels());
                row.add(summary.classes().get(i).images());
            }
            row(i + " " + inspection.classes().name(i), row.toArray());
        }
    }

    private void boxes() {
        header("box sizes", "small", "medium", "large", "least", "5 %", "median", "95 %", "greatest");
        inspection.splits().forEach((split, summary) -> {
            BoxSizes sizes = summary.boxSizes();
            List<Object> row = new ArrayList<>(List.of(sizes.small(), sizes.medium(), sizes.large()));
            if (!sizes.relative().isEmpty()) {
                for (int quantile : new int[] {0, 1, 3, 5, 6}) {
                    row.add(percent(sizes.relative().get(quantile)));
                }
            }
            row(name(split), row.toArray());
        });
        add("  small: under 32 x 32 pixels, large: from 96 x 96; the others: share of the image's side");
    }

    private void objects() {
        Function<ObjectCounts, Object[]> keys =
                counts -> counts.images().keySet().toArray();
        inspection.splits().values().stream()
                .findFirst()
                .ifPresent(any -> header("objects per image", keys.apply(any.objects())));
        inspection.splits().forEach((split, summary) -> {
            row(name(split), summary.objects().images().values().toArray());
            add(
                    "  %-22s mean %.1f, most %d",
                    "", summary.objects().mean(), summary.objects().most());
        });
    }

    private void findings() {
        if (inspection.findings().isEmpty()) {
            add("nothing to mend");
            return;
        }
        add("to mend");
        for (Fault fault : Fault.values()) {
            List<Finding> found = inspection.findings().stream()
                    .filter(finding -> finding.fault() == fault)
                    .toList();
            if (!found.isEmpty()) {
                add("  %6d %s%s", found.size(), fault.title(), consequence(fault));
                found.stream().limit(EXAMPLES).forEach(finding -> add("           %s", finding));
                if (found.size() > EXAMPLES) {
                    add("           and %d more", found.size() - EXAMPLES);
                }
            }
        }
    }

    private static String consequence(Fault fault) {
        return switch (fault.consequence()) {
            case IMAGE_LEFT_OUT -> " (the image is not used)";
            case LABEL_LEFT_OUT -> " (the label is not used)";
            case OUTLINE_LEFT_OUT -> " (used as a box, without the outline)";
            case NONE -> "";
        };
    }

    private void header(String title, Object... columns) {
        row(title, columns);
        lines.set(lines.size() - 1, lines.get(lines.size() - 1).substring(2));
        lines.set(lines.size() - 1, pad(title, 24) + lines.get(lines.size() - 1).substring(22));
    }

    private void row(String title, Object... columns) {
        StringBuilder line = new StringBuilder("  ").append(pad(title, 22));
        for (Object column : columns) {
            line.append(String.format(Locale.ROOT, " %12s", column));
        }
        lines.add(line.toString());
    }

    private static String pad(String text, int width) {
        return text.length() > width ? text.substring(0, width) : text + " ".repeat(width - text.length());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String name(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    private void add(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
    }
}
