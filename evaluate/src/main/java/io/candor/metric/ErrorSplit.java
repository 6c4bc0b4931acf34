package io.candor.metric;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The errors of a detector by kind (Bolya et al. 2020: TIDE).
 *
 * @param costs per kind, how much average precision at IoU .5 would rise if it were mended alone
 * @param falsePositives how much it would rise without any wrong detection
 * @param falseNegatives how much it would rise if objects that were not found did not count
 * @param counts wrong detections of at least {@code confidence} by kind; of {@link ErrorKind#MISSED}, objects
 * @param bootstrap how the intervals were computed
 */
public record ErrorSplit(
        Map<ErrorKind, Estimate> costs,
        Estimate falsePositives,
        Estimate falseNegatives,
        Map<ErrorKind, Integer> counts,
        double confidence,
        String bootstrap) {

    public ErrorSplit {
        costs = Collections.unmodifiableMap(new EnumMap<>(costs));
        counts = Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    /** The errors of a set, with intervals. */
    public static ErrorSplit of(EvaluationSet set, double confidence, BootstrapSettings bootstrap) {
        return of(new Matches(set), confidence, bootstrap);
    }

    static ErrorSplit of(Matches matches, double confidence, BootstrapSettings bootstrap) {
        EvaluationSet set = matches.set;
        DetectionErrors errors = new DetectionErrors(matches);
        Resampled resampled = new ErrorCosts(errors);
        int images = set.images().size();
        BootstrapSettings affordable = bootstrap.affordable(set.detections());
        int[] once = new int[images];
        Arrays.fill(once, 1);
        double[] values = resampled.figures(once);
        List<Interval> intervals = Bootstrap.intervals(images, resampled, affordable);
        Map<ErrorKind, Estimate> costs = new EnumMap<>(ErrorKind.class);
        int at = 0;
        for (ErrorKind kind : ErrorKind.values()) {
            costs.put(kind, estimate(set, kind.key(), values[at], intervals.get(at)));
            at++;
        }
        return new ErrorSplit(
                costs,
                estimate(set, "false positives", values[at], intervals.get(at)),
                estimate(set, "false negatives", values[at + 1], intervals.get(at + 1)),
                counts(errors, confidence),
                confidence,
                affordable.words(images));
    }

    private static Estimate estimate(EvaluationSet set, String mended, double value, Interval interval) {
        Definition definition = Definition.of("AP50 lost")
                .with("mended", mended)
                .with("matching", Matching.RULE)
                .with("iou", DetectionErrors.FOREGROUND)
                .with("background iou", "below " + DetectionErrors.BACKGROUND)
                .with("max detections", "100 per image and class")
                .with("crowd regions", "detections inside are left out")
                .with("mean", "over classes with objects")
                .on(set);
        return new Estimate(new Measure(value, definition), interval);
    }

    private static Map<ErrorKind, Integer> counts(DetectionErrors errors, double confidence) {
        Map<ErrorKind, Integer> counts = new EnumMap<>(ErrorKind.class);
        for (ErrorKind kind : ErrorKind.values()) {
            counts.put(kind, 0);
        }
        for (int d = 0; d < errors.set.detections(); d++) {
            if (errors.set.confidence[d] >= confidence) {
                errors.kind(d).ifPresent(kind -> counts.merge(kind, 1, Integer::sum));
            }
        }
        for (int t = 0; t < errors.set.objects(); t++) {
            counts.merge(ErrorKind.MISSED, errors.missed(t) ? 1 : 0, Integer::sum);
        }
        return counts;
    }
}
