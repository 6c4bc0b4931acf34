package io.candor.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How confident the detections of each class are and how many an image has: what later predictions without labels can
 * be compared with.
 *
 * @param images number of images, also those without detections
 * @param classes one entry per class, in class order
 */
public record ScoreHistogram(int images, List<OfClass> classes) {

    /** Bins of equal width, lower edge included; the last one holds confidence 1 too. */
    public static final int BINS = 100;

    /** Confidence from which detections are counted per image for {@link OfClass#dispersion}. */
    public static final double RATE_FLOOR = .25;

    /**
     * The detections of one class.
     *
     * @param counts detections per bin
     * @param dispersion variance of the number of detections per image, of those with at least {@link #RATE_FLOOR},
     *     divided by its mean: 1 if they fell on images at random; NaN without detections or with fewer than two images
     */
    @SuppressWarnings("ArrayRecordComponent") // read for comparing, never compared
    public record OfClass(String name, int[] counts, double dispersion) {}

    public ScoreHistogram {
        classes = List.copyOf(classes);
    }

    /** The bin of a confidence in [0, 1]. */
    public static int bin(double confidence) {
        int bin = (int) (confidence * BINS);
        if (bin > 0 && confidence < bin / (double) BINS) {
            return bin - 1; // .57 * 100 is less than 57, .29 * 100 more than 28.999
        }
        return bin + 1 < BINS && confidence >= (bin + 1) / (double) BINS ? bin + 1 : Math.min(bin, BINS - 1);
    }

    /** Counts the detections of a set. */
    static ScoreHistogram of(EvaluationSet set) {
        List<OfClass> classes = new ArrayList<>();
        for (int k = 0; k < set.classes().size(); k++) {
            int[] counts = new int[BINS];
            double[] perImage = new double[set.images().size()];
            for (int d = set.firstFound(k); d < set.firstFound(k + 1); d++) {
                counts[bin(set.confidence[d])]++;
                perImage[set.found.image[d]] += set.confidence[d] >= RATE_FLOOR ? 1 : 0;
            }
            classes.add(new OfClass(set.classes().name(k), counts, dispersion(perImage)));
        }
        return new ScoreHistogram(set.images().size(), classes);
    }

    private static double dispersion(double[] counts) {
        double mean = Arrays.stream(counts).average().orElse(Double.NaN);
        double squares = Arrays.stream(counts).map(c -> (c - mean) * (c - mean)).sum();
        return counts.length < 2 || mean == 0 ? Double.NaN : squares / (counts.length - 1) / mean;
    }
}
