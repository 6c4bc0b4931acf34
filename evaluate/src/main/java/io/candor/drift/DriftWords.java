package io.candor.drift;

import io.candor.drift.Drift.Rate;
import io.candor.drift.Drift.Shift;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison in sentences and as a table. */
public final class DriftWords {

    private DriftWords() {}

    /** First whether the calibrator still applies, then why, then what else has moved. */
    public static List<String> sentences(Drift drift) {
        List<String> sentences = new ArrayList<>();
        sentences.add(headline(drift));
        sentences.add(reason(drift));
        List<String> moved = drift.classes().stream()
                .filter(row -> row.rate().changed())
                .map(row -> "%s %s to %s"
                        .formatted(
                                row.name(),
                                number(row.rate().reference()),
                                number(row.rate().current())))
                .toList();
        if (!moved.isEmpty()) {
            sentences.add(
                    "Detections per image have changed by more than chance: %s. The share of right detections at a given confidence changes with how common a class is, so check the calibration of these classes."
                            .formatted(String.join(", ", moved)));
        }
        List<String> shifted = drift.classes().stream()
                .filter(row -> row.verdict() == Drift.Verdict.NO_LONGER || row.verdict() == Drift.Verdict.CHECK)
                .map(row -> "%s (%s)".formatted(row.name(), number(row.stabilityIndex())))
                .toList();
        if (!shifted.isEmpty()) {
            sentences.add("By class the confidences of these have shifted: %s.".formatted(String.join(", ", shifted)));
        }
        sentences.add(
                "This looks at confidences alone: a model can be wrong in new ways with unchanged confidences. Only labels show that.");
        return sentences;
    }

    private static String headline(Drift drift) {
        return switch (drift.verdict()) {
            case APPLIES -> "The calibrator still applies: confidences look as they did.";
            case CHECK ->
                "Check the calibrator: confidences have shifted moderately. Label some of the new images and evaluate.";
            case NO_LONGER ->
                "The calibrator no longer applies: confidences have shifted. Label some of the new images and fit it anew.";
            case CANNOT_TELL -> "These predictions cannot tell: there are too few detections. Collect more images.";
        };
    }

    private static String reason(Drift drift) {
        Shift all = drift.all();
        return "Population stability index %s%s over %d new and %d reference detections of confidence %s or more; equal populations exceed %s once in twenty samples of this size. Below %s is called no shift, from %s on a major one (Siddiqi 2006)."
                .formatted(
                        number(all.stabilityIndex()),
                        all.stabilityInterval().isKnown()
                                ? " [%s, %s]"
                                        .formatted(
                                                number(all.stabilityInterval().low()),
                                                number(all.stabilityInterval().high()))
                                : "",
                        all.newDetections(),
                        all.referenceDetections(),
                        number(drift.settings().floor()),
                        number(all.chanceIndex()),
                        number(drift.settings().moderate()),
                        number(drift.settings().major()));
    }

    /** Aligned columns, all classes first. */
    public static List<String> table(Drift drift) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "%-16s %9s %9s %7s %7s %7s %18s %-12s",
                "class", "reference", "new", "PSI", "KS", "p", "per image", "verdict"));
        row(lines, drift.all());
        drift.classes().forEach(row -> row(lines, row));
        return lines;
    }

    private static void row(List<String> lines, Shift shift) {
        Rate rate = shift.rate();
        String rates =
                "%s -> %s%s".formatted(number(rate.reference()), number(rate.current()), rate.changed() ? " *" : "");
        lines.add(String.format(
                "%-16s %9d %9d %7s %7s %7s %18s %-12s",
                shift.name(),
                shift.referenceDetections(),
                shift.newDetections(),
                number(shift.stabilityIndex()),
                number(shift.distance()),
                number(shift.chance()),
                rates,
                words(shift.verdict())));
    }

    static String words(Drift.Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : Double.isInfinite(value) ? "inf" : String.format(Locale.ROOT, "%.3f", value);
    }
}
