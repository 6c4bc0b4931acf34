package io.candor.loss;

import static io.candor.tensor.Tensors.CHANNELS;
import static io.candor.tensor.Tensors.mul;

import io.candor.data.InvalidInput;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * What a teacher's softmax asks of a student (Hinton et al., 2015): {@code T^2 KL(softmax(teacher / T) || softmax(student
 * / T))}. The teacher's distribution is soft already and is never smoothed.
 *
 * @param temperature T, above 0
 * @param reduction of the samples; the mean divides by their number
 */
public record Distillation(double temperature, Reduction reduction) {

    public Distillation {
        requireTemperature(temperature);
    }

    static void requireTemperature(double temperature) {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new InvalidInput(
                    ClassRows.HELP, "temperature: found %s, expected a number above 0.".formatted(temperature));
        }
    }

    /**
     * The divergence, attached to the student's gradient alone.
     *
     * @param student logits (N, K)
     * @param teacher logits (N, K)
     */
    public Tensor of(Tensor student, Tensor teacher) {
        Tensor wanted;
        Tensor logWanted;
        try (NoGradGuard constant = new NoGradGuard()) {
            logWanted = mul(teacher.detach(), 1 / temperature).log_softmax(CHANNELS);
            wanted = logWanted.exp();
        }
        Tensor found = mul(student, 1 / temperature).log_softmax(CHANNELS);
        Tensor divergences = wanted.mul(logWanted.sub(found)).sum(CHANNELS);
        return mul(reduction.of(divergences), temperature * temperature);
    }
}
