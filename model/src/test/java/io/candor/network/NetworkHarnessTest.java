package io.candor.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Classes;
import io.candor.tensor.LeakCheck;
import io.candor.tensor.MemoryLayout;
import io.candor.tensor.Precision;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.weights.NetworkFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What must hold of every network. */
@ExtendWith(LeakCheck.class)
class NetworkHarnessTest {

    @BeforeAll
    static void use_one_thread() {
        torch.set_num_threads(1);
    }

    private static final int CLASSES = 3;
    private static final int SIZE = 64;

    private Network network;
    private Scope scope;

    @BeforeEach
    void build() {
        network = YoloV8.of(Scale.N, CLASSES).initialise(5);
        FormulaWeights.inference(network);
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
        network.close();
    }

    @Test
    void frozen_rows_keep_their_statistics_and_counters_while_the_others_train() {
        for (Precision precision : Precision.values()) {
            network.train().precision(precision).freeze(Set.of(0, 5, 22));
            Map<String, double[]> before = statistics();
            network.forward(images(2)).levels().get(0).sum().backward();

            statistics().forEach((name, after) -> {
                boolean frozen = name.matches("model\\.(0|5|22)\\..*");
                assertThat(Arrays.equals(after, before.get(name)))
                        .as("%s in %s", name, precision)
                        .isEqualTo(frozen);
            });
        }
    }

    @Test
    void a_network_whose_rows_are_all_frozen_computes_as_in_evaluation() {
        Tensor images = images(2);
        Set<Integer> all = IntStream.rangeClosed(0, 22).boxed().collect(Collectors.toSet());
        float[] evaluated =
                Tensors.floats(network.eval().forward(images).levels().get(0));

        float[] frozen = Tensors.floats(
                network.train().freeze(all).forward(images).levels().get(0));

        assertThat(frozen).isEqualTo(evaluated);
    }

    /** Running statistics and counters of all batch norms. */
    private Map<String, double[]> statistics() {
        Map<String, double[]> all = new TreeMap<>();
        network.state().forEach((name, tensor) -> {
            if (name.matches(".*(running_mean|running_var|num_batches_tracked)")) {
                float[] values = Tensors.floats(tensor.to(ScalarType.Float));
                all.put(
                        name,
                        IntStream.range(0, values.length)
                                .mapToDouble(i -> values[i])
                                .toArray());
            }
        });
        return all;
    }

    private static Tensor images(int batch) {
        return images(batch, SIZE);
    }

