package io.candor.run.compare;

import io.candor.run.compare.Comparison.Interval;
import io.candor.run.compare.Verdict.Effect;
import java.util.List;

/**
 * One line of a comparison's table.
 *
 * @param note what a reader must know about it
 * @param better which way is better
 * @param interval of the difference; unknown if none was computed
 */
record Figure(String name, String note, Better better, double plain, double smoothed, Interval interval) {

    /** Which of two values is the better one. */
    enum Better {
        HIGHER("higher is better"),
        LOWER("lower is better"),
        /** It says nothing by itself. */
        NEITHER("");

        private final String words;

        Better(String words) {
            this.words = words;
        }
    }

    /** All of them, in reading order. */
    static List<Figure> all(Comparison comparison) {
        return List.of(
                map50(comparison),
                map5095(comparison),
                recall(comparison),
                falseAlarms(comparison),
                threshold(comparison),
                new Figure(
                        "mean confidence, right",
                        "detections that hit",
                        Better.NEITHER,
                        comparison.plain().confidence().meanRight(),
                        comparison.smoothed().confidence().meanRight(),
                        Interval.UNKNOWN),
                new Figure(
                        "mean confidence, wrong",
                        "detections that do not",
                        Better.NEITHER,
                        comparison.plain().confidence().meanWrong(),
                        comparison.smoothed().confidence().meanWrong(),
                        Interval.UNKNOWN),
                calibrationError(comparison));
    }

    static Figure map50(Comparison comparison) {
        return new Figure(
                "mAP50",
                "",
                Better.HIGHER,
                comparison.plain().scores().map50(),
                comparison.smoothed().scores().map50(),
                comparison.intervals().map50());
    }

    static Figure map5095(Comparison comparison) {
        return new Figure(
                "mAP50-95",
                "",
                Better.HIGHER,
                comparison.plain().scores().map5095(),
                comparison.smoothed().scores().map5095(),
                comparison.intervals().map5095());
    }

    private static Figure recall(Comparison comparison) {
        return new Figure(
                "recall",
                "at the best F1",
                Better.HIGHER,
                comparison.plain().scores().recall(),
                comparison.smoothed().scores().recall(),
                comparison.intervals().recall());
    }

    static Figure falseAlarms(Comparison comparison) {
        return new Figure(
                "false alarms per image",
                matched(comparison),
                Better.LOWER,
                comparison.plain().scores().falseAlarms(),
                comparison.smoothed().scores().falseAlarms(),
                comparison.intervals().falseAlarms());
    }

    private static Figure threshold(Comparison comparison) {
        return new Figure(
                "threshold",
                "that gives this recall",
                Better.NEITHER,
                comparison.plain().scores().threshold(),
                comparison.smoothed().scores().threshold(),
                Interval.UNKNOWN);
    }

    static Figure calibrationError(Comparison comparison) {
        return new Figure(
                "calibration error",
                "",
                Better.LOWER,
                comparison.plain().confidence().calibrationError(),
                comparison.smoothed().confidence().calibrationError(),
                comparison.intervals().calibrationError());
    }

    private static String matched(Comparison comparison) {
        return "at a recall of " + Verdict.number(comparison.matchedRecall());
    }

    /** The note, and which way is better. */
    String explanation() {
        return note.isEmpty() || better.words.isEmpty() ? note + better.words : note + "; " + better.words;
    }

    double difference() {
        return smoothed - plain;
    }

    /** What smoothing did to it, as far as the images tell. */
    Effect effect() {
        if (better == Better.NEITHER || Double.isNaN(difference()) || Double.isNaN(interval.low())) {
            return Effect.UNKNOWN;
        }
        if (!interval.excludesZero()) {
            return Effect.NONE;
        }
        return interval.low() > 0 == (better == Better.HIGHER) ? Effect.BETTER : Effect.WORSE;
    }

    boolean hasInterval() {
        return !Double.isNaN(interval.low());
    }

    /** The ends of the interval with their signs; empty without one. */
    String range() {
        return hasInterval() ? Verdict.signed(interval.low()) + " to " + Verdict.signed(interval.high()) : "";
    }
}
