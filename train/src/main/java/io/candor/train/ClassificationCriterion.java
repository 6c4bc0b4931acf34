package io.candor.train;

import io.candor.data.Batch;
import io.candor.data.target.ClassTarget;
import io.candor.data.target.ClassTargets;
import io.candor.data.target.ClassTargets.Evidence;
import io.candor.loss.ClassLoss;
import io.candor.loss.Distillation;
import io.candor.loss.Lesson;
import io.candor.loss.Parts;
import io.candor.loss.Reduction;
import io.candor.network.Network;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Trains a classifier. Labels are smoothed by the run's plan and then mixed as their pictures were; what several people
 * thought of a picture is soft already and stays as it is, unless smoothing it is asked for.
 *
 * @param labels target of every picture before smoothing, by the name batches have for it
 * @param targets what becomes of labels
 * @param loss over one target per class, a mean over pictures; it must not smooth once more
 * @param opinions what becomes of targets that are soft already
 * @param nominalBatch pictures whose mean loss has weight 1, so that smaller batches add up to it; 0 for every batch
 * @param guidance what else it learns from
 */
public record ClassificationCriterion(
        Map<Path, ClassTarget> labels,
        ClassTargets targets,
        ClassLoss loss,
        Opinions opinions,
        int nominalBatch,
        Guidance guidance)
        implements Criterion {

    /** What becomes of targets that are soft already. */
    public enum Opinions {
        /** Nothing. */
        KEEP,
        /** They are smoothed like labels. */
        SMOOTH
    }

    public ClassificationCriterion {
        labels = Map.copyOf(labels);
    }

    /** The mean loss of every batch, opinions kept. */
    public ClassificationCriterion(Map<Path, ClassTarget> labels, ClassTargets targets, ClassLoss loss) {
        this(labels, targets, loss, Opinions.KEEP, 0, Guidance.NONE);
    }

    /** The mean loss of the pictures, as the class part. */
    @Override
    public Parts of(Network network, Batch batch) {
        Tensor images = Tensors.images(batch, network.device());
        Tensor seen = guidance.attack().on(network, images, logits -> loss.of(logits, plain(batch, logits)));
        Tensor logits = network.forward(seen).levels().get(0);
        Parts hard = of(logits, batch);
        return guidance.lesson(network, seen, targets.epoch())
                .map(lesson -> taught(lesson, logits, hard))
                .orElse(hard);
    }

    /** What an attack wants to miss: the targets, whatever the network thinks of the pictures. */
    private Tensor plain(Batch batch, Tensor logits) {
        int classes = (int) logits.size(Tensors.CHANNELS);
        float[] rows = new float[batch.size() * classes];
        for (int row = 0; row < batch.size(); row++) {
            System.arraycopy(target(batch, row), 0, rows, row * classes, classes);
        }
        return Tensors.of(rows, batch.size(), classes);
    }

    private Parts taught(Lesson lesson, Tensor logits, Parts hard) {
        double weight = lesson.weight();
        Tensor said = lesson.said().levels().get(0);
        Tensor soft = new Distillation(lesson.temperature(), Reduction.MEAN).of(logits, said);
        double share = nominalBatch == 0 ? 1 : (double) logits.size(0) / nominalBatch;
        Tensor total = Tensors.mul(hard.total(), 1 - weight).add(Tensors.mul(soft, weight * share));
        return new Parts(total, 0, (1 - weight) * hard.classes() + weight * Tensors.item(soft), 0);
    }

    /**
     * The mean loss of pictures whose logits are known.
     *
     * @param logits (B, K)
     */
    public Parts of(Tensor logits, Batch batch) {
        Tensor wanted = Tensors.of(rows(batch, logits), batch.size(), logits.size(Tensors.CHANNELS));
        Tensor mean = loss.of(logits, wanted);
        Tensor total = nominalBatch == 0 ? mean : Tensors.mul(mean, (double) batch.size() / nominalBatch);
        return new Parts(total, 0, Tensors.item(mean), 0);
    }

    private float[] rows(Batch batch, Tensor logits) {
        int classes = (int) logits.size(Tensors.CHANNELS);
        float[] probabilities = targets.observes() ? probabilities(logits) : new float[0];
        float[] rows = new float[batch.size() * classes];
        for (int row = 0; row < batch.size(); row++) {
            float[] own = targets.observes()
                    ? Arrays.copyOfRange(probabilities, row * classes, (row + 1) * classes)
                    : probabilities;
            System.arraycopy(target(batch, row, own), 0, rows, row * classes, classes);
        }
        return rows;
    }

    /** Each label smoothed, then mixed. */
    private float[] target(Batch batch, int row, float... probabilities) {
        ClassTarget label = label(batch.files().get(row));
        Batch.Mixture mixture = batch.mixtures().isEmpty()
                ? new Batch.Mixture(batch.files().get(row), 1)
                : batch.mixtures().get(row);
        if (mixture.share() == 1) {
            learn(label, probabilities);
            return softened(label, probabilities);
        }
        ClassTarget second = label(mixture.other());
        if (second.isDecided() && second.largest() == label.largest()) {
            learn(label, probabilities);
        }
        float[] mixed = softened(label, probabilities).clone();
        float[] other = softened(second, probabilities);
        for (int k = 0; k < mixed.length; k++) {
            mixed[k] = (float) (mixture.share() * mixed[k] + (1 - mixture.share()) * other[k]);
        }
        return mixed;
    }

    private ClassTarget label(Path file) {
        return Objects.requireNonNull(labels.get(file), () -> "no label for " + file);
    }

    /**
     * Learns from a picture of one class: that of its label, or the one people's opinions are largest for. If two are,
     * or two classes are mixed, nobody knows which a correct prediction has.
     */
    private void learn(ClassTarget label, float... probabilities) {
        if (probabilities.length > 0 && label.isDecided()) {
            targets.observe(label.largest(), probabilities);
        }
    }

    private float[] softened(ClassTarget label, float... probabilities) {
        if (label.origin() == ClassTarget.Origin.LABEL) {
            return targets.target(label.largest(), 1, evidence(probabilities));
        }
        return opinions == Opinions.KEEP
                ? label.shares()
                : label.smooth(targets.softening(evidence(probabilities))).shares();
    }

    private static Evidence evidence(float... probabilities) {
        if (probabilities.length == 0) {
            return Evidence.NONE;
        }
        double confidence = 0;
        for (float probability : probabilities) {
            confidence = Math.max(confidence, probability);
        }
        return new Evidence(confidence, 1);
    }

    private static float[] probabilities(Tensor logits) {
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            return Tensors.floats(logits.detach().softmax(Tensors.CHANNELS));
        }
    }
}
