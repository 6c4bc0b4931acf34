package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.target.Smoothing;
import io.candor.metric.ClassifiedSet;
import io.candor.run.experiment.Experiment.Curve;
import io.candor.run.experiment.Trained;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The classic demonstration of label smoothing on made-up vectors: 1000 samples of 20 features, 10 classes, a network
 * 20-64-10, Adam with rate .001, batches of 64, 50 epochs.
 */
enum Preset {
    /** Features and labels are random and have nothing to do with each other. */
    TOY(
            "Random labels: what smoothing does when there is nothing to learn",
            "The labels are random: nothing about them can be predicted from the features, so no training can do better than chance (accuracy .1) on new samples, whatever is smoothed. What the training accuracy shows is memorising alone. This is the demonstration that is often shown as evidence for smoothing; the only thing it can show is confidence."),
    /** Every class is a cloud of samples; a fifth of the training labels is wrong. */
    NOISY(
            "Structure and wrong labels: where smoothing can be seen to act",
            "Every class is a cloud of samples around its own centre, and clouds overlap. 20 % of the training labels name another class, drawn at random; those to judge by are right.");

    static final int FEATURES = 20;
    static final int CLASSES = 10;
    static final int SAMPLES = 1000;
    static final int JUDGED = 2000;
    private static final int HIDDEN = 64;
    private static final int BATCH = 64;
    private static final int EPOCHS = 50;
    private static final double RATE = 0.001;
    private static final double NOISE = 0.2;
    /** Distance of class centres per feature, in standard deviations of the samples: clouds overlap a little. */
    private static final double SPREAD = 0.8;

    private final String title;
    private final String story;

    Preset(String title, String story) {
        this.title = title;
        this.story = story;
    }

    static Preset of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    String title() {
        return title;
    }

    /** What is to be known before the figures are read. */
    List<String> story() {
        return List.of(
                "%d samples of %d features in %d classes; a network %d-%d-%d trained by Adam with rate %s, batches of %d, %d epochs; judged by %d samples it has not seen."
                        .formatted(SAMPLES, FEATURES, CLASSES, FEATURES, HIDDEN, CLASSES, RATE, BATCH, EPOCHS, JUDGED),
                story);
    }

    /** Smoothing factors to try if none are asked for. */
    List<Double> factors() {
        return this == TOY ? List.of(0.0, 0.1) : List.of(0.0, 0.1, 0.2);
    }

    /** Samples and their labels. */
    @SuppressWarnings("ArrayRecordComponent") // drawn once, never compared
    record Samples(double[][] features, int[] labels) {}

    /** The samples to learn from; the same for equal seeds. */
    Samples training(long seed) {
        Random random = new Random(seed);
        Samples drawn = drawn(SAMPLES, centres(seed), random);
        if (this == NOISY) {
            for (int i = 0; i < SAMPLES; i++) {
                if (random.nextDouble() < NOISE) {
                    drawn.labels()[i] = (drawn.labels()[i] + 1 + random.nextInt(CLASSES - 1)) % CLASSES;
                }
            }
        }
        return drawn;
    }

    /** The samples to judge by. */
    Samples judged(long seed) {
        return drawn(JUDGED, centres(seed), new Random(~seed));
    }

    private double[][] centres(long seed) {
        Random random = new Random(31 * seed + 7);
        double spread = this == TOY ? 0 : SPREAD; // all clouds in one place: labels are independent of features
        double[][] centres = new double[CLASSES][FEATURES];
        for (double[] centre : centres) {
            Arrays.setAll(centre, i -> spread * random.nextGaussian());
        }
        return centres;
    }

    private static Samples drawn(int count, double[][] centres, Random random) {
        double[][] features = new double[count][FEATURES];
        int[] labels = new int[count];
        for (int n = 0; n < count; n++) {
            labels[n] = random.nextInt(CLASSES);
            double[] centre = centres[labels[n]];
            Arrays.setAll(features[n], i -> centre[i] + random.nextGaussian());
        }
        return new Samples(features, labels);
    }

    /** Trains one arm with every seed; samples, weights and batches of a seed are the same for every arm. */
    Trained<ClassifiedSet> train(String name, Smoothing smoothing, int first, int seeds) {
        Samples training = training(first);
        Samples judged = judged(first);
        List<ClassifiedSet> sets = new ArrayList<>();
        List<List<Double>> loss = new ArrayList<>();
        List<List<Double>> own = new ArrayList<>();
        List<List<Double>> others = new ArrayList<>();
        for (int seed = first; seed < first + seeds; seed++) {
            TinyNetwork network = new TinyNetwork(FEATURES, HIDDEN, CLASSES, seed);
            Random order = new Random(seed);
            loss.add(new ArrayList<>());
            own.add(new ArrayList<>());
            others.add(new ArrayList<>());
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                loss.get(loss.size() - 1).add(epoch(network, training, smoothing, order));
                own.get(own.size() - 1).add(accuracy(network, training));
                others.get(others.size() - 1).add(accuracy(network, judged));
            }
            sets.add(set(network, judged));
        }
        return new Trained<>(
                name,
                "",
                IntStream.range(first, first + seeds).boxed().toList(),
                sets,
                List.of(
                        new Curve("train/loss", loss),
                        new Curve("train/accuracy", own),
                        new Curve("val/accuracy", others)));
    }

    private static double epoch(TinyNetwork network, Samples samples, Smoothing smoothing, Random random) {
        List<Integer> order = new ArrayList<>(
                IntStream.range(0, samples.labels().length).boxed().toList());
        Collections.shuffle(order, random);
        double sum = 0;
        int batches = 0;
        for (int from = 0; from < order.size(); from += BATCH) {
            int[] rows = order.subList(from, Math.min(order.size(), from + BATCH)).stream()
                    .mapToInt(i -> i)
                    .toArray();
            sum += network.step(samples.features(), samples.labels(), rows, smoothing, RATE);
            batches++;
        }
        return sum / batches;
    }

    private static double accuracy(TinyNetwork network, Samples samples) {
        int right = 0;
        for (int n = 0; n < samples.labels().length; n++) {
            double[] p = network.probabilities(samples.features()[n]);
            int best = 0;
            for (int k = 1; k < p.length; k++) {
                best = p[k] > p[best] ? k : best;
            }
            right += best == samples.labels()[n] ? 1 : 0;
        }
        return right / (double) samples.labels().length;
    }

    private static ClassifiedSet set(TinyNetwork network, Samples judged) {
        Classes classes = new Classes(
                IntStream.range(0, CLASSES).mapToObj(k -> "class " + k).toList());
        ClassifiedSet.Builder set = ClassifiedSet.builder(classes);
        for (int n = 0; n < judged.labels().length; n++) {
            set.probabilities("sample " + n, network.probabilities(judged.features()[n]), judged.labels()[n]);
        }
        return set.build();
    }

    /** The conventions whose targets are a distribution, as softmax needs. */
    static Smoothing smoothing(String convention, double epsilon) {
        if (!List.of("uniform", "others", "classy").contains(convention)) {
            throw new InvalidInput(
                    "options",
                    "--convention %s: with --preset expected uniform, others or classy.".formatted(convention));
        }
        return epsilon == 0 ? new Smoothing.None() : Smoothing.of(convention, epsilon, CLASSES);
    }
}
