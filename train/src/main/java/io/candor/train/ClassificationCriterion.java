package io.candor.train;

import io.candor.data.Batch;
import io.candor.data.target.ClassTarget;
import io.candor.data.target.ClassTargets;
import io.candor.data.target.ClassTargets.Evidence;
import io.candor.loss.ClassLoss;
import io.candor.loss.Parts;
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
 * Trains a classifier. Labels are smoothed by the run's plan; what several people thought of a picture is soft already
 * and stays as it is.
 *
 * @param labels target of every picture before smoothing, by the name batches have for it
 * @param targets what becomes of labels
 * @param loss over one target per class; it must not smooth once more
 */
public record ClassificationCriterion(Map<Path, ClassTarget> labels, ClassTargets targets, ClassLoss loss)
        implements Criterion {

    public ClassificationCriterion {
        labels = Map.copyOf(labels);
    }

    /** The mean loss of the pictures, as the class part. */
    @Override
    public Parts of(Network network, Batch batch) {
        Tensor logits = network.forward(Tensors.images(batch, network.device()))
                .levels()
                .get(0);
        Tensor total = loss.of(logits, Tensors.of(rows(batch, logits), batch.size(), network.classes()));
        return new Parts(total, 0, Tensors.item(total), 0);
    }

    private float[] rows(Batch batch, Tensor logits) {
        int classes = (int) logits.size(Tensors.CHANNELS);
        float[] probabilities = targets.observes() ? probabilities(logits) : new float[0];
        float[] rows = new float[batch.size() * classes];
        for (int row = 0; row < batch.size(); row++) {
            ClassTarget label = label(batch.files().get(row));
            float[] own = targets.observes()
                    ? Arrays.copyOfRange(probabilities, row * classes, (row + 1) * classes)
                    : probabilities;
            System.arraycopy(target(label, own), 0, rows, row * classes, classes);
        }
        return rows;
    }

    private ClassTarget label(Path file) {
        return Objects.requireNonNull(labels.get(file), () -> "no label for " + file);
    }

    private float[] target(ClassTarget label, float... probabilities) {
        if (label.origin() != ClassTarget.Origin.LABEL) {
            return label.shares();
        }
        int trueClass = label.largest();
        if (probabilities.length == 0) {
            return targets.target(trueClass, 1, Evidence.NONE);
        }
        targets.observe(trueClass, probabilities);
        double confidence = 0;
        for (float probability : probabilities) {
            confidence = Math.max(confidence, probability);
        }
        return targets.target(trueClass, 1, new Evidence(confidence, 1));
    }

    private static float[] probabilities(Tensor logits) {
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            return Tensors.floats(logits.detach().softmax(Tensors.CHANNELS));
        }
    }

    @Override
    public void epoch(int epoch) {
        targets.epoch(epoch);
    }

    @Override
    public long[] state() {
        return targets.state();
    }

    @Override
    public void restore(long... state) {
        targets.restore(state);
    }
}
