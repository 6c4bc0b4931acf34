package io.candor.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.target.Smoothing;
import io.candor.network.Maps;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/** The mask part against stored numbers of an independent implementation. */
class MaskLossTest {

    private static final int SIDE = 40;
    private static final int MASKS = 32;
    private static final int[] SIDES = {20, 10, 5};

    private final JsonNode expected =
            GoldenLoss.json("/golden/family/losses.json.gz").get("seg");

    private final GoldenLoss golden = GoldenLoss.read("/golden/family/seg_loss.safetensors.gz", expected);

    @Test
    void value_and_gradient_equal_the_stored_ones() {
        try (Scope scope = Scope.open()) {
            Tensor coefficients =
                    Tensors.of(golden.floats("coefficients"), 2, MASKS, 525).requires_grad_(true);
            Tensor prototypes = Tensors.of(golden.floats("prototypes"), 2, MASKS, SIDE, SIDE)
                    .requires_grad_(true);
            Tensor part = MaskLoss.of(prototypes, levels(coefficients), foreground(), masks());
            double stored = expected.get("after_gain_halfopen").get("seg").asDouble();
            assertThat(7.5 * Tensors.item(part)).isCloseTo(stored, within(1e-5 * stored));
            Tensors.mul(part, 7.5 * 2).backward();
            assertThat(Tensors.floats(coefficients.grad()))
                    .usingComparatorWithPrecision(2e-6f)
                    .containsExactly(golden.floats("grad_coefficients_halfopen"));
            Tensor everyEighth = prototypes.grad().slice(1, new LongOptional(0), new LongOptional(MASKS), 8);
            assertThat(Tensors.floats(everyEighth))
                    .usingComparatorWithPrecision(2e-6f)
                    .containsExactly(golden.floats("grad_prototypes_halfopen_every_eighth"));
        }
    }

    @Test
    void maps_of_16_bits_are_judged_with_32() {
        try (Scope scope = Scope.open()) {
            Tensor coefficients =
                    Tensors.of(golden.floats("coefficients"), 2, MASKS, 525).to(ScalarType.BFloat16);
            Tensor prototypes = Tensors.of(golden.floats("prototypes"), 2, MASKS, SIDE, SIDE)
                    .to(ScalarType.BFloat16);

            Tensor part = MaskLoss.of(prototypes, levels(coefficients), foreground(), masks());
            Tensor same = MaskLoss.of(
                    prototypes.to(ScalarType.Float), levels(coefficients.to(ScalarType.Float)), foreground(), masks());

            assertThat(part.scalar_type().intern()).isEqualTo(ScalarType.Float);
            assertThat(Tensors.item(part)).isEqualTo(Tensors.item(same));
        }
    }

    @Test
    void labels_that_no_pixel_shows_teach_no_mask() {
        try (Scope scope = Scope.open()) {
            Tensor coefficients =
                    Tensors.of(golden.floats("coefficients"), 2, MASKS, 525).requires_grad_(true);
            Tensor prototypes = Tensors.of(golden.floats("prototypes"), 2, MASKS, SIDE, SIDE);
            int[] nothing = new int[2 * SIDE * SIDE];
            Arrays.fill(nothing, LabelMasks.NOTHING);

            Tensor part =
                    MaskLoss.of(prototypes, levels(coefficients), foreground(), new LabelMasks(SIDE, SIDE, nothing));

            assertThat(Tensors.item(part)).isZero();
            part.backward();
            assertThat(Tensors.floats(coefficients.grad())).containsOnly(0);
        }
    }

    @Test
    void the_whole_loss_of_a_network_with_masks_is_the_stored_one() {
        try (Scope scope = Scope.open()) {
            Tensor coefficients = Tensors.of(golden.floats("coefficients"), 2, MASKS, 525);
            Tensor prototypes = Tensors.of(golden.floats("prototypes"), 2, MASKS, SIDE, SIDE);
            List<Tensor> raw = golden.maps(MemoryFormat.Contiguous);
            Maps maps = new Maps(raw, List.of(), levels(coefficients), Optional.of(prototypes));
            DetectionLoss loss = new DetectionLoss(6, new Smoothing.None(), Gains.published());
            Targets boxes = golden.targets();

            Parts parts = loss.of(
                    maps, new Targets(boxes.imageIndex(), boxes.classIndex(), boxes.boxes(), Optional.of(masks())));

            JsonNode stored = expected.get("after_gain_halfopen");
            assertThat(parts.masks()).isCloseTo(stored.get("seg").asDouble(), withinPercentage(1e-3));
            assertThat(parts.box()).isCloseTo(stored.get("box").asDouble(), withinPercentage(1e-3));
            assertThat(parts.classes()).isCloseTo(stored.get("cls").asDouble(), withinPercentage(1e-3));
            assertThat(parts.dfl()).isCloseTo(stored.get("dfl").asDouble(), withinPercentage(1e-3));
            assertThat(Tensors.item(parts.total()))
                    .isCloseTo(expected.get("total_times_batch_halfopen").asDouble(), withinPercentage(1e-3));
            assertThat(2 * parts.sum()).isCloseTo(Tensors.item(parts.total()), withinPercentage(1e-3));
            assertThatThrownBy(() -> loss.of(maps, boxes)).hasMessageContaining("needs labels with masks");
        }
    }

    @Test
    void a_batch_without_objects_gives_masks_a_gradient_of_zero() {
        try (Scope scope = Scope.open()) {
            Tensor coefficients =
                    Tensors.of(golden.floats("coefficients"), 2, MASKS, 525).requires_grad_(true);
            Tensor prototypes = Tensors.of(golden.floats("prototypes"), 2, MASKS, SIDE, SIDE);
            Maps maps = new Maps(
                    golden.maps(MemoryFormat.Contiguous), List.of(), levels(coefficients), Optional.of(prototypes));
            DetectionLoss loss = new DetectionLoss(6, new Smoothing.None(), Gains.published());

            Parts parts = loss.of(maps, new Targets(new int[0], new int[0], new float[0]));

            assertThat(parts.masks()).isZero();
            parts.total().backward();
            assertThat(Tensors.floats(coefficients.grad())).containsOnly(0);
        }
    }

    private Foreground foreground() {
        Predictions predictions = Predictions.of(golden.maps(MemoryFormat.Contiguous));
        Assignment assigned = new TaskAlignedAssigner(10).assign(predictions, golden.targets());
        return new Foreground(predictions.anchors(), assigned, golden.targets());
    }

    /** (B, 32, A) as the maps it was put together from. */
    private static List<Tensor> levels(Tensor coefficients) {
        List<Tensor> parts = Tensors.split(coefficients, 2, 400, 100, 25);
        return List.of(map(parts, 0), map(parts, 1), map(parts, 2));
    }

    private static Tensor map(List<Tensor> parts, int level) {
        return parts.get(level).reshape(2, MASKS, SIDES[level], SIDES[level]);
    }

    /** The stored masks count the labels of a picture from 1. */
    private LabelMasks masks() {
        int[] starts = golden.targets().starts(2);
        int[] values = golden.integers("masks");
        int[] labels = new int[values.length];
        Arrays.fill(labels, LabelMasks.NOTHING);
        for (int i = 0; i < values.length; i++) {
            if (values[i] > 0) {
                labels[i] = starts[i / (SIDE * SIDE)] + values[i] - 1;
            }
        }
        return new LabelMasks(SIDE, SIDE, labels);
    }
}
