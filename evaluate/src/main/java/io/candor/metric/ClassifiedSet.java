package io.candor.metric;

import io.candor.data.Classes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * What a classifier claims about pictures and what they show, row by row. At the least a confidence and whether the
 * prediction was correct; with predictions and labels also the classes; with probabilities the whole distribution.
 */
public final class ClassifiedSet {

    private final Classes classes;
    private final int rows;
    /** (rows, classes), row by row; empty if only the confidence of the prediction is known. */
    private final double[] probabilities;

    final double[] confidence;
    final boolean[] correct;
    /** -1 if not known. */
    final int[] prediction;
    /** -1 if not known. */
    final int[] label;

    private final List<String> images;
    private final boolean named;
    /** Per row, its image; rows of one image are drawn together. */
    final int[] image;

    private final String fingerprint;

    private ClassifiedSet(Builder builder) {
        classes = builder.classes;
        probabilities = builder.probabilities.array();
        confidence = builder.confidence.array();
        rows = confidence.length;
        prediction = builder.prediction.array();
        label = builder.label.array();
        image = builder.image.array();
        correct = new boolean[rows];
        int[] right = builder.correct.array();
        for (int i = 0; i < rows; i++) {
            correct[i] = right[i] != 0;
        }
        images = List.copyOf(builder.images.keySet());
        named = builder.named;
        fingerprint = computeFingerprint();
    }

    /** An empty set; classes may be empty if predictions and labels are not known. */
    public static Builder builder(Classes classes) {
        return new Builder(classes);
    }

    /** The classes; none if only confidence and correctness are known. */
    public Classes classes() {
        return classes;
    }

    public int size() {
        return rows;
    }

    /** Names of the images, each once, in the order of first appearance. */
    public List<String> images() {
        return images;
    }

    /** Whether images have names of their own; otherwise every row is an image and its number the name. */
    public boolean hasNames() {
        return named;
    }

    /** Position in {@link #images} of the image of a row. */
    public int image(int row) {
        return image[row];
    }

    /** Confidence of the prediction. */
    public double confidence(int row) {
        return confidence[row];
    }

    public boolean correct(int row) {
        return correct[row];
    }

    /** Predicted class, the first of several with the highest probability; -1 if not known. */
    public int prediction(int row) {
        return prediction[row];
    }

    /** True class; -1 if not known. */
    public int label(int row) {
        return label[row];
    }

    /** Whether predicted and true classes are known. */
    public boolean hasLabels() {
        return classes.size() > 0;
    }

    /** Whether the probability of every class is known. */
    public boolean hasProbabilities() {
        return probabilities.length > 0;
    }

    /** Probability of a class; only if {@link #hasProbabilities}. */
    public double probability(int row, int classIndex) {
        return probabilities[row * classes.size() + classIndex];
    }

    /** Probabilities of all classes; only if {@link #hasProbabilities}. */
    public double[] probabilities(int row) {
        return Arrays.copyOfRange(probabilities, row * classes.size(), (row + 1) * classes.size());
    }

    /** The same rows with other probabilities, and the predictions that follow from them. */
    public ClassifiedSet withProbabilities(IntFunction<double[]> ofRow) {
        Builder builder = emptied();
        for (int i = 0; i < rows; i++) {
            builder.probabilities(images.get(image[i]), ofRow.apply(i), label[i]);
        }
        return builder.build();
    }

    /** The same rows and predictions with other confidences; only without {@link #hasProbabilities}. */
    public ClassifiedSet withConfidences(IntToDoubleFunction ofRow) {
        if (hasProbabilities()) {
            throw new IllegalStateException("confidences follow from the probabilities");
        }
        Builder builder = emptied();
        for (int i = 0; i < rows; i++) {
            builder.add(images.get(image[i]), ofRow.applyAsDouble(i), prediction[i], label[i], correct[i]);
        }
        return builder.build();
    }

    private Builder emptied() {
        Builder builder = builder(classes);
        builder.named = named;
        return builder;
    }

    /** Sixteen hexadecimal digits that change when an image name or a label changes. */
    public String fingerprint() {
        return fingerprint;
    }

