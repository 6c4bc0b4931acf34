package io.candor.data.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a smoothing does to a network that learns its targets perfectly, at quality 1.
 *
 * <p>The same targets mean different things to the two kinds of classifier: K independent sigmoids trained with binary
 * cross entropy (detectors) and one softmax trained with cross entropy (classifiers).
 *
 * @param on target of the true class
 * @param off target of each other class
 * @param scoreCap the confidence at which the loss of an object is least; single ones may lie above it
 * @param logitGap distance between the logit of the true class and that of any other at the optimum; infinite without
 *     smoothing
 * @param lossFloor the smallest possible loss of one foreground anchor (sigmoid) or sample (softmax), in nats
 */
public record SmoothingFacts(double on, double off, double scoreCap, double logitGap, double lossFloor) {

    /**
     * Facts for K independent sigmoids. At the optimum each sigmoid equals its target, so the gap is
     * {@code logit(on) - logit(off)} and the floor is the sum over the classes of the binary entropies of their targets.
     */
    public static SmoothingFacts sigmoid(Smoothing smoothing, int classes) {
        double on = smoothing.on(classes);
        double off = smoothing.off(classes);
        if (off < 0) {
            return new SmoothingFacts(on, off, 1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        }
        double gap = classes == 1 ? logit(on) : logit(on) - logit(off);
        return new SmoothingFacts(on, off, on, gap, binaryEntropy(on) + (classes - 1) * binaryEntropy(off));
    }

    /**
     * Facts for one softmax over K classes. At the optimum the probabilities are the targets scaled to sum to 1, so the
     * gap is {@code ln(on / off)}; the floor is the cross entropy of the targets against those probabilities.
     */
    public static SmoothingFacts softmax(Smoothing smoothing, int classes) {
        double on = smoothing.on(classes);
        double off = smoothing.off(classes);
        double sum = on + (classes - 1) * off;
        if (off < 0) { // generalised smoothing: the better the fit, the lower the loss
            return new SmoothingFacts(on, off, 1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        }
        double gap = classes == 1 ? Double.POSITIVE_INFINITY : Math.log(on / off);
        return new SmoothingFacts(
                on, off, on / sum, gap, surprise(on, on / sum) + (classes - 1) * surprise(off, off / sum));
    }

    /** The facts of a detector as lines of text. */
    List<String> lines() {
        return lines("foreground anchor of quality 1; background targets stay 0");
    }

    /** The facts of a classifier as lines of text. */
    List<String> sampleLines() {
        return lines("sample");
    }

    private List<String> lines(String unit) {
        List<String> lines = new ArrayList<>();
        lines.add(text("  true-class target %.6f, off-class target %.6f", on, off));
        lines.add(text("  score cap %.6f: the loss is least there, so confidences above it become rare", scoreCap));
        lines.add(text("  logit gap at the optimum %.4f", logitGap));
        lines.add(text("  loss floor %.4f nats per %s", lossFloor, unit));
        return lines;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static double logit(double probability) {
        return Math.log(probability) - Math.log1p(-probability);
    }

    private static double binaryEntropy(double probability) {
        return surprise(probability, probability) + surprise(1 - probability, 1 - probability);
    }

    /** {@code -weight ln probability}, 0 where the weight is 0. */
    private static double surprise(double weight, double probability) {
        return weight == 0 ? 0 : -weight * Math.log(probability);
    }
}
