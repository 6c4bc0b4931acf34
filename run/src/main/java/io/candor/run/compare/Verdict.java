package io.candor.run.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
        return Figure.map5095(comparison).effect();
    }

    /** False alarms at matched recall: lower is better. */
    public Effect falseAlarms() {
        return Figure.falseAlarms(comparison).effect();
    }

    /** Calibration error: lower is better. */
    public Effect calibration() {
        return Figure.calibrationError(comparison).effect();
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
        if (effects.stream().allMatch(Effect.UNKNOWN::equals)) {
            return "Nothing can be said: the runs could not be compared.";
        }
        return worse ? "Smoothing did not help here." : "These images show no difference that could not be chance.";
    }

    /** A sentence per figure, then what the comparison cannot say. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add(accuracySentence());
        sentences.add(falseAlarmSentence());
        sentences.add(calibrationSentence());
        sentences.add(confidenceSentence());
        sentences.add(
                ("A difference is counted if its 95 %% interval over the %d images leaves zero out. This is one pair of "
                                + "trainings with one seed, which cannot tell what smoothing does from what another "
                                + "seed would do: repeat with other seeds before relying on it.")
                        .formatted(comparison.images()));
        return sentences;
    }

    private String accuracySentence() {
        double plain = comparison.plain().scores().map5095();
        double smoothed = comparison.smoothed().scores().map5095();
        String sentence = switch (accuracy()) {
            case BETTER -> "Objects are found better: mAP50-95 rose from %s to %s.";
            case WORSE -> "Objects are found less well: mAP50-95 fell from %s to %s.";
            case NONE ->
                "Whether objects are found better or worse cannot be told: mAP50-95 is %s without and %s with smoothing.";
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
            case NONE ->
                "Where both find %s of the objects, false alarms cannot be told apart: %s without and %s with smoothing per image.";
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
                "Whether confidence can be trusted more or less cannot be told: the calibration error is %s without and %s with smoothing.";
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

    static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** With its sign, a true minus. */
    static String signed(double value) {
        String sign = value > 0 ? "+" : value < 0 ? "−" : "";
        return sign + number(Math.abs(value));
    }
}
