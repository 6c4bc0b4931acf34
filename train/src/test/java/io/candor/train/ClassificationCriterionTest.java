package io.candor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Batch;
import io.candor.data.Classes;
import io.candor.data.target.Adaptation;
import io.candor.data.target.ClassTarget;
import io.candor.data.target.ClassTargets;
import io.candor.data.target.SmoothingPlan;
import io.candor.loss.SoftCrossEntropy;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.YoloV8;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.train.ClassificationCriterion.Opinions;
import io.candor.weights.Safetensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassificationCriterionTest {

    private static final Classes CLASSES = new Classes(List.of("dark", "bright"));
    private static final Path DARK = Path.of("dark#1");
    private static final Path BRIGHT = Path.of("bright#1");

    @TempDir
    Path folder;

    @BeforeAll
    static void use_one_thread() {
        torch.set_num_threads(1);
    }

    /** Two pictures of each class, told apart by their brightness. */
    private static Batch batch() {
        byte[] rgb = new byte[4 * 32 * 32 * 3];
        Arrays.fill(rgb, 2 * 32 * 32 * 3, rgb.length, (byte) 200);
        return new Batch(32, 32, rgb, new int[0], new int[0], new float[0], List.of(DARK, DARK, BRIGHT, BRIGHT));
    }

    private static ClassificationCriterion criterion(SmoothingPlan plan, ClassTarget dark) {
        return new ClassificationCriterion(
                Map.of(DARK, dark, BRIGHT, ClassTarget.oneHot(2, 1)),
                new ClassTargets(plan, 2, 3),
                SoftCrossEntropy.mean(0));
    }

    private static double loss(Network network, ClassificationCriterion criterion) {
        try (Scope scope = Scope.open()) {
            return criterion.of(network, batch()).classes();
        }
    }

    @Test
    void a_trainer_teaches_it_and_writes_what_it_is() {
        List<Double> losses = new ArrayList<>();
        try (Network network = new Network(YoloV8.classifier(Scale.N, 2)).initialise(1)) {
            Job job = new Job(
                    Toy.recipe().with(new Length(8, 0, 0)),
                    network,
                    criterion(SmoothingPlan.of("uniform", 0.1), ClassTarget.oneHot(2, 0)),
                    new FixedBatches(List.of(batch(), batch(), batch())),
                    new Checkpoints(folder, new Provenance(CLASSES, "toy", "", "test")));
            new Trainer(job)
                    .onEpoch(report -> losses.add(report.losses().meanClasses()))
                    .train();
        }
        assertThat(losses.get(7)).isLessThan(losses.get(0));
        assertThat(Safetensors.read(folder.resolve("last.safetensors")).metadata())
                .containsEntry("task", "classify");
    }

    @Test
    void every_factor_changes_the_loss_and_zero_does_not() {
        try (Network network =
                new Network(YoloV8.classifier(Scale.N, 2)).initialise(1).train()) {
            ClassTarget dark = ClassTarget.oneHot(2, 0);
            double plain = loss(network, alike(SmoothingPlan.NONE, dark));
            assertThat(loss(network, alike(SmoothingPlan.of("binary", 0), dark)))
                    .isEqualTo(plain);
            for (String convention : List.of("uniform", "others", "online")) {
                assertThat(loss(network, alike(SmoothingPlan.of(convention, 0.2), dark)))
                        .as(convention)
                        .isNotEqualTo(plain);
            }
        }
    }

    /** All pictures of one class: with as many of both, an untrained network's losses would balance out. */
    private static ClassificationCriterion alike(SmoothingPlan plan, ClassTarget label) {
        return new ClassificationCriterion(
                Map.of(DARK, label, BRIGHT, label), new ClassTargets(plan, 2, 3), SoftCrossEntropy.mean(0));
    }

    @Test
    void what_people_thought_is_not_smoothed() {
        try (Network network =
                new Network(YoloV8.classifier(Scale.N, 2)).initialise(1).train()) {
            ClassTarget split = ClassTarget.votes(3, 1);
            ClassificationCriterion both = new ClassificationCriterion(
                    Map.of(DARK, split, BRIGHT, split),
                    new ClassTargets(SmoothingPlan.of("uniform", 0.3), 2, 3),
                    SoftCrossEntropy.mean(0));
            ClassificationCriterion plain = new ClassificationCriterion(
                    both.labels(), new ClassTargets(SmoothingPlan.NONE, 2, 3), SoftCrossEntropy.mean(0));
            assertThat(loss(network, both)).isEqualTo(loss(network, plain));
        }
    }

    @Test
    void a_picture_without_a_label_is_a_mistake_of_the_caller() {
        try (Network network =
                new Network(YoloV8.classifier(Scale.N, 2)).initialise(1).train()) {
            var none = new ClassificationCriterion(
                    Map.of(), new ClassTargets(SmoothingPlan.NONE, 2, 3), SoftCrossEntropy.mean(0));
            assertThatThrownBy(() -> loss(network, none)).hasMessageContaining("no label for dark#1");
        }
    }

    private static final ClassTarget TIED = ClassTarget.votes(1, 1);

    /** What online smoothing makes of the class 0 after an epoch of sure predictions of it. */
    private static float[] learned(ClassTarget dark, ClassTarget bright, Opinions opinions, Batch batch) {
        ClassificationCriterion criterion = new ClassificationCriterion(
                Map.of(DARK, dark, BRIGHT, bright),
                new ClassTargets(SmoothingPlan.of("online", 0.5), 2, 3),
                SoftCrossEntropy.mean(0),
                opinions,
                0,
                Guidance.NONE);
        try (Scope scope = Scope.open()) {
            criterion.of(Tensors.of(new float[] {2, 0, 2, 0, 2, 0, 2, 0}, 4, 2), batch);
        }
        criterion.epoch(1);
        return criterion.targets().target(0, 1, ClassTargets.Evidence.NONE);
    }

    @Test
    void online_smoothing_learns_from_the_class_that_opinions_are_largest_for() {
        double right = 1 / (1 + Math.exp(-2));
        ClassTarget most = ClassTarget.probabilities(0.7, 0.3);
        for (Opinions opinions : Opinions.values()) {
            assertThat(learned(most, most, opinions, batch())[0]).isCloseTo((float) (0.5 + 0.5 * right), within(1e-6f));
        }
        assertThat(learned(TIED, TIED, Opinions.SMOOTH, batch())).containsExactly(0.75f, 0.25f);
    }

    @Test
    void online_smoothing_learns_from_mixed_pictures_if_both_are_of_one_class() {
        Batch alone = batch();
        Batch mixed = new Batch(
                alone.height(),
                alone.width(),
                alone.rgb(),
                alone.imageIndex(),
                alone.classIndex(),
                alone.boxes(),
                alone.files(),
                Collections.nCopies(4, new Batch.Mixture(DARK, 0.6)),
                new int[0]);
        ClassTarget dark = ClassTarget.oneHot(2, 0);
        assertThat(learned(dark, ClassTarget.oneHot(2, 1), Opinions.KEEP, mixed))
                .isEqualTo(learned(dark, TIED, Opinions.KEEP, alone))
                .doesNotContain(0.75f);
        assertThat(learned(TIED, dark, Opinions.KEEP, mixed)).containsExactly(0.75f, 0.25f);
    }

    @Test
    void opinions_that_are_smoothed_are_smoothed_twice_as_much_where_the_network_is_unsure() {
        ClassTarget opinion = ClassTarget.votes(3, 1);
        SmoothingPlan plan = SmoothingPlan.of("uniform", 0.2);
        SmoothingPlan adaptive = plan.with(new Adaptation(Adaptation.By.CONFIDENCE, 0.6));
        assertThat(unsure(adaptive, opinion)).isEqualTo(unsure(SmoothingPlan.of("uniform", 0.4), opinion));
        assertThat(unsure(plan, opinion)).isNotEqualTo(unsure(adaptive, opinion));
    }

    private static double unsure(SmoothingPlan plan, ClassTarget opinion) {
        ClassificationCriterion criterion = new ClassificationCriterion(
                Map.of(DARK, opinion, BRIGHT, opinion),
                new ClassTargets(plan, 2, 3),
                SoftCrossEntropy.mean(0),
                Opinions.SMOOTH,
                0,
                Guidance.NONE);
        try (Scope scope = Scope.open()) {
            return criterion
                    .of(Tensors.of(new float[] {.2f, 0, .2f, 0, .2f, 0, .2f, 0}, 4, 2), batch())
                    .classes();
        }
    }
}