    private static Tensor images(int batch, int size) {
        SplittableRandom random = new SplittableRandom(3);
        float[] values = new float[batch * 3 * size * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return Tensors.of(values, batch, 3, size, size);
    }

    private static double largestDifference(Maps a, Maps b) {
        double largest = 0;
        for (int i = 0; i < a.levels().size(); i++) {
            Tensor difference = a.levels().get(i).sub(b.levels().get(i)).abs();
            largest = Math.max(largest, Tensors.item(difference.max()));
        }
        return largest;
    }

    @Test
    void levels_have_a_stride_of_8_16_and_32_and_decode_to_one_column_per_cell() {
        Maps maps = network.eval().forward(images(2));
        assertThat(maps.batch()).isEqualTo(2);
        assertThat(maps.anchors()).isEqualTo(64 + 16 + 4);
        assertThat(maps.levels().get(0).shape()).containsExactly(2, 64 + CLASSES, 8, 8);
        assertThat(maps.levels().get(2).shape()).containsExactly(2, 64 + CLASSES, 2, 2);
        assertThat(network.decode(maps).shape()).containsExactly(2, 4 + CLASSES, 84);
    }

    @Test
    void images_need_not_be_square() {
        Maps maps = network.eval().forward(Tensors.slice(images(1), Tensors.HEIGHT, 0, 32));
        assertThat(maps.levels().get(0).shape()).containsExactly(1, 64 + CLASSES, 4, 8);
        assertThat(network.decode(maps).shape()).containsExactly(1, 4 + CLASSES, 32 + 8 + 2);
    }

    @Test
    void an_image_alone_gives_what_it_gives_in_a_batch() {
        Tensor batch = images(3);
        Maps together = network.eval().forward(batch);
        for (int i = 0; i < 3; i++) {
            int at = i;
            Maps alone = network.forward(Tensors.slice(batch, 0, at, at + 1));
            Maps picked = new Maps(together.levels().stream()
                    .map(map -> Tensors.slice(map, 0, at, at + 1))
                    .toList());
            assertThat(largestDifference(alone, picked)).isLessThan(1e-4);
        }
    }

    @Test
    void inference_is_deterministic_and_records_no_gradient() {
        Maps first = network.eval().forward(images(2));
        Maps second = network.forward(images(2));
        assertThat(largestDifference(first, second)).isZero();
        assertThat(first.levels().get(0).requires_grad()).isFalse();
    }

    @Test
    void every_trained_tensor_gets_a_gradient_and_no_other() {
        backward(network);
        long zero = network.parameters().all().stream()
                .filter(tensor -> Tensors.item(tensor.grad().abs().max()) == 0)
                .count();
        assertThat(zero).isZero();
        assertThat(network.state().get("model.22.dfl.conv.weight").requires_grad())
                .isFalse();
        assertThat(network.parameters().convolutions()).hasSize(63);
        assertThat(network.parameters().norms()).hasSize(57);
        assertThat(network.parameters().biases()).hasSize(63);
    }

    private static void backward(Network network) {
        loss(network.train().forward(images(2))).backward();
    }

    private static Tensor loss(Maps maps) {
        return maps.levels().stream()
                .map(map -> map.mul(map).mean())
                .reduce(Tensor::add)
                .orElseThrow();
    }

    @Test
    void one_step_down_the_gradient_lowers_the_loss() {
        double before = Tensors.item(loss(network.train().forward(images(2))));
        backward(network);
        double steepness = network.parameters().all().stream()
                .mapToDouble(parameter ->
                        Tensors.item(Tensors.pow(parameter.grad(), 2).sum()))
                .sum();
        double rate = 0.01 * before / steepness; // one per cent less, were the loss linear
        try (NoGradGuard constant = new NoGradGuard()) {
            for (Tensor parameter : network.parameters().all()) {
                parameter.sub_(parameter.grad().mul(new Scalar(rate)));
            }
        }
        assertThat(Tensors.item(loss(network.forward(images(2))))).isBetween(0.98 * before, 0.995 * before);
    }

    @Test
    void training_moves_the_running_statistics_and_inference_leaves_them() {
        float[] start = Tensors.floats(network.state().get("model.0.bn.running_mean"));
        network.eval().forward(images(2));
        assertThat(Tensors.floats(network.state().get("model.0.bn.running_mean")))
                .isEqualTo(start);
        network.train().forward(images(2));
        assertThat(Tensors.floats(network.state().get("model.0.bn.running_mean")))
                .isNotEqualTo(start);
        assertThat(Tensors.longs(network.state().get("model.0.bn.num_batches_tracked")))
                .containsExactly(1);
    }

    @Test
    void half_precision_stays_close_and_keeps_float32_at_both_ends() {
        Maps exact = network.eval().forward(images(2));
        Maps rounded = network.precision(Precision.BF16).forward(images(2));
        assertThat(Tensors.type(rounded.levels().get(0))).isEqualTo(ScalarType.Float);
        double scale = Tensors.item(exact.levels().get(0).abs().max());
        assertThat(largestDifference(exact, rounded)).isBetween(1e-6, 0.1 * scale);
        backward(network);
        for (Tensor parameter : network.parameters().all()) {
            assertThat(Tensors.type(parameter.grad())).isEqualTo(ScalarType.Float);
        }
    }

    @Test
    void half_precision_gradients_point_where_the_exact_ones_do() {
        FormulaWeights.training(network);
        Tensor images = images(4, 2 * SIZE); // with fewer pixels per batch norm even float32 gradients are chaotic
        loss(network.train().forward(images)).backward();
        float[] exact = gradient(network);
        try (Network rounded = network.copy().precision(Precision.BF16)) {
            loss(rounded.train().forward(images)).backward();
            assertThat(cosine(exact, gradient(rounded))).isGreaterThan(0.8);
        }
    }

    /** All kernels' gradients in one vector. */
    private static float[] gradient(Network network) {
        return Tensors.floats(Tensors.concat(
                network.parameters().convolutions().stream()
                        .map(tensor -> tensor.grad().flatten())
                        .toList(),
                0));
    }

    private static double cosine(float[] a, float[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }

    @Test
    void memory_layout_changes_speed_only() {
        Maps last = network.eval().forward(images(2));
        Maps first = network.layout(MemoryLayout.CHANNELS_FIRST).forward(images(2));
        assertThat(largestDifference(last, first)).isLessThan(1e-4);
    }

    @Test
    void the_fused_copy_gives_the_same_and_cannot_train() {
        Maps plain = network.eval().forward(images(2));
        try (Network fused = network.fused()) {
            assertThat(largestDifference(plain, fused.forward(images(2)))).isLessThan(2e-4);
            assertThatThrownBy(fused::train).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> fused.precision(Precision.BF16)).isInstanceOf(IllegalStateException.class);
        }
        try (Network fused = network.precision(Precision.BF16).fused()) {
            double scale = Tensors.item(plain.levels().get(0).abs().max());
            assertThat(largestDifference(plain, fused.forward(images(2)))).isLessThan(0.1 * scale);
        }
    }

    @Test
    void a_copy_starts_equal_and_shares_nothing() {
        Maps before = network.eval().forward(images(1));
        try (Network copy = network.copy()) {
            assertThat(largestDifference(before, copy.forward(images(1)))).isZero();
            try (NoGradGuard constant = new NoGradGuard()) {
                copy.state().values().forEach(Tensor::zero_);
            }
        }
        assertThat(largestDifference(before, network.forward(images(1)))).isZero();
    }

    @Test
    void what_is_saved_is_what_is_loaded(@TempDir Path folder) {
        Path file = folder.resolve("n.safetensors");
        Classes classes = new Classes(List.of("open", "short", "dent \"deep\""));
        NetworkFile.save(file, network, classes, Map.of(NetworkFile.TRAINING, "{\"epochs\":3}"));
        NetworkFile loaded = NetworkFile.load(file);
        try (Network again = loaded.network()) {
            assertThat(largestDifference(network.eval().forward(images(2)), again.forward(images(2))))
                    .isZero();
            assertThat(loaded.classes()).isEqualTo(classes);
            assertThat(loaded.metadata())
                    .containsEntry("candor.format", "1")
                    .containsEntry("task", "detect")
                    .containsEntry("network", "yolov8n")
                    .containsEntry("training", "{\"epochs\":3}");
        }
    }

    @Test
    void a_seed_gives_the_same_start_and_another_seed_another() {
        try (Network same = YoloV8.of(Scale.N, CLASSES).initialise(8);
                Network again = YoloV8.of(Scale.N, CLASSES).initialise(8);
                Network other = YoloV8.of(Scale.N, CLASSES).initialise(9)) {
            String name = "model.4.m.0.cv1.conv.weight";
            float[] values = Tensors.floats(same.state().get(name));
            assertThat(Tensors.floats(again.state().get(name))).isEqualTo(values);
            assertThat(Tensors.floats(other.state().get(name))).isNotEqualTo(values);
            double bound = 1 / Math.sqrt(32 * 9);
            for (float value : values) {
                assertThat((double) value).isBetween(-bound, bound);
            }
        }
    }

    @Test
    void biases_start_at_the_published_values() {
        try (Network fresh = YoloV8.of(Scale.N, 80).initialise(0)) {
            Map<String, Tensor> state = fresh.state();
            assertThat(Tensors.floats(state.get("model.22.cv2.1.2.bias"))).containsOnly(1);
            double[] expected = {-11.537, -10.150, -8.764};
            for (int level = 0; level < 3; level++) {
                float[] bias = Tensors.floats(state.get("model.22.cv3." + level + ".2.bias"));
                assertThat((double) bias[0]).isCloseTo(expected[level], Offset.offset(1e-3));
                assertThat(bias).containsOnly(bias[0]);
            }
        }
    }

    @Test
    void a_training_step_leaves_nothing_behind() {
        step();
        long before = Pointer.totalCount();
        step();
        step();
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    private void step() {
        try (Scope step = Scope.open()) {
            backward(network);
        }
    }

    @Test
    void a_network_built_in_a_scope_survives_it() {
        Network built;
        try (Scope inner = Scope.open()) {
            built = YoloV8.of(Scale.N, 1).initialise(1);
        }
        try (built) {
            assertThat(built.eval().forward(images(1)).anchors()).isEqualTo(84);
        }
    }
}
