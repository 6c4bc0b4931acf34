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
 * @param noise how much figures differ between trainings that differ in nothing but the seed
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
        Noise noise,
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
     * Differences another seed alone would make; smaller ones are not findings.
     *
     * @param map for mAP50, mAP50-95 and recall
     * @param calibration for the calibration error
     */
    public record Noise(double map, double calibration) {}

    /**
     * One image three times.
     *
     * @param type of the bytes, such as {@code image/jpeg}
     */
    @SuppressWarnings("ArrayRecordComponent") // file contents, never compared
    public record Picture(String caption, String type, byte[] truth, byte[] plain, byte[] smoothed) {}
}
