package io.candor.loss;

import static io.candor.tensor.Tensors.mul;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What a teacher's independent sigmoids ask of a student: {@code T^2} times the divergence of every student probability
 * from the teacher's, both of logits divided by T; Hinton et al. (2015) for classes that do not exclude each other. The
 * teacher's probabilities are soft already and are never smoothed.
 *
 * @param temperature T, above 0
 */
public record BinaryDistillation(double temperature) {

    public BinaryDistillation {
        Distillation.requireTemperature(temperature);
    }

    /**
     * The sum over all elements, attached to the student's gradient alone; 0 where both say the same.
     *
     * @param student logits
     * @param teacher logits of the same shape
     */
    public Tensor of(Tensor student, Tensor teacher) {
        Tensor wanted;
        Tensor known;
        Tensor own;
        try (NoGradGuard constant = new NoGradGuard()) {
            known = mul(teacher.detach(), 1 / temperature);
            wanted = known.sigmoid();
            own = torch.softplus(known).sub(wanted.mul(known));
        }
        Tensor found = mul(student, 1 / temperature);
        Tensor divergences = torch.softplus(found).sub(wanted.mul(found)).sub(own);
        return mul(divergences.sum(), temperature * temperature);
    }
}
