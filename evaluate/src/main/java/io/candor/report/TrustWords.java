package io.candor.report;

import io.candor.metric.Reliability;
import java.util.Locale;
import java.util.Optional;

/** How far confidence is from the share of right answers, in words. */
final class TrustWords {

    /** A binned error above this is worth calibrating. */
    static final double WORTH_CALIBRATING = .03;

    /** A gap of less than this, in shares, is called honest. */
    static final double HONEST = .02;

    private TrustWords() {}

    /**
     * What completes the words "its confidence is".
     *
     * @param gap mean confidence less the share of right answers
     * @param error binned calibration error
     * @param after calibrated confidences, where there are such
     */
    static String of(double gap, double error, Optional<Reliability> after) {
        return after.map(reliability -> "%s before calibration and %s after it"
                        .formatted(of(gap, error), of(reliability.signedGap(), reliability.error())))
                .orElseGet(() -> of(gap, error));
    }

    private static String of(double gap, double error) {
        if (Math.abs(gap) < HONEST) {
            return error < WORTH_CALIBRATING ? "honest" : "honest on average, but not at every level";
        }
        return "too %s by %s points".formatted(gap > 0 ? "high" : "low", points(gap));
    }

    /** A share in points, without its sign. */
    static String points(double gap) {
        return String.format(Locale.ROOT, "%.1f", 100 * Math.abs(gap));
    }
}
