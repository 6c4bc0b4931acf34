package io.candor.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.target.Smoothing;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values, gradients and assignments against stored numbers of an independent implementation. */
class GoldenLossTest {

    static final List<String> CASES = GoldenLoss.CASES;

    private static final int ANCHORS = 525;

    static Stream<Arguments> casesAndLayouts() {
        return CASES.stream()
                .flatMap(name -> Stream.of(MemoryFormat.Contiguous, MemoryFormat.ChannelsLast)
                        .map(layout -> Arguments.of(name, layout)));
    }

    @ParameterizedTest
    @MethodSource("casesAndLayouts")
    void parts_and_gradients_equal_the_stored_ones(String name, MemoryFormat layout) {
        try (Scope scope = Scope.open()) {
            GoldenLoss golden = GoldenLoss.read(name);
            List<Tensor> maps = golden.maps(layout);
            Parts parts = new DetectionLoss(GoldenLoss.CLASSES, new Smoothing.None(), Gains.published())
                    .of(maps, golden.targets());
            JsonNode after = golden.expected().get("components_after_gain");
            near(parts.box(), after.get("box").asDouble());
            near(parts.classes(), after.get("cls").asDouble());
            near(parts.dfl(), after.get("dfl").asDouble());
            near(
                    Tensors.item(parts.total()),
                    golden.expected().get("total_times_batch").asDouble());
            near(parts.sum() * 2, golden.expected().get("total_times_batch").asDouble());

            parts.total().backward();
            for (int level = 0; level < 3; level++) {
                assertThat(Tensors.floats(maps.get(level).grad()))
                        .usingComparatorWithPrecision(2e-6f)
                        .containsExactly(golden.floats("grad_p" + (level + 3)));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void the_assignment_equals_the_stored_one(String name) {
        try (Scope scope = Scope.open()) {
            GoldenLoss golden = GoldenLoss.read(name);
            Targets targets = golden.targets();
            Assignment assigned =
                    new TaskAlignedAssigner(10).assign(Predictions.of(golden.maps(MemoryFormat.Contiguous)), targets);

            int[] foreground = golden.integers("fg_mask");
            int[] ambiguous = golden.integers("tie_ambiguous");
            float[] score = new float[2 * ANCHORS * GoldenLoss.CLASSES];
            int[] starts = targets.starts(2);
            int[] found = new int[2 * ANCHORS];
            for (int i = 0; i < assigned.size(); i++) {
                int at = assigned.image()[i] * ANCHORS + assigned.anchor()[i];
                found[at] = 1;
                int label = assigned.label()[i];
                assertThat(label - starts[assigned.image()[i]]).isEqualTo(golden.integers("target_gt_idx")[at]);
                score[at * GoldenLoss.CLASSES + targets.classIndex()[label]] = assigned.score()[i];
            }
            for (int at = 0; at < found.length; at++) {
                assertThat(ambiguous[at] == 1 ? foreground[at] : found[at])
                        .as("anchor %d", at)
                        .isEqualTo(foreground[at]);
            }
            assertThat(score).usingComparatorWithPrecision(1e-5f).containsExactly(golden.floats("target_scores"));
        }
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void predicted_boxes_equal_the_stored_ones(String name) {
        try (Scope scope = Scope.open()) {
            GoldenLoss golden = GoldenLoss.read(name);
            Predictions predictions = Predictions.of(golden.maps(MemoryFormat.ChannelsLast));
            float[] boxes = golden.floats("pred_bboxes_px");
            for (int level = 0; level < 3; level++) {
                Anchors.Level cells = predictions.anchors().levels().get(level);
                for (int cell = 0; cell < cells.cells(); cell++) {
                    Sides sides = predictions.sides(level, 1, cell);
                    int at = 4 * (ANCHORS + cells.first() + cell);
                    double x = (cells.column(cells.first() + cell) + 0.5 - sides.left()) * cells.stride();
                    double y = (cells.row(cells.first() + cell) + 0.5 + sides.bottom()) * cells.stride();
                    assertThat(x).isCloseTo(boxes[at], within(1e-3));
                    assertThat(y).isCloseTo(boxes[at + 3], within(1e-3));
                }
            }
        }
    }

    /**
     * The stored softened targets add {@code e / 2} or {@code e / K} to every foreground anchor whatever its quality,
     * other than this project's conventions; they check the sparse formulation with targets that are zero nowhere.
     */
    @ParameterizedTest
    @FieldSource("CASES")
    void class_part_equals_the_stored_one_for_dense_foreground_targets(String name) {
        int compared = 0;
        for (JsonNode each : GoldenLoss.json("smoothed_cls.json").get(name)) {
            if (each.get("scope").asText().equals("foreground")) {
                compareClassPart(GoldenLoss.read(name), each);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(8);
    }

    private static void compareClassPart(GoldenLoss golden, JsonNode expected) {
        try (Scope scope = Scope.open()) {
            List<Tensor> maps = golden.maps(MemoryFormat.ChannelsLast);
            Targets targets = golden.targets();
            Predictions predictions = Predictions.of(maps);
            Assignment assigned = new TaskAlignedAssigner(10).assign(predictions, targets);
            var foreground = new Foreground(predictions.anchors(), withStoredTies(golden, assigned), targets);
            double epsilon = expected.get("eps").asDouble();
            double off = expected.get("kind").asText().equals("half") ? epsilon / 2 : epsilon / GoldenLoss.CLASSES;
            float[] wanted = new float[foreground.size() * GoldenLoss.CLASSES];
            double sum = 0;
            for (int i = 0; i < wanted.length; i++) {
                int row = i / GoldenLoss.CLASSES;
                boolean on = foreground.classIndex(row) == i % GoldenLoss.CLASSES;
                double quality = on ? foreground.assigned().score()[row] : 0;
                wanted[i] = (float) (quality * (1 - epsilon) + off);
                sum += wanted[i];
            }
            var split = new DetectionLoss.SplitMaps(maps, GoldenLoss.CLASSES);
            Tensor loss = Tensors.mul(
                    DetectionLoss.classLoss(split.classes(), foreground, wanted), 1 / Math.max(assigned.mass(), 1));
            near(Tensors.item(loss), expected.get("cls_before_gain").asDouble());
            near(sum, expected.get("target_sum").asDouble());
            loss.backward();
            near(norm(maps), expected.get("grad_l2").asDouble());
        }
    }

    /** The stored masks hold a few anchors of metric 0 that this assigner never claims. */
    private static Assignment withStoredTies(GoldenLoss golden, Assignment assigned) {
        int[] foreground = golden.integers("fg_mask");
        int[] ambiguous = golden.integers("tie_ambiguous");
        int[] label = golden.integers("target_gt_idx");
        int[] starts = golden.targets().starts(2);
        List<Assignment.OfImage> images = new ArrayList<>();
        for (int image = 0; image < 2; image++) {
            List<int[]> entries = new ArrayList<>();
            List<Float> scores = new ArrayList<>();
            for (int anchor = 0; anchor < ANCHORS; anchor++) {
                int at = image * ANCHORS + anchor;
                int row = position(assigned, image, anchor);
                if (row >= 0 || (ambiguous[at] == 1 && foreground[at] == 1)) {
                    entries.add(new int[] {anchor, starts[image] + label[at]});
                    scores.add(row >= 0 ? assigned.score()[row] : 0f);
                }
            }
            float[] score = new float[scores.size()];
            for (int i = 0; i < score.length; i++) {
                score[i] = scores.get(i);
            }
            images.add(new Assignment.OfImage(
                    entries.stream().mapToInt(e -> e[0]).toArray(),
                    entries.stream().mapToInt(e -> e[1]).toArray(),
                    score));
        }
        return Assignment.of(
                Predictions.of(golden.maps(MemoryFormat.Contiguous)).anchors(), images);
    }

    private static int position(Assignment assigned, int image, int anchor) {
        for (int row = 0; row < assigned.size(); row++) {
            if (assigned.image()[row] == image && assigned.anchor()[row] == anchor) {
                return row;
            }
        }
        return -1;
    }

    private static double norm(List<Tensor> maps) {
        double squares = 0;
        for (Tensor map : maps) {
            for (float value : Tensors.floats(map.grad())) {
                squares += (double) value * value;
            }
        }
        return Math.sqrt(squares);
    }

    private static void near(double found, double expected) {
        assertThat(found).isCloseTo(expected, within(1e-5 * Math.abs(expected)));
    }
}
