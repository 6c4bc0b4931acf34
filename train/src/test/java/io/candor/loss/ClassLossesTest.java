package io.candor.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.InvalidInput;
import io.candor.loss.BinaryCrossEntropy.Toward;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** Losses of classifiers against the reference, against their definitions, and against each other. */
class ClassLossesTest {

    @Test
    void binary_cross_entropy_equals_every_reference_case() {
        JsonNode golden = GoldenClassLoss.read("bce.json");
        int compared = 0;
        for (JsonNode each : golden.get("cases")) {
            var loss = new BinaryCrossEntropy(
                    each.get("convention").asText().equals("half") ? Toward.HALF : Toward.UNIFORM,
                    each.get("eps").asDouble(),
                    each.get("pos_weight").asBoolean() ? list(golden.get("pos_weight")) : List.of(),
                    each.get("weight").asBoolean() ? list(golden.get("weight")) : List.of(),
                    GoldenClassLoss.reduction(each));
            GoldenClassLoss.compare(
                    each,
                    golden.get("input"),
                    golden.get("upstream_gradient_for_none"),
                    (logits, type) -> loss.of(logits, targets(golden, each, logits)));
            compared++;
        }
        assertThat(compared).isEqualTo(240);
    }

    private static List<Double> list(JsonNode values) {
        List<Double> list = new ArrayList<>();
        values.forEach(value -> list.add(value.asDouble()));
        return list;
    }

    private static Tensor targets(JsonNode golden, JsonNode each, Tensor logits) {
        JsonNode values = golden.get("targets").get(each.get("target").asText());
        return GoldenClassLoss.tensor(values, Tensors.type(logits), logits.shape());
    }

    @Test
    void sigmoid_focal_loss_equals_every_reference_case() {
        JsonNode golden = GoldenClassLoss.read("focal.json");
        int compared = 0;
        for (JsonNode each : golden.get("cases")) {
            var loss = new SigmoidFocal(
                    each.get("alpha").asDouble(),
                    each.get("gamma").asDouble(),
                    Toward.HALF,
                    0,
                    GoldenClassLoss.reduction(each));
            GoldenClassLoss.compare(
                    each,
                    golden.get("input"),
                    golden.get("upstream_gradient_for_none"),
                    (logits, type) -> loss.of(logits, targets(golden, each, logits)));
            compared++;
        }
        assertThat(compared).isEqualTo(81);
    }

    @Test
    void sigmoid_focal_loss_smooths_its_targets_as_the_reference_does() {
        JsonNode golden = GoldenClassLoss.read("focal.json");
        int compared = 0;
        for (JsonNode each : golden.get("cases")) {
            if (!each.get("target").asText().equals("binary_smoothed_half_0.1")) {
                continue;
            }
            var loss = new SigmoidFocal(
                    each.get("alpha").asDouble(),
                    each.get("gamma").asDouble(),
                    Toward.HALF,
                    0.1,
                    GoldenClassLoss.reduction(each));
            GoldenClassLoss.compare(
                    each,
                    golden.get("input"),
                    golden.get("upstream_gradient_for_none"),
                    (logits, type) -> loss.of(
                            logits, GoldenClassLoss.tensor(golden.get("targets").get("binary"), type, logits.shape())));
            compared++;
        }
        assertThat(compared).isEqualTo(27);
    }

    @Test
    void the_confidence_penalty_equals_every_reference_case() {
        JsonNode golden = GoldenClassLoss.read("confidence_penalty.json");
        int compared = 0;
        for (JsonNode each : golden.get("cases")) {
            ClassLoss loss = LogitPenalty.confidence(
                    each.get("beta").asDouble(), each.get("eps").asDouble());
            double factor = each.get("reduction").asText().equals("sum") ? 5 : 1; // five samples
            GoldenClassLoss.compare(
                    each,
                    golden.get("input"),
                    null,
                    (logits, type) ->
                            Tensors.mul(loss.of(logits, GoldenClassLoss.indices(golden.get("target"), 5)), factor));
            compared++;
        }
        assertThat(compared).isEqualTo(16);
    }

