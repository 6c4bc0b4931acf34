package io.candor.run.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What the numbers of a comparison say, in words. */
public final class Verdict {

    /** What smoothing did to one figure. */
    public enum Effect {
        BETTER,
        WORSE,
        NONE,
        UNKNOWN
    }

    private final Comparison comparison;

    public Verdict(Comparison comparison) {
        this.comparison = comparison;
    }

    /** mAP50-95: higher is better. */
    public Effect accuracy() {
        return share(Comparison.Scores::map5095);
    }

    /** A share of objects, such as mAP50 or recall: higher is better. */
    Effect share(ToDoubleFunction<Comparison.Scores> figure) {
        double plain = figure.applyAsDouble(comparison.plain().scores());
        double smoothed = figure.applyAsDouble(comparison.smoothed().scores());
        return effect(smoothed - plain, comparison.noise().map());
    }

    /**
     * False alarms at matched recall: lower is better. Counts are taken as Poisson, so a difference counts from two
     * standard deviations, that is twice the square root of the sum of both counts.
     */
    public Effect falseAlarms() {
        double plain = comparison.plain().scores().falseAlarms() * comparison.images();
        double smoothed = comparison.smoothed().scores().falseAlarms() * comparison.images();
        return effect(plain - smoothed, 2 * Math.sqrt(Math.max(1, plain + smoothed)));
    }

    /** Calibration error: lower is better. */
    public Effect calibration() {
        return effect(
                comparison.plain().confidence().calibrationError()
                        - comparison.smoothed().confidence().calibrationError(),
                comparison.noise().calibration());
    }

    /** One sentence. */
    public String headline() {
        List<Effect> effects = List.of(accuracy(), falseAlarms(), calibration());
        boolean better = effects.contains(Effect.BETTER);
        boolean worse = effects.contains(Effect.WORSE);
        if (better && worse) {
            return "Mixed: smoothing helped in one respect and hurt in another.";
        }
        if (better) {
            return "Smoothing helped here.";
        }
        return worse ? "Smoothing did not help here." : "Smoothing made no difference worth naming here.";
    }

    /** A sentence per figure, then what the comparison cannot say. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add(accuracySentence());
        sentences.add(falseAlarmSentence());
        sentences.add(calibrationSentence());
        sentences.add(confidenceSentence());
        sentences.add(
                ("This is one pair of trainings with one seed. Differences below %s in average precision and %s in "
                                + "calibration error are what another seed alone would make, and are not counted; "
                                + "false alarms count from two standard deviations of their number.")
                        .formatted(
                                number(comparison.noise().map()),
                                number(comparison.noise().calibration())));
        return sentences;
    }

    private String accuracySentence() {
        double plain = comparison.plain().scores().map5095();
        double smoothed = comparison.smoothed().scores().map5095();
        String sentence = switch (accuracy()) {
            case BETTER -> "Objects are found better: mAP50-95 rose from %s to %s.";
            case WORSE -> "Objects are found less well: mAP50-95 fell from %s to %s.";
            case NONE -> "Objects are found equally well: mAP50-95 is %s without and %s with smoothing.";
            case UNKNOWN -> "mAP50-95 could not be compared (%s without, %s with smoothing).";
        };
        return sentence.formatted(number(plain), number(smoothed));
    }

    private String falseAlarmSentence() {
        double plain = comparison.plain().scores().falseAlarms();
        double smoothed = comparison.smoothed().scores().falseAlarms();
        String recall = number(comparison.matchedRecall());
        String sentence = switch (falseAlarms()) {
            case BETTER -> "Where both find %s of the objects, false alarms fell from %s to %s per image.";
            case WORSE -> "Where both find %s of the objects, false alarms rose from %s to %s per image.";
            case NONE -> "Where both find %s of the objects, false alarms are alike: %s and %s per image.";
            case UNKNOWN -> "False alarms at a recall of %s could not be compared: not both runs reach it (%s and %s).";
        };
        return sentence.formatted(recall, number(plain), number(smoothed));
    }

    private String calibrationSentence() {
        double plain = comparison.plain().confidence().calibrationError();
        double smoothed = comparison.smoothed().confidence().calibrationError();
        String sentence = switch (calibration()) {
            case BETTER -> "Confidence can be trusted more: the calibration error fell from %s to %s.";
            case WORSE -> "Confidence can be trusted less: the calibration error rose from %s to %s.";
            case NONE ->
                "Confidence can be trusted equally: the calibration error is %s without and %s with smoothing.";
            case UNKNOWN -> "The calibration error could not be compared (%s without, %s with smoothing).";
        };
        return sentence.formatted(number(plain), number(smoothed));
    }

    /** Softer targets lower every confidence; at a fixed threshold that alone looks like fewer false alarms. */
    private String confidenceSentence() {
        Comparison.Confidence plain = comparison.plain().confidence();
        Comparison.Confidence smoothed = comparison.smoothed().confidence();
        return ("The mean confidence of right detections went from %s to %s, of wrong ones from %s to %s. Softer targets "
                        + "shift confidences by themselves, so the two runs must not be compared at one fixed "
                        + "threshold; the same recall is reached at %s without and %s with smoothing.")
                .formatted(
                        number(plain.meanRight()),
                        number(smoothed.meanRight()),
                        number(plain.meanWrong()),
                        number(smoothed.meanWrong()),
                        number(comparison.plain().scores().threshold()),
                        number(comparison.smoothed().scores().threshold()));
    }

    private static Effect effect(double gain, double noise) {
        if (Double.isNaN(gain)) {
            return Effect.UNKNOWN;
        }
        if (Math.abs(gain) < noise) {
            return Effect.NONE;
        }
        return gain > 0 ? Effect.BETTER : Effect.WORSE;
    }

    static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }
}