    /** The rows of some images, chosen by their position in {@link #images}. */
    public ClassifiedSet onImages(IntPredicate chosen) {
        Builder builder = emptied();
        for (int i = 0; i < rows; i++) {
            if (chosen.test(image[i])) {
                builder.copy(this, i);
            }
        }
        return builder.build();
    }

    private String computeFingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.join("\n", images).getBytes(StandardCharsets.UTF_8));
            digest.update(String.join("\n", classes.names()).getBytes(StandardCharsets.UTF_8));
            ByteBuffer row = ByteBuffer.allocate(2 * Integer.BYTES);
            for (int i = 0; i < rows; i++) {
                digest.update(row.clear().putInt(image[i]).putInt(label[i]).flip());
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Collects rows. */
    public static final class Builder {

        private final Classes classes;
        private final DoubleArray probabilities = new DoubleArray();
        private final DoubleArray confidence = new DoubleArray();
        private final IntArray correct = new IntArray();
        private final IntArray prediction = new IntArray();
        private final IntArray label = new IntArray();
        private final IntArray image = new IntArray();
        private final Map<String, Integer> images = new LinkedHashMap<>();
        private boolean named = true;

        private Builder(Classes classes) {
            this.classes = classes;
        }

        /** Says that images have no names of their own, only the numbers of their rows. */
        public Builder unnamed() {
            named = false;
            return this;
        }

        /**
         * A row with the probability of every class.
         *
         * @param row as many values in [0, 1] as there are classes; they need not add up to exactly 1
         */
        public void probabilities(String imageName, double[] row, int trueClass) {
            if (row.length != classes.size() || row.length == 0) {
                throw new IllegalArgumentException(
                        "%d probabilities for %d classes".formatted(row.length, classes.size()));
            }
            int best = 0;
            for (int k = 0; k < row.length; k++) {
                requireShare(row[k]);
                probabilities.add(row[k]);
                best = row[k] > row[best] ? k : best;
            }
            predicted(imageName, row[best], best, trueClass);
        }

        /** A row with the predicted class and its confidence. */
        public void predicted(String imageName, double rowConfidence, int predictedClass, int trueClass) {
            requireClass(predictedClass);
            requireClass(trueClass);
            add(imageName, rowConfidence, predictedClass, trueClass, predictedClass == trueClass);
        }

        /** A row of which only confidence and correctness are known, in a set without classes. */
        public void outcome(String imageName, double rowConfidence, Outcome outcome) {
            if (classes.size() > 0) {
                throw new IllegalArgumentException("a set with classes needs the label of every row");
            }
            add(imageName, rowConfidence, -1, -1, outcome == Outcome.CORRECT);
        }

        /** The set; the builder is spent. */
        public ClassifiedSet build() {
            boolean mixed = probabilities.size() != 0 && probabilities.size() != confidence.size() * classes.size();
            if (mixed) {
                throw new IllegalStateException("either every row has probabilities or none");
            }
            return new ClassifiedSet(this);
        }

        private void add(String name, double rowConfidence, int predictedClass, int trueClass, boolean isCorrect) {
            requireShare(rowConfidence);
            Integer known = images.putIfAbsent(name, images.size());
            image.add(known == null ? images.size() - 1 : known);
            confidence.add(rowConfidence);
            prediction.add(predictedClass);
            label.add(trueClass);
            correct.add(isCorrect ? 1 : 0);
        }

        private void copy(ClassifiedSet set, int row) {
            for (int k = 0; set.hasProbabilities() && k < classes.size(); k++) {
                probabilities.add(set.probability(row, k));
            }
            add(
                    set.images.get(set.image[row]),
                    set.confidence[row],
                    set.prediction[row],
                    set.label[row],
                    set.correct[row]);
        }

        private static void requireShare(double value) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("a probability must be in [0, 1]: " + value);
            }
        }

        private void requireClass(int index) {
            if (index < 0 || index >= classes.size()) {
                throw new IllegalArgumentException("class index %d of %d".formatted(index, classes.size()));
            }
        }
    }

    /** Whether a prediction was correct. */
    public enum Outcome {
        CORRECT,
        WRONG
    }
}
