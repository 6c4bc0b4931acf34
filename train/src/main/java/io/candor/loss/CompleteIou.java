package io.candor.loss;

import static io.candor.tensor.Tensors.add;
import static io.candor.tensor.Tensors.mul;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Overlap of two boxes, less the distance of their centres and the difference of their aspects (Zheng et al., 2020,
 * "Distance-IoU Loss", equations 7 to 11): {@code IoU - d^2/c^2 - alpha v}, in (-1.5, 1].
 *
 * <p>Both boxes contain the anchor they are seen from, so that their overlap needs no clamping. A constant keeps
 * every quotient finite; as in the published weights' training it is added to heights and not to widths.
 */
final class CompleteIou {

    /** Added to heights, to the union, to the squared diagonal and to the denominator of alpha. */
    static final double EPSILON = 1e-7;

    private static final double ASPECT_SCALE = 4 / (Math.PI * Math.PI);

    private CompleteIou() {}

    /** The same in plain Java, with the boxes' {@link Sides#aspect() aspects} given because they are costly. */
    static double of(Sides a, double aspectOfA, Sides b, double aspectOfB) {
        double overlap = (Math.min(a.left(), b.left()) + Math.min(a.right(), b.right()))
                * (Math.min(a.top(), b.top()) + Math.min(a.bottom(), b.bottom()));
        double union = a.width() * (a.height() + EPSILON) + b.width() * (b.height() + EPSILON) - overlap + EPSILON;
        double iou = overlap / union;

        double enclosingWidth = Math.max(a.left(), b.left()) + Math.max(a.right(), b.right());
        double enclosingHeight = Math.max(a.top(), b.top()) + Math.max(a.bottom(), b.bottom());
        double diagonal = enclosingWidth * enclosingWidth + enclosingHeight * enclosingHeight + EPSILON;
        double dx = (a.right() - a.left() - b.right() + b.left()) / 2;
        double dy = (a.bottom() - a.top() - b.bottom() + b.top()) / 2;
        double distance = (dx * dx + dy * dy) / diagonal;

        double difference = aspectOfA - aspectOfB;
        double v = ASPECT_SCALE * difference * difference;
        double alpha = v / (v - iou + 1 + EPSILON);
        return iou - distance - alpha * v;
    }

    /**
     * The complete IoU of N pairs of boxes.
     *
     * @param predicted (N, 4) distances left, top, right, bottom from an anchor inside the box, in any unit
     * @param wanted (N, 4) likewise, from the same anchors
     * @return (N); carries the gradient of both, except that alpha counts as a constant
     */
    static Tensor of(Tensor predicted, Tensor wanted) {
        Corners a = Corners.of(predicted);
        Corners b = Corners.of(wanted);
        Tensor iou = overlap(a, b);
        Tensor aspect = aspect(a, b);
        Tensor constant = aspect.detach();
        Tensor alpha = constant.div(add(constant.sub(iou.detach()), 1 + EPSILON));
        return iou.sub(distance(a, b)).sub(alpha.mul(aspect));
    }

    /** Intersection over union. */
    private static Tensor overlap(Corners a, Corners b) {
        Tensor width = a.left.minimum(b.left).add(a.right.minimum(b.right));
        Tensor height = a.top.minimum(b.top).add(a.bottom.minimum(b.bottom));
        Tensor intersection = width.mul(height);
        Tensor union = add(a.width.mul(a.height).add(b.width.mul(b.height)).sub(intersection), EPSILON);
        return intersection.div(union);
    }

    /** Squared distance of the centres, as a part of the enclosing box's squared diagonal. */
    private static Tensor distance(Corners a, Corners b) {
        Tensor width = a.left.maximum(b.left).add(a.right.maximum(b.right));
        Tensor height = a.top.maximum(b.top).add(a.bottom.maximum(b.bottom));
        Tensor diagonal = add(width.square().add(height.square()), EPSILON);
        Tensor twiceX = a.right.sub(a.left).sub(b.right.sub(b.left));
        Tensor twiceY = a.bottom.sub(a.top).sub(b.bottom.sub(b.top));
        return mul(twiceX.square().add(twiceY.square()), 0.25).div(diagonal);
    }

    /** Squared difference of the diagonals' angles, as a part of the largest possible. */
    private static Tensor aspect(Corners a, Corners b) {
        Tensor difference =
                a.width.div(a.height).atan().sub(b.width.div(b.height).atan());
        return mul(difference.square(), ASPECT_SCALE);
    }

    /** The columns of an (N, 4) tensor of sides, with width and height. */
    private record Corners(Tensor left, Tensor top, Tensor right, Tensor bottom, Tensor width, Tensor height) {

        static Corners of(Tensor sides) {
            TensorVector column = sides.unbind(1);
            Tensor left = column.get(0);
            Tensor top = column.get(1);
            Tensor right = column.get(2);
            Tensor bottom = column.get(3);
            return new Corners(left, top, right, bottom, left.add(right), add(top.add(bottom), EPSILON));
        }
    }
}
