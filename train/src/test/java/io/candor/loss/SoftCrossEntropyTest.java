package io.candor.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.InvalidInput;
import io.candor.data.target.SimilarityMatrix;
import io.candor.data.target.Smoothing;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftCrossEntropyTest {

    private static final JsonNode GOLDEN = GoldenClassLoss.read("cross_entropy.json");
    private static final List<Double> WEIGHTS = List.of(1.0, 2.0, 0.5, 0.25);

    @Test
    void every_reference_case_agrees_in_value_and_gradient() {
        int compared = 0;
        for (JsonNode each : GOLDEN.get("cases")) {
            String input = each.get("input").asText();
            SoftCrossEntropy loss = loss(each);
            GoldenClassLoss.compare(
                    each,
                    GOLDEN.get("inputs").get(input),
                    GOLDEN.get("upstream_gradient_for_none").get(input),
                    (logits, type) -> loss.of(logits, target(each, logits, type)));
            compared++;
        }
        assertThat(compared).isEqualTo(240);
    }

    private static SoftCrossEntropy loss(JsonNode each) {
        JsonNode ignored = each.get("ignore_index");
        return new SoftCrossEntropy(
                each.get("weights").asBoolean() ? WEIGHTS : List.of(),
                ignored.isNull() ? SoftCrossEntropy.IGNORED : ignored.asLong(),
                GoldenClassLoss.reduction(each),
                each.get("eps").asDouble());
    }

    private static Tensor target(JsonNode each, Tensor logits, ScalarType type) {
        JsonNode values =
                GOLDEN.get(each.get("target").asText()).get(each.get("input").asText());
        if (each.get("target").asText().equals("soft")) {
            return GoldenClassLoss.tensor(values, type, logits.shape());
        }
        long[] shape = logits.shape();
        return shape.length == 2
                ? GoldenClassLoss.indices(values, shape[0])
                : GoldenClassLoss.indices(values, shape[0], shape[2], shape[3]);
    }

    private static Tensor logits(double... values) {
        return Tensors.of(values, values.length / 4, 4).requires_grad_(true);
    }

    @Test
    void when_nothing_counts_the_mean_is_zero_with_a_gradient_of_zero() {
        try (Scope scope = Scope.open()) {
            for (double epsilon : new double[] {0, 0.1, 1}) {
                Tensor logits = logits(1, 2, 3, 4, -1, 5, 0, 2);
                Tensor loss = SoftCrossEntropy.mean(epsilon).of(logits, Tensors.of(new long[] {-100, -100}, 2));
                loss.backward();
                assertThat(Tensors.item(loss)).isZero();
                assertThat(Tensors.floats(logits.grad())).containsOnly(0);

                Tensor empty = Tensors.of(new double[0], 0, 4).requires_grad_(true);
                assertThat(Tensors.item(SoftCrossEntropy.mean(epsilon).of(empty, Tensors.of(new long[0], 0))))
                        .isZero();
                Tensor soft = SoftCrossEntropy.mean(epsilon).of(empty, Tensors.of(new double[0], 0, 4));
                assertThat(Tensors.item(soft)).isZero();
            }
            SoftCrossEntropy weightless = SoftCrossEntropy.mean(0.1).weights(List.of(0.0, 2.0, 0.5, 0.25));
            assertThat(Tensors.item(weightless.of(logits(1, 2, 3, 4), Tensors.of(new long[] {0}, 1))))
                    .isZero();
        }
    }

    @Test
    void a_factor_outside_its_range_is_an_error_and_negative_smoothing_must_be_asked_for_by_name() {
        for (double epsilon : new double[] {-0.1, 1.5, Double.NaN, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> SoftCrossEntropy.mean(epsilon))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("found " + epsilon);
        }
        assertThat(SoftCrossEntropy.generalised(-0.4).epsilon()).isEqualTo(-0.4);
        assertThatThrownBy(() -> SoftCrossEntropy.generalised(1.1)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void a_common_offset_of_all_logits_changes_nothing_in_single_precision() {
        try (Scope scope = Scope.open()) {
            torch.manual_seed(7);
            Tensor logits = torch.randn(16, 10).mul(new Scalar(2.0)).to(ScalarType.Float);
            Tensor target = torch.randint(10, new long[] {16});
            SoftCrossEntropy loss = SoftCrossEntropy.mean(0.1);
            double exact = Tensors.item(loss.of(logits.to(ScalarType.Double), target));
            for (double offset : new double[] {0, 5, 20, 60, 64, -60}) {
                Tensor moved = logits.add(new Scalar(offset));
                double expected = Tensors.item(loss.of(moved.to(ScalarType.Double), target));
                assertThat(expected).as("%s", offset).isCloseTo(exact, within(1e-5)); // logits are rounded by then
                assertThat(Tensors.item(loss.of(moved, target).to(ScalarType.Double)))
                        .as("%s", offset)
                        .isCloseTo(expected, within(1e-6));
            }
        }
    }

    @Test
    void targets_that_do_not_fit_are_refused() {
        try (Scope scope = Scope.open()) {
            Tensor logits = logits(1, 2, 3, 4, -1, 5, 0, 2);
            SoftCrossEntropy loss = SoftCrossEntropy.mean(0.1);
            assertThatThrownBy(() -> loss.of(logits, Tensors.of(new long[] {0, 4}, 2)))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessage("found class 4, expected 0 to 3 for 4 classes.");
            assertThatThrownBy(() -> loss.of(logits, Tensors.of(new long[] {-1, 0}, 2)))
                    .hasMessageContaining("found class -1");
            assertThatThrownBy(() -> loss.of(logits, Tensors.of(new long[] {0}, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("indices [1] for logits [2, 4]");
            assertThatThrownBy(() -> loss.of(logits, Tensors.of(new double[3], 1, 3)))
                    .hasMessageContaining("targets [1, 3] for logits [2, 4]");
            assertThatThrownBy(() -> loss.ignoring(1).of(logits, Tensors.of(new double[8], 2, 4)))
                    .hasMessageContaining("index to ignore");
            assertThatThrownBy(() -> loss.weights(List.of(1.0)).of(logits, Tensors.of(new long[] {0, 1}, 2)))
                    .hasMessageContaining("1 class weights for 4 classes");
            assertThatThrownBy(() -> loss.weights(List.of(1.0, -1.0))).isInstanceOf(InvalidInput.class);
        }
    }

    @Test
    void infinite_logits_count_only_when_smoothing_gives_their_class_mass() {
        try (Scope scope = Scope.open()) {
            Tensor logits = logits(1, Double.NEGATIVE_INFINITY, 0.5, 0);
            Tensor target = Tensors.of(new long[] {0}, 1);
            assertThat(Tensors.item(SoftCrossEntropy.mean(0).of(logits, target)))
                    .isFinite();
            assertThat(Tensors.item(SoftCrossEntropy.mean(0.1).of(logits, target)))
                    .isEqualTo(Double.POSITIVE_INFINITY);
            Tensor large = SoftCrossEntropy.mean(0.1).of(logits(1000, -1000, 0, 0), Tensors.of(new long[] {1}, 1));
            assertThat(Tensors.item(large)).isCloseTo(1900, within(1e-9));
        }
    }

    @Test
    void the_vector_of_the_notes() {
        try (Scope scope = Scope.open()) {
            Tensor logits = Tensors.of(new double[] {2, -1, .5, .1, .2, -.3, -1.2, 3, .7, 0, 0, 0}, 4, 3);
            Tensor target = Tensors.of(new long[] {0, 2, 1, -100}, 4);
            SoftCrossEntropy loss = SoftCrossEntropy.mean(0.1);
            assertThat(Tensors.item(loss.of(logits, target))).isCloseTo(0.7026293925398486, within(1e-14));
            SoftCrossEntropy weighted = loss.weights(List.of(1.0, 2.0, 0.5));
            assertThat(Tensors.item(weighted.of(logits, target))).isCloseTo(0.46177439828705047, within(1e-14));
            assertThat(Tensors.item(weighted.reduction(Reduction.SUM).of(logits, target)))
                    .isCloseTo(1.6162103940046766, within(1e-14));
        }
    }

    @Test
    void half_precision_logits_are_judged_in_single_precision() {
        try (Scope scope = Scope.open()) {
            Tensor logits = logits(1, 2, 3, 4).to(ScalarType.BFloat16);
            Tensor loss = SoftCrossEntropy.mean(0.1).of(logits, Tensors.of(new long[] {1}, 1));
            assertThat(Tensors.type(loss)).isEqualTo(ScalarType.Float);
        }
    }

    @Test
    void variants_by_softer_targets_equal_the_reference() {
        JsonNode golden = GoldenClassLoss.read("variants.json");
        double[][] matrix = new double[4][];
        for (int row = 0; row < 4; row++) {
            matrix[row] = GoldenClassLoss.numbers(golden.get("class_matrix").get(row));
        }
        int compared = 0;
        for (JsonNode each : golden.get("cases")) {
            JsonNode parameters = each.get("parameters");
            ClassLoss loss = switch (each.get("name").asText()) {
                case "generalised_smoothing" ->
                    SoftCrossEntropy.generalised(parameters.get("r").asDouble());
                case "class_matrix_soft_targets" ->
                    (logits, target) -> rows(
                            logits,
                            target,
                            1 - parameters.get("alpha").asDouble(),
                            SimilarityMatrix.of("golden", matrix));
                case "margin_l1" ->
                    LogitPenalty.margin(
                            parameters.get("margin").asDouble(),
                            parameters.get("lam").asDouble());
                case "max_suppression" ->
                    LogitPenalty.maximum(parameters.get("alpha").asDouble());
                default -> SoftmaxFocal.fixed(parameters.get("gamma").asDouble(), 0);
            };
            GoldenClassLoss.compare(
                    each,
                    golden.get("input"),
                    null,
                    (logits, type) -> loss.of(logits, GoldenClassLoss.indices(golden.get("target"), 5)));
            compared++;
        }
        assertThat(compared).isEqualTo(16);
    }

    private static Tensor rows(Tensor logits, Tensor target, double epsilon, SimilarityMatrix similarity) {
        long[] classes = Tensors.longs(target);
        double[] rows = new double[4 * classes.length];
        for (int row = 0; row < classes.length; row++) {
            for (int k = 0; k < 4; k++) {
                double own = k == classes[row] ? 1 - epsilon : 0;
                rows[4 * row + k] = own + epsilon * similarity.share((int) classes[row], k);
            }
        }
        return SoftCrossEntropy.mean(0).of(logits, Tensors.of(rows, classes.length, 4));
    }

    @Test
    void mixed_targets_equal_the_reference() {
        JsonNode golden = GoldenClassLoss.read("mixup.json");
        int compared = 0;
        for (JsonNode each : golden.get("cases")) {
            GoldenClassLoss.compare(
                    each,
                    golden.get("input"),
                    null,
                    (logits, type) -> SoftCrossEntropy.mean(0)
                            .of(logits, GoldenClassLoss.tensor(each.get("mixed_target"), type, 5, 4)));
            compared++;
        }
        assertThat(compared).isEqualTo(30);
    }

    @Test
    void an_index_and_its_softened_row_agree_for_every_factor() {
        try (Scope scope = Scope.open()) {
            for (double epsilon : new double[] {0, 0.05, 0.3, 0.9}) {
                Tensor logits = logits(1, 2, -3, 0.5);
                float[] row = new Smoothing.Uniform(epsilon).target(4, 2, 1);
                double byRow = Tensors.item(SoftCrossEntropy.mean(0).of(logits, Tensors.of(row, 1, 4)));
                double byIndex = Tensors.item(SoftCrossEntropy.mean(epsilon).of(logits, Tensors.of(new long[] {2}, 1)));
                assertThat(byIndex).as(Arrays.toString(row)).isCloseTo(byRow, within(1e-6));
            }
        }
    }

    /** With logits of 1000 the probability of many a true class is too small for a number. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 30, 1000})
    void batches_agree_with_libtorch_in_value_and_gradient(double largest) {
        int classes = 70;
        int samples = 90;
        for (double epsilon : new double[] {0.1, 0.5, 1}) {
            try (Scope scope = Scope.open()) {
                java.util.Random random = new java.util.Random(4);
                double[] values = random.doubles((long) samples * classes, -largest, largest)
                        .toArray();
                long[] labels = random.longs(samples, 0, classes).toArray();
                labels[3] = SoftCrossEntropy.IGNORED;
                labels[89] = SoftCrossEntropy.IGNORED;
                Tensor own = Tensors.of(values, samples, classes).requires_grad_(true);
                Tensor other = Tensors.of(values, samples, classes).requires_grad_(true);
                Tensor target = Tensors.of(labels, samples);
                Tensor found = SoftCrossEntropy.mean(epsilon).of(own, target);
                Tensor expected = torch.cross_entropy_loss(
                        other, target, new TensorOptional(), 1, SoftCrossEntropy.IGNORED, epsilon);
                Tensors.mul(found, 3).backward();
                Tensors.mul(expected, 3).backward();
                assertThat(Tensors.item(found)).isCloseTo(Tensors.item(expected), within(1e-12 * largest));
                double gap = Tensors.item(own.grad().sub(other.grad()).abs().max());
                assertThat(gap).isLessThan(1e-14);
                assertThat(Tensors.item(SoftCrossEntropy.mean(epsilon).of(own.detach(), target)))
                        .isEqualTo(Tensors.item(found));
            }
        }
    }

    @Test
    void an_impossible_class_costs_infinitely_much_as_in_libtorch() {
        try (Scope scope = Scope.open()) {
            double[] values = {1, Double.NEGATIVE_INFINITY, 2, 0, 1, 2};
            Tensor own = Tensors.of(values, 2, 3).requires_grad_(true);
            Tensor loss = SoftCrossEntropy.mean(0.1).of(own, Tensors.of(new long[] {0, 1}, 2));
            assertThat(Tensors.item(loss)).isEqualTo(Double.POSITIVE_INFINITY);
        }
    }
}