    @Test
    void distillation_equals_every_reference_case_alone_and_beside_smoothed_labels() {
        JsonNode golden = GoldenClassLoss.read("distillation.json");
        int compared = 0;
        for (JsonNode each : golden.get("kl")) {
            String reduction = each.get("reduction").asText();
            double factor = reduction.equals("mean") ? 0.25 : 1; // the reference's plain mean also divides by classes
            ClassLoss loss = (logits, teacher) -> Tensors.mul(
                    new Distillation(
                                    each.get("temperature").asDouble(),
                                    reduction.equals("sum") ? Reduction.SUM : Reduction.MEAN)
                            .of(logits, teacher),
                    factor);
            com.fasterxml.jackson.databind.node.ObjectNode renamed = each.deepCopy();
            renamed.set("value", each.get("value_with_T2"));
            GoldenClassLoss.compare(
                    renamed,
                    golden.get("student"),
                    null,
                    (logits, type) -> loss.of(logits, GoldenClassLoss.tensor(golden.get("teacher"), type, 5, 4)));
            compared++;
        }
        for (JsonNode each : golden.get("combined")) {
            double share = each.get("alpha").asDouble();
            var soft = new Distillation(each.get("temperature").asDouble(), Reduction.MEAN);
            var hard = SoftCrossEntropy.mean(each.get("eps").asDouble());
            GoldenClassLoss.compare(
                    each,
                    golden.get("student"),
                    null,
                    (logits, type) -> Tensors.mul(
                                    hard.of(logits, GoldenClassLoss.indices(golden.get("target"), 5)), 1 - share)
                            .add(Tensors.mul(
                                    soft.of(logits, GoldenClassLoss.tensor(golden.get("teacher"), type, 5, 4)),
                                    share)));
            compared++;
        }
        assertThat(compared).isEqualTo(12 + 20);
    }

    private static Tensor logits(long seed, int rows, int classes) {
        Random random = new Random(seed);
        double[] values = new double[rows * classes];
        for (int i = 0; i < values.length; i++) {
            values[i] = 3 * random.nextGaussian();
        }
        return Tensors.of(values, rows, classes).requires_grad_(true);
    }

    private static double value(ClassLoss loss, Tensor logits, long... target) {
        return Tensors.item(loss.of(logits, Tensors.of(target, target.length)));
    }

    @Test
    void losses_without_focus_margin_or_weight_are_cross_entropies() {
        try (Scope scope = Scope.open()) {
            Tensor logits = logits(1, 3, 5);
            double softmax = value(SoftCrossEntropy.mean(0.1), logits, 0, 4, 2);
            assertThat(value(SoftmaxFocal.fixed(0, 0.1), logits, 0, 4, 2)).isCloseTo(softmax, within(1e-12));
            assertThat(value(LogitPenalty.confidence(0, 0.1), logits, 0, 4, 2)).isCloseTo(softmax, within(1e-12));
            double sigmoid = value(BinaryCrossEntropy.mean(Toward.UNIFORM, 0.1), logits, 0, 4, 2);
            var asymmetric = new AsymmetricLoss(0, 0, 0, Toward.UNIFORM, 0.1);
            assertThat(value(asymmetric, logits, 0, 4, 2)).isCloseTo(sigmoid, within(1e-12));
            var focal = new SigmoidFocal(-1, 0, Toward.UNIFORM, 0.1, Reduction.MEAN);
            assertThat(value(focal, logits, 0, 4, 2)).isCloseTo(sigmoid, within(1e-12));
        }
    }

