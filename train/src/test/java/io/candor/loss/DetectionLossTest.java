package io.candor.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.target.Adaptation;
import io.candor.data.target.ClassTargets;
import io.candor.data.target.SimilarityMatrix;
import io.candor.data.target.Smoothing;
import io.candor.data.target.SmoothingPlan;
import io.candor.data.target.SmoothingSchedule;
import io.candor.data.target.Softening;
import io.candor.network.Maps;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectionLossTest {

    private static final Smoothing PLAIN = new Smoothing.None();

    /** Value and gradient, copied to the heap. */
    private record Outcome(Parts parts, double total, List<float[]> gradients) {}

    private static Outcome run(RandomCase batch, Softening smoothing) {
        return run(batch, batch.tensors(), smoothing);
    }

    private static Outcome run(RandomCase batch, List<Tensor> leaves, Softening smoothing) {
        return run(batch, leaves, ClassTargets.constant(smoothing, batch.classes()));
    }

    private static Outcome run(RandomCase batch, List<Tensor> leaves, ClassTargets targets) {
        Parts parts = new DetectionLoss(batch.classes(), targets, Gains.published()).of(leaves, batch.targets());
        parts.total().backward();
        List<float[]> gradients = new ArrayList<>();
        leaves.forEach(leaf -> gradients.add(Tensors.floats(leaf.grad())));
        return new Outcome(parts, Tensors.item(parts.total()), gradients);
    }

    @Test
    void parts_equal_the_definition_on_random_batches() {
        for (long seed = 1; seed <= 40; seed++) {
            try (Scope scope = Scope.open()) {
                RandomCase batch = RandomCase.of(seed);
                Smoothing smoothing = seed % 2 == 0 ? PLAIN : new Smoothing.Binary(0.1);
                double[] expected = new SlowLoss(smoothing, batch).of(batch);
                Parts parts = new DetectionLoss(batch.classes(), smoothing, Gains.published())
                        .of(batch.tensors(), batch.targets());
                double[] found = {parts.box(), parts.classes(), parts.dfl(), Tensors.item(parts.total())};
                for (int part = 0; part < 4; part++) {
                    assertThat(found[part])
                            .as("seed %d part %d", seed, part)
                            .isCloseTo(expected[part], within(1e-5 * expected[part] + 1e-12));
                }
            }
        }
    }

    @Test
    void gradients_equal_central_differences_of_the_definition() {
        for (long seed = 1; seed <= 6; seed++) {
            try (Scope scope = Scope.open()) {
                RandomCase batch = RandomCase.of(seed);
                Smoothing smoothing = Smoothing.of("uniform", 0.2, batch.classes());
                var slow = new SlowLoss(smoothing, batch);
                Outcome found = run(batch, smoothing);
                var random = new Random(seed);
                for (int probe = 0; probe < 12; probe++) {
                    int image = random.nextInt(batch.images());
                    int anchor = probe % 3 == 0 ? random.nextInt(batch.anchors()) : foreground(slow, image, random);
                    int channel = random.nextInt(64 + batch.classes());
                    int at = batch.position(image, anchor, channel);
                    int level = batch.cell(anchor)[0];
                    assertThat((double) found.gradients().get(level)[at])
                            .as("seed %d image %d anchor %d channel %d", seed, image, anchor, channel)
                            .isCloseTo(slope(slow, batch, level, at), within(2e-3));
                }
            }
        }
    }

    private static int foreground(SlowLoss slow, int image, Random random) {
        int[] label = slow.assigned().label()[image];
        int[] candidates = java.util.stream.IntStream.range(0, label.length)
                .filter(anchor -> label[anchor] >= 0)
                .toArray();
        return candidates.length == 0 ? 0 : candidates[random.nextInt(candidates.length)];
    }

    private static double slope(SlowLoss slow, RandomCase batch, int level, int at) {
        float kept = batch.maps()[level][at];
        float step = 1 / 64f;
        batch.maps()[level][at] = kept + step;
        float above = batch.maps()[level][at];
        double up = slow.of(batch)[3];
        batch.maps()[level][at] = kept - step;
        float below = batch.maps()[level][at];
        double down = slow.of(batch)[3];
        batch.maps()[level][at] = kept;
        return (up - down) / ((double) above - below);
    }

    @Test
    void another_class_part_replaces_the_published_one_and_nothing_besides() {
        ClassLoss entropy = (logits, target) -> new BinaryCrossEntropy(
                        BinaryCrossEntropy.Toward.HALF, 0, List.of(), List.of(), Reduction.SUM)
                .of(logits, target);
        ClassLoss focal = new SigmoidFocal(-1, 2, BinaryCrossEntropy.Toward.HALF, 0, Reduction.SUM);
        for (long seed = 1; seed <= 8; seed++) {
            try (Scope scope = Scope.open()) {
                RandomCase batch = RandomCase.of(seed);
                DetectionLoss published = new DetectionLoss(
                        batch.classes(), Smoothing.of("binary", 0.1, batch.classes()), Gains.published());
                Parts own = published.of(batch.tensors(), batch.targets());
                Parts same = published.with(entropy).of(batch.tensors(), batch.targets());
                Parts other = published.with(focal).of(batch.tensors(), batch.targets());
                assertThat(same.classes()).as("seed %d", seed).isCloseTo(own.classes(), within(1e-4 * own.classes()));
                assertThat(other.classes())
                        .as("seed %d", seed)
                        .isLessThan(own.classes())
                        .isPositive();
                assertThat(other.box()).isEqualTo(own.box());
                assertThat(other.dfl()).isEqualTo(own.dfl());
            }
        }
    }

    @Test
    void no_smoothing_and_a_factor_of_zero_are_the_same_bits() {
        for (long seed = 1; seed <= 10; seed++) {
            try (Scope scope = Scope.open()) {
                RandomCase batch = RandomCase.of(seed);
                Outcome plain = run(batch, PLAIN);
                for (Smoothing zero :
                        List.of(new Smoothing.Uniform(0), new Smoothing.Others(0), new Smoothing.Binary(0))) {
                    Outcome found = run(batch, zero);
                    assertThat(found.total()).as("seed %d", seed).isEqualTo(plain.total());
                    assertThat(found.parts().classes()).isEqualTo(plain.parts().classes());
                    for (int level = 0; level < 3; level++) {
                        assertThat(found.gradients().get(level))
                                .isEqualTo(plain.gradients().get(level));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uniform", "others", "binary", "classy", "multilabel", "generalised"})
    void every_factor_changes_the_class_part_and_its_gradient_and_nothing_else(String convention) {
        int changed = 0;
        for (long seed = 1; seed <= 20; seed++) {
            try (Scope scope = Scope.open()) {
                RandomCase batch = RandomCase.of(seed);
                if (batch.targets().size() == 0 || batch.classes() == 1) {
                    continue;
                }
                Outcome plain = run(batch, PLAIN);
                if (plain.parts().box() == 0) {
                    continue;
                }
                double last = plain.parts().classes();
                for (double epsilon : new double[] {0.01, 0.05, 0.1, 0.3}) {
                    Outcome soft = run(batch, Smoothing.of(convention, epsilon, batch.classes()));
                    assertThat(soft.parts().classes())
                            .as("seed %d epsilon %s", seed, epsilon)
                            .isNotEqualTo(last);
                    assertThat(soft.parts().box()).isEqualTo(plain.parts().box());
                    assertThat(soft.parts().dfl()).isEqualTo(plain.parts().dfl());
                    assertOnlyForegroundClassesDiffer(batch, plain, soft);
                    last = soft.parts().classes();
                    changed++;
                }
            }
        }
        assertThat(changed).isGreaterThan(20);
    }

    @Test
    void every_plan_acts_on_the_class_part_alone_and_a_factor_of_zero_on_nothing() {
        int changed = 0;
        for (long seed = 1; seed <= 12; seed++) {
            try (Scope scope = Scope.open()) {
                RandomCase batch = RandomCase.of(seed);
                if (batch.targets().size() == 0 || batch.classes() < 3) {
                    continue;
                }
                Outcome plain = run(batch, PLAIN);
                Outcome uniform = run(batch, new Smoothing.Uniform(0.1));
                if (plain.parts().box() == 0) {
                    continue;
                }
                for (SmoothingPlan plan : plans(batch.classes(), 0.1)) {
                    Outcome soft = run(batch, batch.tensors(), new ClassTargets(plan, batch.classes(), 3));
                    assertThat(soft.parts().classes())
                            .as("seed %d %s", seed, plan)
                            .isNotEqualTo(plain.parts().classes());
                    assertThat(soft.parts().classes())
                            .as("seed %d %s", seed, plan)
                            .isNotEqualTo(uniform.parts().classes());
                    assertOnlyForegroundClassesDiffer(batch, plain, soft);
                    changed++;
                }
                for (SmoothingPlan plan : plans(batch.classes(), 0).subList(0, 2)) {
                    Outcome off = run(batch, batch.tensors(), new ClassTargets(plan, batch.classes(), 3));
                    assertThat(off.total()).isEqualTo(plain.total());
                    assertThat(off.gradients().get(0))
                            .isEqualTo(plain.gradients().get(0));
                }
            }
        }
        assertThat(changed).isGreaterThan(10);
    }

    private static List<SmoothingPlan> plans(int classes, double epsilon) {
        SmoothingSchedule none = SmoothingSchedule.CONSTANT;
        return List.of(
                new SmoothingPlan(
                        "neighbours",
                        epsilon,
                        Optional.of(SimilarityMatrix.neighbours(classes, 1)),
                        none,
                        Adaptation.NONE),
                SmoothingPlan.of("online", 2 * epsilon),
                SmoothingPlan.of("uniform", epsilon).with(new Adaptation(Adaptation.By.SIZE, 0.5)),
                SmoothingPlan.of("uniform", epsilon).with(new Adaptation(Adaptation.By.CONFIDENCE, 0.99)),
                SmoothingPlan.of("uniform", epsilon)
                        .with(new SmoothingSchedule(SmoothingSchedule.Curve.WARMUP, 0.05, 0, 1, 0)));
    }

    private static void assertOnlyForegroundClassesDiffer(RandomCase batch, Outcome plain, Outcome soft) {
        SlowAssigner.Result assigned = SlowAssigner.assign(batch);
        int differing = 0;
        for (int image = 0; image < batch.images(); image++) {
            for (int anchor = 0; anchor < batch.anchors(); anchor++) {
                int level = batch.cell(anchor)[0];
                for (int channel = 0; channel < 64 + batch.classes(); channel++) {
                    int at = batch.position(image, anchor, channel);
                    float before = plain.gradients().get(level)[at];
                    float after = soft.gradients().get(level)[at];
                    if (channel < 64 || assigned.label()[image][anchor] < 0) {
                        assertThat(after).isEqualTo(before);
                    } else if (before != after) {
                        differing++;
                    }
                }
            }
        }
        assertThat(differing).isPositive();
    }

    @Test
    void with_one_class_uniform_changes_nothing_and_binary_does() {
        try (Scope scope = Scope.open()) {
            RandomCase batch = oneClass();
            Outcome plain = run(batch, PLAIN);
            assertThat(run(batch, new Smoothing.Uniform(0.1)).total()).isEqualTo(plain.total());
            assertThat(run(batch, new Smoothing.Binary(0.1)).total()).isNotEqualTo(plain.total());
        }
    }

    private static RandomCase oneClass() {
        for (long seed = 1; ; seed++) {
            RandomCase batch = RandomCase.of(seed);
            if (batch.classes() == 1 && batch.targets().size() > 3) {
                return batch;
            }
        }
    }

    /** With every class logit 0 the cross entropy is ln 2 whatever the target: a test on such maps proves nothing. */
    @Test
    void all_zero_logits_hide_smoothing_from_the_value_but_not_from_the_gradient() {
        try (Scope scope = Scope.open()) {
            RandomCase batch = RandomCase.of(3);
            for (int level = 0; level < 3; level++) {
                int cells = batch.shapes()[level][0] * batch.shapes()[level][1];
                for (int i = 0; i < batch.maps()[level].length; i++) {
                    if (i / cells % (64 + batch.classes()) >= 64) {
                        batch.maps()[level][i] = 0;
                    }
                }
            }
            assertThat(batch.targets().size()).isPositive();
            Outcome plain = run(batch, PLAIN);
            Outcome soft = run(batch, new Smoothing.Binary(0.1));
            assertThat(soft.parts().classes()).isEqualTo(plain.parts().classes());
            assertThat(soft.gradients().get(0)).isNotEqualTo(plain.gradients().get(0));
        }
    }

    @Test
    void channels_last_maps_give_the_same_numbers() {
        try (Scope scope = Scope.open()) {
            RandomCase batch = RandomCase.of(7);
            List<Tensor> last = batch.tensors().stream()
                    .map(map ->
                            map.detach().contiguous(MemoryFormat.ChannelsLast).requires_grad_(true))
                    .toList();
            Outcome expected = run(batch, PLAIN);
            Outcome found = run(batch, last, PLAIN);
            assertThat(found.total()).isCloseTo(expected.total(), within(1e-5 * expected.total()));
            assertThat(last.get(0).grad().is_contiguous(MemoryFormat.ChannelsLast))
                    .isTrue();
            for (int level = 0; level < 3; level++) {
                assertThat(found.gradients().get(level))
                        .usingComparatorWithPrecision(1e-6f)
                        .containsExactly(expected.gradients().get(level));
            }
        }
    }

    @Test
    void the_number_of_threads_changes_no_bit() {
        int threads = torch.get_num_threads();
        try (Scope scope = Scope.open()) {
            RandomCase batch = large();
            torch.set_num_threads(1);
            Outcome one = run(batch, PLAIN);
            for (int count = 2; count <= 5; count++) {
                torch.set_num_threads(count);
                Outcome several = run(batch, PLAIN);
                assertThat(several.total()).as("%d threads", count).isEqualTo(one.total());
                assertThat(several.parts().box()).isEqualTo(one.parts().box());
                for (int level = 0; level < 3; level++) {
                    assertThat(Arrays.equals(
                                    several.gradients().get(level),
                                    one.gradients().get(level)))
                            .isTrue();
                }
            }
        } finally {
            torch.set_num_threads(threads);
        }
    }

    /** Maps large enough for libtorch to divide its sums among threads. */
    private static RandomCase large() {
        int[][] shapes = {{80, 80}, {40, 40}, {20, 20}};
        float[][] maps = new float[3][];
        var random = new Random(5);
        for (int level = 0; level < 3; level++) {
            maps[level] = new float[8 * 70 * shapes[level][0] * shapes[level][1]];
            for (int i = 0; i < maps[level].length; i++) {
                maps[level][i] = (float) random.nextGaussian();
            }
        }
        int labels = 160;
        float[] boxes = new float[4 * labels];
        int[] image = new int[labels];
        int[] classes = new int[labels];
        for (int label = 0; label < labels; label++) {
            image[label] = label / 20;
            classes[label] = random.nextInt(6);
            boxes[4 * label] = random.nextInt(400);
            boxes[4 * label + 1] = random.nextInt(400);
            boxes[4 * label + 2] = boxes[4 * label] + 40 + random.nextInt(200);
            boxes[4 * label + 3] = boxes[4 * label + 1] + 40 + random.nextInt(200);
        }
        return new RandomCase(8, 6, shapes, maps, new Targets(image, classes, boxes));
    }

    @Test
    void half_precision_maps_are_read_as_float32() {
        try (Scope scope = Scope.open()) {
            RandomCase batch = RandomCase.of(7);
            List<Tensor> half = batch.tensors().stream()
                    .map(map -> map.detach().to(ScalarType.BFloat16).requires_grad_(true))
                    .toList();
            List<Tensor> rounded = half.stream()
                    .map(map -> map.detach().to(ScalarType.Float).requires_grad_(true))
                    .toList();
            assertThat(run(batch, half, PLAIN).total())
                    .isEqualTo(run(batch, rounded, PLAIN).total());
            assertThat(half.get(0).grad().scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
        }
    }

    @Test
    void without_gradients_the_value_is_the_same() {
        try (Scope scope = Scope.open();
                var none = new NoGradGuard()) {
            RandomCase batch = RandomCase.of(7);
            List<Tensor> maps = batch.tensors().stream().map(Tensor::detach).toList();
            Parts parts = new DetectionLoss(batch.classes(), PLAIN, Gains.published()).of(maps, batch.targets());
            double[] expected = new SlowLoss(PLAIN, batch).of(batch);
            assertThat(parts.total().requires_grad()).isFalse();
            assertThat(parts.sum() * batch.images()).isCloseTo(expected[3], within(1e-5 * expected[3]));
        }
    }

    @Test
    void a_non_finite_map_gives_a_non_finite_loss() {
        try (Scope scope = Scope.open()) {
            RandomCase batch = RandomCase.of(7);
            Arrays.fill(batch.maps()[0], Float.NaN);
            Parts parts =
                    new DetectionLoss(batch.classes(), PLAIN, Gains.published()).of(batch.tensors(), batch.targets());
            assertThat(Tensors.item(parts.total())).isNaN();
        }
    }

    @Test
    void gains_scale_their_part_only() {
        try (Scope scope = Scope.open()) {
            RandomCase batch = RandomCase.of(7);
            Parts published =
                    new DetectionLoss(batch.classes(), PLAIN, Gains.published()).of(batch.tensors(), batch.targets());
            Parts doubled = new DetectionLoss(batch.classes(), PLAIN, new Gains(15, 0.5, 0))
                    .of(batch.tensors(), batch.targets());
            assertThat(doubled.box()).isCloseTo(2 * published.box(), within(1e-6));
            assertThat(doubled.classes()).isEqualTo(published.classes());
            assertThat(doubled.dfl()).isZero();
        }
    }

    @Test
    void maps_and_labels_that_do_not_fit_are_refused() {
        try (Scope scope = Scope.open()) {
            RandomCase batch = RandomCase.of(7);
            List<Tensor> maps = batch.tensors();
            var other = new DetectionLoss(batch.classes() + 1, PLAIN, Gains.published());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> other.of(maps, batch.targets()))
                    .withMessageContaining("channels");
            var loss = new DetectionLoss(batch.classes(), PLAIN, Gains.published());
            var strangeClass = new Targets(new int[] {0}, new int[] {batch.classes()}, new float[4]);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loss.of(maps, strangeClass))
                    .withMessageContaining("class " + batch.classes());
            var strangeImage = new Targets(new int[] {batch.images()}, new int[1], new float[4]);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loss.of(maps, strangeImage))
                    .withMessageContaining("image " + batch.images());
        }
    }

    @Test
    void a_teacher_takes_his_share_of_the_classes_alone_and_is_never_smoothed() {
        for (long seed = 1; seed <= 6; seed++) {
            try (Scope scope = Scope.open()) {
                RandomCase batch = RandomCase.of(seed);
                Maps said = new Maps(batch.tensors().stream()
                        .map(map -> Tensors.mul(map.detach(), -0.5))
                        .toList());
                Parts plain = taught(batch, PLAIN, Optional.empty());
                for (double weight : new double[] {0, 0.3, 1}) {
                    Optional<Lesson> lesson = Optional.of(new Lesson(said, weight, 3));
                    Parts sharp = taught(batch, PLAIN, lesson);
                    Smoothing smoothing = Smoothing.of("binary", 0.2, batch.classes());
                    Parts soft = taught(batch, smoothing, lesson);
                    assertThat(sharp.box()).isEqualTo(plain.box());
                    assertThat(sharp.dfl()).isEqualTo(plain.dfl());
                    Parts whole = taught(batch, PLAIN, Optional.of(new Lesson(said, 1, 3)));
                    double together = (1 - weight) * plain.classes() + weight * whole.classes();
                    assertThat(sharp.classes()).as("seed %d", seed).isCloseTo(together, within(1e-5 * together));
                    if (weight == 1) {
                        assertThat(soft.classes()).isEqualTo(sharp.classes());
                    } else if (weight == 0) {
                        Parts labels = taught(batch, smoothing, Optional.empty());
                        assertThat(soft.classes()).isEqualTo(labels.classes());
                    }
                }
                Maps same = new Maps(batch.tensors());
                assertThat(taught(batch, PLAIN, Optional.of(new Lesson(same, 1, 3)))
                                .classes())
                        .isZero();
            }
        }
    }

    private static Parts taught(RandomCase batch, Smoothing smoothing, Optional<Lesson> lesson) {
        return new DetectionLoss(batch.classes(), smoothing, Gains.published())
                .of(new Maps(batch.tensors()), batch.targets(), lesson);
    }
}
