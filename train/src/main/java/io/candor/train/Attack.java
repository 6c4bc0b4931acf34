package io.candor.train;

import io.candor.network.Network;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Changes of pictures, too small to see, that make a network most wrong. Both kinds start at the picture itself, not at
 * a random point beside it, so that they are reproducible.
 *
 * @param kind how they are found
 * @param epsilon largest change of a colour, in [0, 1]
 * @param steps of {@link Kind#PGD}, each 2.5 epsilon / steps long as in the paper
 */
public record Attack(Kind kind, double epsilon, int steps) {

    private static final double REACH = 2.5; // all steps together go further than epsilon, to turn at its edge

    /** How changes are found. */
    public enum Kind {
        /** There are none. */
        NOTHING,
        /** One step along the sign of the gradient (Goodfellow et al., 2015). */
        FGSM,
        /** Several, each followed by a projection onto the allowed changes (Madry et al., 2018). */
        PGD
    }

    /** Pictures as they are; eight of 255 levels and seven steps if that changes. */
    public static final Attack NONE = new Attack(Kind.NOTHING, 8.0 / 255, 7);

    public Attack {
        Setting.within("adversarial_epsilon", epsilon, 0, 1);
        Setting.atLeast("adversarial_steps", steps, 1);
    }

    /**
     * Changed pictures, without gradient; batch norms use and keep their running statistics.
     *
     * @param images (B, 3, H, W) in [0, 1]
     * @param loss of logits (B, K), a scalar
     */
    public Tensor on(Network network, Tensor images, UnaryOperator<Tensor> loss) {
        if (kind == Kind.NOTHING) {
            return images;
        }
        Tensor changed = images;
        int count = kind == Kind.FGSM ? 1 : steps;
        double length = kind == Kind.FGSM ? epsilon : REACH * epsilon / steps;
        for (int step = 0; step < count; step++) {
            changed = step(network, images, changed, length, loss);
        }
        return changed;
    }

    private Tensor step(Network network, Tensor images, Tensor from, double length, UnaryOperator<Tensor> loss) {
        try (Scope scope = Scope.open()) {
            Tensor leaf = from.detach().clone();
            leaf.set_requires_grad(true);
            Tensor value = loss.apply(network.differentiable(leaf).levels().get(0));
            Tensor gradient =
                    torch.grad(new TensorVector(value), new TensorVector(leaf)).get(0);
            Tensor moved = from.detach().add(Tensors.mul(gradient.detach().sign(), length));
            Tensor change = moved.sub(images).clamp_(bound(-epsilon), bound(epsilon));
            return scope.handOut(images.add(change).clamp_(bound(0), bound(1)));
        }
    }

    private static ScalarOptional bound(double value) {
        return new ScalarOptional(new Scalar(value));
    }
}