    @Test
    void flsd_chooses_gamma_by_the_true_class_probability() {
        try (Scope scope = Scope.open()) {
            Tensor logits = Tensors.of(new double[] {0, 3, 0, 4, 0, 0}, 2, 3).requires_grad_(true);
            double unsure = Math.exp(0) / (2 + Math.exp(3)); // about .045: gamma 5
            double sure = Math.exp(4) / (2 + Math.exp(4)); // about .96: gamma 3
            double expected =
                    (-Math.pow(1 - unsure, 5) * Math.log(unsure) - Math.pow(1 - sure, 3) * Math.log(sure)) / 2;
            assertThat(value(SoftmaxFocal.flsd53(0), logits, 0, 0)).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void the_asymmetric_loss_equals_its_definition() {
        try (Scope scope = Scope.open()) {
            Tensor logits = logits(7, 2, 4);
            var loss = new AsymmetricLoss(1, 4, 0.05, Toward.HALF, 0.1);
            double[] z = GoldenClassLoss.doubles(logits);
            long[] target = {3, 1};
            double sum = 0;
            for (int i = 0; i < z.length; i++) {
                double t = i % 4 == target[i / 4] ? 0.95 : 0.05;
                double p = 1 / (1 + Math.exp(-z[i]));
                double shifted = Math.max(p - 0.05, 0);
                sum -= t * (1 - p) * Math.log(p) + (1 - t) * Math.pow(shifted, 4) * Math.log(1 - shifted);
            }
            assertThat(value(loss, logits, target)).isCloseTo(sum / z.length, within(1e-12));
        }
    }

    @Test
    void gradients_equal_central_differences() {
        List<ClassLoss> losses = List.of(
                AsymmetricLoss.published(0.1),
                SoftmaxFocal.flsd53(0.1),
                SoftmaxFocal.fixed(2.5, 0.1),
                LogitPenalty.margin(1, 0.3),
                LogitPenalty.maximum(0.2),
                LogitPenalty.confidence(0.2, 0.1),
                new SigmoidFocal(0.25, 2, Toward.UNIFORM, 0.1, Reduction.MEAN));
        long[] target = {0, 4, 2};
        for (ClassLoss loss : losses) {
            try (Scope scope = Scope.open()) {
                Tensor logits = logits(11, 3, 5);
                loss.of(logits, Tensors.of(target, 3)).backward();
                double[] gradient = GoldenClassLoss.doubles(logits.grad());
                double[] z = GoldenClassLoss.doubles(logits);
                for (int i = 0; i < z.length; i++) {
                    double[] up = z.clone();
                    double[] down = z.clone();
                    up[i] += 1e-5;
                    down[i] -= 1e-5;
                    double slope =
                            (value(loss, Tensors.of(up, 3, 5), target) - value(loss, Tensors.of(down, 3, 5), target))
                                    / 2e-5;
                    assertThat(gradient[i]).as("%s at %d", loss, i).isCloseTo(slope, within(1e-7));
                }
            }
        }
    }

    @Test
    void every_factor_changes_the_value_and_the_gradient_of_every_loss() {
        try (Scope scope = Scope.open()) {
            for (double epsilon : new double[] {0.05, 0.1, 0.3}) {
                changed(SoftCrossEntropy.mean(0), SoftCrossEntropy.mean(epsilon));
                changed(BinaryCrossEntropy.mean(Toward.HALF, 0), BinaryCrossEntropy.mean(Toward.HALF, epsilon));
                changed(SoftmaxFocal.fixed(2, 0), SoftmaxFocal.fixed(2, epsilon));
                changed(SoftmaxFocal.flsd53(0), SoftmaxFocal.flsd53(epsilon));
                changed(AsymmetricLoss.published(0), AsymmetricLoss.published(epsilon));
                changed(LogitPenalty.confidence(0.1, 0), LogitPenalty.confidence(0.1, epsilon));
            }
        }
    }

    private static void changed(ClassLoss before, ClassLoss after) {
        Tensor one = logits(5, 3, 5);
        Tensor other = logits(5, 3, 5);
        Tensor target = Tensors.of(new long[] {1, 0, 3}, 3);
        Tensor first = before.of(one, target);
        Tensor second = after.of(other, target);
        first.backward();
        second.backward();
        assertThat(Tensors.item(second)).as("%s", after).isNotEqualTo(Tensors.item(first));
        assertThat(torch.equal(one.grad(), other.grad())).as("%s", after).isFalse();
    }

    @Test
    void values_out_of_range_are_refused() {
        List<Runnable> wrong = List.of(
                () -> SoftmaxFocal.fixed(-1, 0),
                () -> SoftmaxFocal.fixed(2, 1.1),
                () -> new SigmoidFocal(1.5, 2, Toward.HALF, 0, Reduction.MEAN),
                () -> LogitPenalty.margin(-1, 0.1),
                () -> LogitPenalty.maximum(Double.NaN),
                () -> new AsymmetricLoss(0, 4, 1, Toward.HALF, 0),
                () -> BinaryCrossEntropy.mean(Toward.HALF, -0.1),
                () -> new Distillation(0, Reduction.MEAN));
        for (Runnable each : wrong) {
            assertThatThrownBy(each::run).isInstanceOf(InvalidInput.class);
        }
        try (Scope scope = Scope.open()) {
            var weighted = new BinaryCrossEntropy(Toward.HALF, 0, List.of(1.0), List.of(), Reduction.MEAN);
            assertThatThrownBy(() -> value(weighted, logits(1, 1, 3), 0)).hasMessageContaining("1 class weights");
        }
    }

    @Test
    void a_teacher_of_sigmoids_asks_for_the_divergence_and_has_no_gradient() {
        try (Scope scope = Scope.open()) {
            double temperature = 3;
            double[] own = {0.3, -2, 5, -8, 0, 1.5};
            double[] said = {1.2, -2, -4, 9, 0, -0.5};
            Tensor student = Tensors.of(own, 2, 3).requires_grad_(true);
            Tensor teacher = Tensors.of(said, 2, 3).requires_grad_(true);
            Tensor loss = new BinaryDistillation(temperature).of(student, teacher);
            loss.backward();
            double expected = 0;
            for (int i = 0; i < own.length; i++) {
                double p = 1 / (1 + Math.exp(-said[i] / temperature));
                double q = 1 / (1 + Math.exp(-own[i] / temperature));
                expected += temperature * temperature * (p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q)));
                assertThat(GoldenClassLoss.doubles(student.grad())[i])
                        .as("gradient %d", i)
                        .isCloseTo(temperature * (q - p), within(1e-12));
            }
            assertThat(Tensors.item(loss)).isCloseTo(expected, within(1e-12));
            assertThat(teacher.grad().defined()).isFalse();
            assertThat(Tensors.item(new BinaryDistillation(2).of(student, student)))
                    .isZero();
            assertThatThrownBy(() -> new BinaryDistillation(0)).hasMessageContaining("expected a number above 0");
        }
    }

    @Test
    void focal_losses_of_single_precision_keep_finite_slopes_where_predictions_are_right_to_rounding() {
        try (Scope scope = Scope.open()) {
            float[] sure = {-40, 40, -18, 18, -17, 0};
            for (ClassLoss loss : List.of(
                    new SigmoidFocal(0.25, 0.5, Toward.HALF, 0, Reduction.MEAN),
                    new SigmoidFocal(-1, 0.01, Toward.HALF, 0, Reduction.MEAN),
                    SoftmaxFocal.fixed(0.5, 0))) {
                Tensor logits = Tensors.of(sure, 3, 2).requires_grad_(true);
                loss.of(logits, Tensors.of(new float[] {0, 1, 0, 1, 0, 1}, 3, 2))
                        .backward();
                for (double slope : GoldenClassLoss.doubles(logits.grad())) {
                    assertThat(slope).as("%s", loss).isFinite();
                }
            }
        }
    }
}
