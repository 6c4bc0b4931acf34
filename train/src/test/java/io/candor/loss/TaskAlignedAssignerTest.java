package io.candor.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.candor.tensor.Scope;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TaskAlignedAssignerTest {

    @Test
    void it_agrees_with_the_dense_rules_on_random_batches() {
        int foreground = 0;
        for (long seed = 1; seed <= 200; seed++) {
            try (Scope scope = Scope.open()) {
                RandomCase batch = RandomCase.of(seed);
                SlowAssigner.Result expected = SlowAssigner.assign(batch);
                Assignment found = new TaskAlignedAssigner(10).assign(Predictions.of(batch.tensors()), batch.targets());
                int[][] label = new int[batch.images()][batch.anchors()];
                Arrays.stream(label).forEach(row -> Arrays.fill(row, -1));
                for (int i = 0; i < found.size(); i++) {
                    int image = found.image()[i];
                    int anchor = found.anchor()[i];
                    label[image][anchor] = found.label()[i];
                    assertThat((double) found.score()[i])
                            .as("seed %d image %d anchor %d", seed, image, anchor)
                            .isCloseTo(expected.score()[image][anchor], within(1e-6));
                }
                assertThat(label).as("seed %d", seed).isDeepEqualTo(expected.label());
                foreground += found.size();
            }
        }
        assertThat(foreground).isGreaterThan(1000);
    }

    @Test
    void foreground_is_listed_level_by_level_image_by_image() {
        try (Scope scope = Scope.open()) {
            RandomCase batch = RandomCase.of(7);
            Assignment found = new TaskAlignedAssigner(10).assign(Predictions.of(batch.tensors()), batch.targets());
            assertThat(found.size()).isGreaterThan(20);
            assertThat(found.levelStart()[3]).isEqualTo(found.size());
            long last = -1;
            for (int i = 0; i < found.size(); i++) {
                int level = batch.cell(found.anchor()[i])[0];
                assertThat(i).isBetween(found.levelStart()[level], found.levelStart()[level + 1] - 1);
                long order = (level * 100L + found.image()[i]) * 100_000 + found.anchor()[i];
                assertThat(order).isGreaterThan(last);
                last = order;
                assertThat(batch.targets().imageIndex()[found.label()[i]]).isEqualTo(found.image()[i]);
            }
        }
    }

    /** Flat logits predict a box of 15 x 15 strides around each anchor, and four anchors see the label alike. */
    @Test
    void of_equal_candidates_the_first_is_claimed() {
        try (Scope scope = Scope.open()) {
            RandomCase batch = flat(new Targets(new int[] {0}, new int[] {0}, new float[] {0, 0, 128, 128}));
            Assignment one = new TaskAlignedAssigner(1).assign(Predictions.of(batch.tensors()), batch.targets());
            assertThat(one.anchor()).containsExactly(7 * 23 + 7);
            Assignment four = new TaskAlignedAssigner(4).assign(Predictions.of(batch.tensors()), batch.targets());
            assertThat(four.anchor()).containsExactly(7 * 23 + 7, 7 * 23 + 8, 8 * 23 + 7, 8 * 23 + 8);
            assertThat(four.score()[3]).isEqualTo(four.score()[0]);
        }
    }

    @Test
    void of_equal_labels_the_first_gets_the_anchors() {
        try (Scope scope = Scope.open()) {
            float[] twice = {0, 0, 128, 128, 0, 0, 128, 128};
            RandomCase batch = flat(new Targets(new int[2], new int[2], twice));
            Assignment found = new TaskAlignedAssigner(10).assign(Predictions.of(batch.tensors()), batch.targets());
            assertThat(found.size()).isEqualTo(10);
            assertThat(found.label()).containsOnly(0);
        }
    }

    @Test
    void a_centre_on_the_side_of_a_box_is_outside() {
        try (Scope scope = Scope.open()) {
            float[] between = {4, 4, 12, 12};
            RandomCase batch = flat(new Targets(new int[1], new int[1], between));
            Predictions predictions = Predictions.of(batch.tensors());
            var assigner = new TaskAlignedAssigner(10);
            int coarser = 17 * 23;
            assertThat(assigner.assign(predictions, batch.targets()).anchor()).containsExactly(coarser);
            between[0] = 3.999f;
            between[1] = 3.999f;
            assertThat(assigner.assign(predictions, batch.targets()).anchor()).containsExactly(0, coarser);
        }
    }

    @Test
    void boxes_outside_the_maps_and_specks_between_centres_have_no_anchor() {
        try (Scope scope = Scope.open()) {
            float[] odd = {-50, -50, -10, -10, 1000, 1000, 1100, 1100, 5, 5, 6, 6, 20, 20, 10, 10};
            RandomCase batch = flat(new Targets(new int[4], new int[4], odd));
            Assignment found = new TaskAlignedAssigner(10).assign(Predictions.of(batch.tensors()), batch.targets());
            assertThat(found.size()).isZero();
            assertThat(found.mass()).isZero();
        }
    }

    @Test
    void a_label_claims_at_least_one_anchor() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TaskAlignedAssigner(0));
    }

    private static RandomCase flat(Targets targets) {
        int[][] shapes = {{17, 23}, {7, 11}, {3, 5}};
        float[][] maps = new float[3][];
        for (int level = 0; level < 3; level++) {
            maps[level] = new float[66 * shapes[level][0] * shapes[level][1]];
        }
        return new RandomCase(1, 2, shapes, maps, targets);
    }
}
