package io.candor.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.target.Smoothing;
import io.candor.data.target.Softening;
import io.candor.layer.Head;
import io.candor.loss.DetectionLoss;
import io.candor.loss.Gains;
import io.candor.loss.LabelMasks;
import io.candor.loss.Parts;
import io.candor.loss.Targets;
import io.candor.network.Catalogue;
import io.candor.network.Definition;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.tensor.Weight;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The promise about label smoothing, kept by every network that finds objects. */
class SmoothingHarnessTest {

    private static final int CLASSES = 4;

    @BeforeAll
    static void use_one_thread() {
        torch.set_num_threads(1);
    }

    /** The smallest of each family. */
    static Stream<String> networks() {
        return Catalogue.names().stream()
                .filter(name -> name.matches("yolov?\\d+n.*"))
                .filter(name -> definition(name).task() != Task.CLASSIFY);
    }

    private static Definition definition(String name) {
        return Catalogue.definition(name, CLASSES).orElseThrow();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Step(Parts parts, float[] total, Map<Weight, float[]> gradients) {}

    private static Step step(String name, Softening smoothing) {
        try (Network network = new Network(definition(name)).initialise(4).train();
                Scope scope = Scope.open()) {
            Parts parts =
                    new DetectionLoss(CLASSES, smoothing, Gains.published()).of(network.forward(images()), targets());
            parts.total().backward();
            Map<Weight, float[]> gradients = new LinkedHashMap<>();
            for (Weight weight : network.definition().weights()) {
                if (weight.role().trained()) {
                    gradients.put(
                            weight,
                            Tensors.floats(network.state().get(weight.name()).grad()));
                }
            }
            return new Step(parts, Tensors.floats(parts.total()), gradients);
        }
    }

    private static Tensor images() {
        SplittableRandom random = new SplittableRandom(9);
        float[] values = new float[2 * 3 * 64 * 64];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return Tensors.of(values, 2, 3, 64, 64);
    }

    private static Targets targets() {
        return new Targets(
                new int[] {0, 0, 1},
                new int[] {0, 3, 2},
                new float[] {3, 4, 40, 50, 30, 30, 60, 62, 10, 5, 30, 25},
                Optional.of(masks()));
    }

    /** On every fourth pixel: the first label left, the second right of it; the third in the second picture. */
    private static LabelMasks masks() {
        int[] label = new int[2 * 16 * 16];
        Arrays.fill(label, LabelMasks.NOTHING);
        for (int y = 2; y < 12; y++) {
            Arrays.fill(label, y * 16 + 1, y * 16 + 8, 0);
            Arrays.fill(label, y * 16 + 8, y * 16 + 14, 1);
            Arrays.fill(label, 256 + y * 16 + 3, 256 + y * 16 + 6, 2);
        }
        return new LabelMasks(16, 16, label);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void a_factor_of_zero_changes_no_bit_and_any_other_the_classes_of_every_branch_alone(String name) {
        Step plain = step(name, new Smoothing.None());
        for (String convention : List.of("uniform", "others", "binary")) {
            Step zero = step(name, Smoothing.of(convention, 0, CLASSES));
            assertThat(zero.total).isEqualTo(plain.total);
            plain.gradients.forEach((weight, gradient) ->
                    assertThat(zero.gradients.get(weight)).as(weight.name()).isEqualTo(gradient));
        }
        Step soft = step(name, Smoothing.of("uniform", 0.1, CLASSES));
        assertThat(soft.parts.classes()).isNotEqualTo(plain.parts.classes());
        assertThat(soft.parts.box()).isEqualTo(plain.parts.box());
        assertThat(soft.parts.dfl()).isEqualTo(plain.parts.dfl());
        assertThat(soft.parts.masks()).isEqualTo(plain.parts.masks());
        assertThat(plain.parts.masks() > 0).isEqualTo(definition(name).task() == Task.SEGMENT);
        Head head = definition(name).head();
        for (int branch = 0; branch < head.classBiases().size(); branch += 3) {
            List<Weight> levels = head.classBiases().subList(branch, branch + 3);
            assertThat(levels).as("%s", levels.get(0)).anyMatch(differs(plain, soft));
        }
        assertThat(head.boxBiases()).noneMatch(differs(plain, soft));
    }

    private static java.util.function.Predicate<Weight> differs(Step a, Step b) {
        return weight -> !java.util.Arrays.equals(a.gradients.get(weight), b.gradients.get(weight));
    }
}
