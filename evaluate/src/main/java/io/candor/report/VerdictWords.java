package io.candor.report;

import io.candor.calibrate.CalibrationEffect.Verdict;

/** What to do with calibrated numbers, by what calibration did to a figure. */
final class VerdictWords {

    private VerdictWords() {}

    static String of(Verdict verdict) {
        return switch (verdict) {
            case BETTER -> "Use the calibrated numbers for decisions, on images like these only.";
            case WORSE -> "That is worse by more than chance: do not use them.";
            case SAME -> "That is not better by more than chance.";
            case UNKNOWN -> "There are too few images to tell whether that is more than chance.";
        };
    }
}
