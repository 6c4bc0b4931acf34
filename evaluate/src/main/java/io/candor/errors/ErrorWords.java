package io.candor.errors;

import io.candor.metric.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The mistakes as text for a terminal. */
public final class ErrorWords {

    private ErrorWords() {}

    /** One line of counts, then the slices as aligned columns. */
    public static List<String> table(ErrorAnalysis analysis) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "At confidence %s and IoU %s: %d false alarms, %d misses (%d with a touching neighbour), %d confusions, %d clean images that alarm."
                        .formatted(
                                number(analysis.settings().confidence()),
                                analysis.iou(),
                                analysis.falseAlarms().size(),
                                analysis.misses().size(),
                                analysis.missesByNeighbour().size(),
                                analysis.confusions().size(),
                                analysis.cleanAlarms().size()));
        lines.add(String.format(
                "%-26s %7s %8s %8s %7s %-16s %-16s %s",
                "part of the data",
                "images",
                "objects",
                "found",
                "recall",
                "Wilson",
                "over images",
                "false alarms/image"));
        for (ErrorAnalysis.Slice slice : analysis.slices()) {
            if (slice.images() > 0) {
                lines.add(String.format(
                                "%-26s %7d %8d %8d %7s %-16s %-16s %s",
                                slice.name(),
                                slice.images(),
                                slice.objects(),
                                slice.found(),
                                number(slice.recall()),
                                range(slice.wilson()),
                                range(slice.bootstrap()),
                                Double.isNaN(slice.falseAlarmsPerImage())
                                        ? ""
                                        : number(slice.falseAlarmsPerImage()) + " " + range(slice.falseAlarmInterval()))
                        .stripTrailing());
            }
        }
        return lines;
    }

    private static String range(Interval interval) {
        return interval.isKnown() ? "[%s, %s]".formatted(number(interval.low()), number(interval.high())) : "";
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }
}
