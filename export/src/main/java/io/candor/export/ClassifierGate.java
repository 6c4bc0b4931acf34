package io.candor.export;

import io.candor.data.Batch;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.augment.Crop;
import io.candor.infer.Classification;
import io.candor.infer.Classifier;
import io.candor.network.Network;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.weights.NetworkFile;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * Decides whether an exported classifier may stand for its network: the same images go through libtorch and through
 * what applications use, and probabilities and the chosen classes are compared. For one thread.
 */
public final class ClassifierGate {

    private final NetworkFile file;
    private final Classifier classifier;
    private final GateLimits limits;
    private int images;
    private int agreeing;
    private long outside;
    private double difference;
    private String worstImage = "";

    /** A gate that has seen nothing. */
    public ClassifierGate(NetworkFile file, Classifier classifier, GateLimits limits) {
        this.file = file;
        this.classifier = classifier;
        this.limits = limits;
        if (classifier.classes().size() != file.classes().size()) {
            throw new InvalidInput(
                    "verify-other-model",
                    "The exported file tells %d classes apart, the network %d: it was not exported from these weights."
                            .formatted(
                                    classifier.classes().size(), file.classes().size()));
        }
    }

    /**
     * Compares both on one image.
     *
     * @param name the same on every machine
     */
    public void add(String name, Image image) {
        float[] expected = expected(image);
        Classification found = classifier.classify(image);
        double worst = 0;
        int best = 0;
        double sum = 0;
        for (int k = 0; k < expected.length; k++) {
            double actual = found.raw().get(k);
            outside += actual >= 0 && actual <= 1 ? 0 : 1;
            sum += actual;
            double own = Math.abs(actual - expected[k]);
            worst = Double.isNaN(own) ? Double.POSITIVE_INFINITY : Math.max(worst, own);
            best = expected[k] > expected[best] ? k : best;
        }
        outside += Math.abs(sum - 1) <= limits.score() ? 0 : 1;
        List<Double> raw = found.raw();
        int chosen = IntStream.range(0, raw.size()).reduce(0, (a, b) -> raw.get(b) > raw.get(a) ? b : a);
        agreeing += expected[best] - expected[chosen] <= limits.score() ? 1 : 0;
        if (worst > difference || images == 0) {
            difference = worst;
            worstImage = name;
        }
        images++;
    }

    private float[] expected(Image image) {
        Network network = file.network();
        Image square = Crop.center(image.width(), image.height()).apply(image, classifier.imageSize());
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            return Tensors.floats(network.answer(Tensors.images(Batch.of(square), network.device()))
                    .levels()
                    .get(0)
                    .softmax(1));
        }
    }

    /**
     * The verdict.
     *
     * @param provenance what was compared with what
     */
    public GateReport report(Map<String, String> provenance) {
        if (images == 0) {
            throw new InvalidInput("verify-no-images", "There is no readable image to compare the exported file on.");
        }
        return new GateReport(
                images,
                worstImage,
                List.of(
                        Check.atMost("class_names", otherNames(), 0, "class names that differ"),
                        Check.atMost("scores_outside_unit", (double) outside, 0, "scores that are no probabilities"),
                        Check.atMost("score_difference", difference, limits.score(), "largest difference of a score"),
                        Check.atLeast(
                                "agreement",
                                (double) agreeing / images,
                                limits.agreement(),
                                "images with the same class, or one as probable")),
                provenance);
    }

    private double otherNames() {
        return IntStream.range(0, file.classes().size())
                .filter(k -> !file.classes().name(k).equals(classifier.classes().name(k)))
                .count();
    }
}
