package io.candor.run.compare;

import java.util.List;
import java.util.Map;

/**
 * Everything the comparison of two trainings says. Plain numbers, so that the report needs neither a network nor a data
 * set.
 *
 * @param title of the page
 * @param story what was made and trained, one short paragraph each
 * @param plain the run without smoothing
 * @param smoothed the run with smoothing, otherwise the same
 * @param matchedRecall share of the objects both runs find where their false alarms are compared
 * @param images number of images the runs were evaluated on
 * @param definitions exact meaning of a figure, by the figure's name
 * @param intervals how far each difference can be told from chance
 * @param pictures of the evaluated images
 * @param provenance versions, seed, settings, times: by name, in order
 */
public record Comparison(
        String title,
        List<String> story,
        Run plain,
        Run smoothed,
        double matchedRecall,
        int images,
        Map<String, String> definitions,
        Intervals intervals,
        List<Picture> pictures,
        Map<String, String> provenance) {

    public Comparison {
        story = List.copyOf(story);
        pictures = List.copyOf(pictures);
    }

    /**
     * One training and its evaluation.
     *
     * @param name as in the table's head
     * @param epsilon smoothing factor
     * @param map50Path mAP50 after each epoch
     */
    public record Run(String name, double epsilon, Scores scores, Confidence confidence, List<Double> map50Path) {

        public Run {
            map50Path = List.copyOf(map50Path);
        }
    }

    /**
     * How well objects are found. NaN where a figure does not exist.
     *
     * @param recall at the threshold of the best F1
     * @param falseAlarms per image, at {@link Comparison#matchedRecall}
     * @param threshold confidence at which that recall is reached
     * @param perClass average precision at IoU .5 by class name, in class order
     */
    public record Scores(
            double map50,
            double map5095,
            double recall,
            double falseAlarms,
            double threshold,
            Map<String, Double> perClass) {}

    /**
     * How far confidences can be trusted.
     *
     * @param meanRight mean confidence of right detections
     * @param meanWrong mean confidence of wrong detections
     * @param calibrationError defined in {@link Comparison#definitions}
     * @param bins of the reliability diagram
     * @param right detections per confidence bin of equal width that are right
     * @param wrong detections per confidence bin that are wrong
     */
    public record Confidence(
            double meanRight,
            double meanWrong,
            double calibrationError,
            List<Bin> bins,
            List<Integer> right,
            List<Integer> wrong) {

        public Confidence {
            bins = List.copyOf(bins);
            right = List.copyOf(right);
            wrong = List.copyOf(wrong);
        }
    }

    /** A bar of the reliability diagram: of {@code count} detections, {@code precision} were right. */
    public record Bin(double low, double high, int count, double meanConfidence, double precision) {}

    /**
     * Differences, smoothed minus plain, that other images of the same kind would make plausible. They say nothing about
     * another seed.
     */
    public record Intervals(
            Interval map50, Interval map5095, Interval recall, Interval falseAlarms, Interval calibrationError) {}

    /** Ends of a 95 % interval; NaN if it is not known. */
    public record Interval(double low, double high) {

        /** Of a figure that cannot be compared. */
        public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

        /** True if it tells a difference from none. */
        boolean excludesZero() {
            return low > 0 || high < 0;
        }
    }

    /**
     * One image three times.
     *
     * @param type of the bytes, such as {@code image/jpeg}
     */
    @SuppressWarnings("ArrayRecordComponent") // file contents, never compared
    public record Picture(String caption, String type, byte[] truth, byte[] plain, byte[] smoothed) {}
}
