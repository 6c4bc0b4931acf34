package io.candor.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class CompleteIouTest {

    private static double of(Sides a, Sides b) {
        return CompleteIou.of(a, a.aspect(), b, b.aspect());
    }

    @Test
    void equal_boxes_have_one() {
        Sides box = new Sides(1, 2, 3, 4);
        assertThat(of(box, box)).isCloseTo(1, within(1e-7));
    }

    /**
     * By hand: 2 x 4 and 4 x 4 around (0, 0) and (1, 0), overlap 8 of 16; centres 1 apart, enclosing box 4 x 4; angles
     * atan 0.5 and atan 1, v = 4 / pi^2 * 0.321751^2 = 0.041956, alpha = v / (v + 0.5).
     */
    @Test
    void a_worked_pair_gives_its_worked_value() {
        Sides narrow = new Sides(1, 2, 1, 2);
        Sides square = new Sides(1, 2, 3, 2);
        double v = 0.0419560;
        assertThat(of(narrow, square)).isCloseTo(0.5 - 1 / 32.0 - v * v / (v + 0.5), within(1e-6));
    }

    @Test
    void it_is_the_overlap_of_corners_less_both_penalties() {
        var random = new Random(3);
        for (int i = 0; i < 1000; i++) {
            Sides a = sides(random);
            Sides b = sides(random);
            double[] cornersA = {-a.left(), -a.top(), a.right(), a.bottom()};
            double[] cornersB = {-b.left(), -b.top(), b.right(), b.bottom()};
            assertThat(of(a, b)).isCloseTo(SlowAssigner.completeIou(cornersA, cornersB), within(1e-12));
        }
    }

    @Test
    void tensors_give_the_values_of_plain_numbers() {
        try (Scope scope = Scope.open()) {
            var random = new Random(4);
            int pairs = 200;
            float[] left = new float[4 * pairs];
            float[] right = new float[4 * pairs];
            double[] expected = new double[pairs];
            for (int i = 0; i < pairs; i++) {
                Sides a = put(left, i, sides(random));
                Sides b = put(right, i, sides(random));
                expected[i] = of(a, b);
            }
            float[] found = Tensors.floats(CompleteIou.of(Tensors.of(left, pairs, 4), Tensors.of(right, pairs, 4)));
            for (int i = 0; i < pairs; i++) {
                assertThat((double) found[i]).isCloseTo(expected[i], within(2e-6));
            }
        }
    }

    @Test
    void alpha_carries_no_gradient() {
        try (Scope scope = Scope.open()) {
            float[] box = {0.7f, 1.9f, 1.2f, 2.2f};
            Tensor predicted = Tensors.of(box, 1, 4).requires_grad_(true);
            Tensor wanted = Tensors.of(new float[] {1, 2, 3, 2}, 1, 4);
            CompleteIou.of(predicted, wanted).sum().backward();
            float[] gradient = Tensors.floats(predicted.grad());
            double[] frozen = SlowAssigner.terms(corners(box, 0, 0), new double[] {-1, -2, 3, 2});
            double alpha = frozen[2] / (frozen[2] - frozen[0] + 1 + 1e-7);
            for (int side = 0; side < 4; side++) {
                double[] up = SlowAssigner.terms(corners(box, side, 1e-4), new double[] {-1, -2, 3, 2});
                double[] down = SlowAssigner.terms(corners(box, side, -1e-4), new double[] {-1, -2, 3, 2});
                double slope = (up[0] - up[1] - alpha * up[2] - down[0] + down[1] + alpha * down[2]) / 2e-4;
                assertThat((double) gradient[side]).isCloseTo(slope, within(1e-5));
            }
        }
    }

    private static double[] corners(float[] sides, int moved, double by) {
        double[] all = {sides[0], sides[1], sides[2], sides[3]};
        all[moved] += by;
        return new double[] {-all[0], -all[1], all[2], all[3]};
    }

    private static Sides sides(Random random) {
        return new Sides(
                14 * random.nextDouble(), 14 * random.nextDouble(), 14 * random.nextDouble(), 14 * random.nextDouble());
    }

    private static Sides put(float[] all, int row, Sides sides) {
        all[4 * row] = (float) sides.left();
        all[4 * row + 1] = (float) sides.top();
        all[4 * row + 2] = (float) sides.right();
        all[4 * row + 3] = (float) sides.bottom();
        return new Sides(all[4 * row], all[4 * row + 1], all[4 * row + 2], all[4 * row + 3]);
    }
}
