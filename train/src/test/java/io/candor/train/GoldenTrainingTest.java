package io.candor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.data.Batch;
import io.candor.data.Classes;
import io.candor.data.augment.AugmentationRecipe;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.YoloV8;
import io.candor.tensor.MemoryLayout;
import io.candor.tensor.Precision;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.weights.Safetensors;
import io.candor.weights.TensorData;
import io.candor.weights.Transfer;
import io.candor.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten deterministic training steps of YOLOv8n, 6 classes, batches of 4 at 160 pixels, against the reference. */
class GoldenTrainingTest {

    private static final int CLASSES = 6;
    private static final int SIZE = 160;
    private static final int BATCH = 4;

    @TempDir
    Path folder;

    @Test
    void ten_steps_of_sgd_follow_the_synthetic_trace() throws IOException {
        JsonNode golden = Golden.json("train/synthetic_trace.json");
        JsonNode run = golden.get("runs").get("SGD");
        try (Scope scope = Scope.open();
                Network network = formulaNetwork(golden);
                Run training = new Run(recipe(OptimizerName.SGD, 0.001, 0.937), network, syntheticBatches())) {
            for (int step = 0; step < 10; step++) {
                Tolerance tolerance = new Tolerance(1e-4, 1e-3);
                training.step(step, run.get("trace").get(step), tolerance);
                if (step == 0) {
                    check(run.get("step1_gradients"), training.firstGradients, 2e-3, 1e-2);
                    check(run.get("step1_params"), Summary.of(network), 2e-3, 1e-2);
                }
            }
            check(run.get("params"), Summary.of(network), 2e-3, 1e-2);
            check(run.get("buffers"), Summary.of(network), 2e-3, 1e-2);
            check(run.get("ema"), Summary.of(training.state.average()), 2e-3, 1e-2);
        }
    }

    @Test
    void two_steps_of_adamw_follow_the_synthetic_trace() throws IOException {
        JsonNode golden = Golden.json("train/synthetic_trace.json");
        JsonNode run = golden.get("runs").get("AdamW");
        try (Scope scope = Scope.open();
                Network network = formulaNetwork(golden);
                Run training = new Run(recipe(OptimizerName.ADAMW, 0.001, 0.9), network, syntheticBatches())) {
            training.step(0, run.get("trace").get(0), new Tolerance(1e-4, 1e-3));
            check(run.get("step1_gradients"), training.firstGradients, 2e-3, 1e-2);
            check(run.get("step1_params"), Summary.of(network), 2e-3, 1e-2);
            training.step(1, run.get("trace").get(1), new Tolerance(5e-4, 5e-3));
        }
    }

    @Test
    @Tag("slow")
    void ten_steps_from_published_weights_follow_the_real_trace() throws IOException {
        JsonNode trace = shared("train/trace.json");
        JsonNode sums = shared("train/checksums.json");
        Weights start = Safetensors.read(Golden.shared("train/initial_state.safetensors"));
        try (Scope scope = Scope.open();
                Network network = YoloV8.of(Scale.N, CLASSES);
                Run training = new Run(
                        recipe(OptimizerName.SGD, 0.01, 0.937),
                        loaded(network, start),
                        batches(Golden.shared("train/data.safetensors")))) {
            for (int step = 0; step < 10; step++) {
                training.step(step, trace.get("trace").get(step), realTolerance(step));
                if (step == 0) {
                    check(sums.get("step1_gradients"), training.firstGradients, 1e-4, 1e-2);
                    check(sums.get("step1_params"), Summary.of(network), 1e-4, 1e-2);
                }
            }
            check(sums.get("params"), Summary.of(network), 2e-2, 0.1);
            check(sums.get("buffers"), Summary.of(network), 2e-2, 0.1);
            check(sums.get("ema"), Summary.of(training.state.average()), 2e-2, 0.1);
        }
    }

    /** The trace is chaotic: rounding noise doubles per step. */
    private static Tolerance realTolerance(int step) {
        if (step == 0) {
            return new Tolerance(1e-5, 1e-4);
        }
        return step < 5 ? new Tolerance(1e-4, 1e-3) : new Tolerance(1e-2, 5e-2);
    }

    /** Relative. */
    private record Tolerance(double loss, double norm) {}

    /** The trainer's own steps, one at a time. */
    private static final class Run implements AutoCloseable {

        private final TrainingState state;
        private final Steps steps;
        private final List<Batch> batches;
        private final List<Tensor> parameters;
        private final List<String> names;
        private Map<String, Summary> firstGradients;
        private Progress progress = Progress.start();

        Run(Recipe recipe, Network network, List<Batch> batches) {
            this.batches = batches;
            // libtorch sums batch statistics of channels-last images in float32, one after the other: 1e-5 of noise
            network.precision(Precision.FP32).layout(MemoryLayout.CHANNELS_FIRST);
            Job job = new Job(
                    recipe,
                    network,
                    new FixedBatches(batches),
                    new Checkpoints(Path.of("unused"), new Provenance(new Classes(List.of()), "", "", "")));
            OptimizerPlan plan = OptimizerPlan.of(recipe.optimization(), CLASSES, 10);
            state = new TrainingState(network, recipe, plan, job.criterion());
            steps = new Steps(
                    job, state, new Schedule(recipe.optimization(), plan, new Schedule.Extent(5, 2, BATCH)), 0);
            parameters = network.parameters().all();
            names = network.state().entrySet().stream()
                    .filter(entry -> parameters.contains(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        void step(int step, JsonNode expected, Tolerance tolerance) {
            Batch batch = batches.get(step % 2);
            if (step == 0) {
                // the gradients before clipping; a second pass would move the running statistics twice
                firstGradients = gradients(batch);
            }
            Losses before = progress.losses();
            progress = steps.train(batch, progress);
            Losses after = progress.losses();
            near(after.box() - before.box(), expected.get("box"), tolerance.loss, "box at step " + step);
            near(after.classes() - before.classes(), expected.get("cls"), tolerance.loss, "cls at step " + step);
            near(after.dfl() - before.dfl(), expected.get("dfl"), tolerance.loss, "dfl at step " + step);
            near(steps.gradientNorm(), expected.get("grad_norm_before_clip"), tolerance.norm, "norm at step " + step);
        }

        private Map<String, Summary> gradients(Batch batch) {
            try (Scope scope = Scope.open();
                    NoGradGuard none = new NoGradGuard()) {
                Tensor saved = state.flat().values().clone();
                none.close();
                steps.descend(batch, progress);
                Map<String, Summary> gradients = new LinkedHashMap<>();
                Map<String, Tensor> live = state.network().state();
                names.forEach(
                        name -> gradients.put(name, Summary.of(live.get(name).grad())));
                try (NoGradGuard again = new NoGradGuard()) {
                    state.flat().values().copy_(saved);
                    state.flat().clearGradients();
                }
                return gradients;
            }
        }

        @Override
        public void close() {
            state.close();
        }
    }

    /** What the reference records of a tensor. */
    @SuppressWarnings("ArrayRecordComponent") // compared element by element
    private record Summary(double absoluteMean, float[] first) {

        static Summary of(Tensor tensor) {
            float[] values = Tensors.floats(tensor);
            double sum = 0;
            for (float value : values) {
                sum += Math.abs((double) value);
            }
            return new Summary(sum / values.length, Arrays.copyOf(values, Math.min(4, values.length)));
        }

        static Map<String, Summary> of(Network network) {
            Map<String, Summary> all = new LinkedHashMap<>();
            network.state().forEach((name, tensor) -> all.put(name, of(tensor)));
            return all;
        }
    }

    private static void check(JsonNode expected, Map<String, Summary> found, double relative, double ofMean) {
        assertThat(expected.size()).isGreaterThan(100);
        for (Iterator<String> names = expected.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            JsonNode wanted = expected.get(name);
            Summary summary = found.get(name);
            assertThat(summary).as(name).isNotNull();
            double scale = wanted.get("abs_mean").asDouble();
            near(summary.absoluteMean, wanted.get("abs_mean"), relative, "abs_mean of " + name);
            for (int i = 0; i < summary.first.length; i++) {
                assertThat((double) summary.first[i])
                        .as("%s[%d]", name, i)
                        .isCloseTo(wanted.get("first4").get(i).asDouble(), within(ofMean * scale + 1e-12));
            }
        }
    }

    private static void near(double found, JsonNode expected, double relative, String what) {
        double wanted = expected.asDouble();
        assertThat(found).as(what).isCloseTo(wanted, within(relative * Math.abs(wanted) + 1e-12));
    }

    /** Constant rate, no warm-up, a step after every batch, decay as given. */
    private static Recipe recipe(OptimizerName optimizer, double rate, double momentum) {
        Optimization optimization =
                new Optimization(optimizer, rate, 1, Curve.LINEAR, momentum, 5e-4, BATCH, 10, new Warmup(0, 0.8, 0.1));
        return Recipe.defaults()
                .with(new Length(5, 0, 0))
                .with(new Input(SIZE, BATCH, 0, 0))
                .with(AugmentationRecipe.none())
                .with(new Compute("cpu", PrecisionChoice.FP32, 0))
                .with(optimization);
    }

    private List<Batch> syntheticBatches() throws IOException {
        return batches(Golden.unpack("train/synthetic_data.safetensors", folder.resolve("data.safetensors")));
    }

    /** Pictures 0 to 3 and 4 to 7. */
    static List<Batch> batches(Path file) {
        Map<String, TensorData> tensors = Safetensors.read(file).tensors();
        List<Batch> batches = new ArrayList<>();
        for (int first = 0; first < 2 * BATCH; first += BATCH) {
            batches.add(batch(tensors, first));
        }
        return batches;
    }

    private static Batch batch(Map<String, TensorData> tensors, int first) {
        long[] images = tensors.get(tensors.containsKey("image_idx") ? "image_idx" : "batch_idx")
                .longs();
        long[] classes = tensors.get("cls").longs();
        float[] boxes = tensors.get("bboxes_xywhn").floats();
        int[] rows = IntStream.range(0, images.length)
                .filter(i -> images[i] >= first && images[i] < first + BATCH)
                .toArray();
        int[] imageIndex = new int[rows.length];
        int[] classIndex = new int[rows.length];
        float[] corners = new float[rows.length * 4];
        for (int i = 0; i < rows.length; i++) {
            imageIndex[i] = (int) images[rows[i]] - first;
            classIndex[i] = (int) classes[rows[i]];
            for (int side = 0; side < 4; side++) {
                double centre = boxes[rows[i] * 4 + side % 2];
                double extent = boxes[rows[i] * 4 + 2 + side % 2];
                corners[i * 4 + side] = (float) ((centre + (side < 2 ? -extent : extent) / 2) * SIZE);
            }
        }
        List<Path> files = IntStream.range(first, first + BATCH)
                .mapToObj(i -> Path.of("picture" + i))
                .toList();
        byte[] rgb = interleaved(tensors.get(imagesName(tensors)), first);
        return new Batch(SIZE, SIZE, rgb, imageIndex, classIndex, corners, files);
    }

    private static String imagesName(Map<String, TensorData> tensors) {
        return tensors.keySet().stream()
                .filter(name -> name.startsWith("images"))
                .findFirst()
                .orElseThrow();
    }

    /** Planes of red, green and blue, to red green blue per pixel. */
    private static byte[] interleaved(TensorData planes, int first) {
        int pixels = SIZE * SIZE;
        byte[] rgb = new byte[BATCH * pixels * 3];
        for (int image = 0; image < BATCH; image++) {
            for (int channel = 0; channel < 3; channel++) {
                for (int pixel = 0; pixel < pixels; pixel++) {
                    rgb[(image * pixels + pixel) * 3 + channel] =
                            planes.bytes().get(((first + image) * 3 + channel) * pixels + pixel);
                }
            }
        }
        return rgb;
    }

    private static Network loaded(Network network, Weights weights) {
        assertThat(Transfer.into(network, weights).matched()).isEqualTo(355);
        return network;
    }

    /** Weights by the formula that the golden file states. */
    private static Network formulaNetwork(JsonNode golden) {
        Network network = YoloV8.of(Scale.N, CLASSES);
        Map<String, Tensor> state = network.state();
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            for (JsonNode entry : golden.get("init_formula").get("tensor_order")) {
                String name = entry.get("name").asText();
                Tensor tensor = state.get(name);
                float[] values = initial(name, entry.get("index").asInt(), tensor);
                tensor.copy_(Tensors.of(values, tensor.shape()));
            }
        }
        check(golden.get("init_formula").get("initial_checksums"), Summary.of(network), 1e-6, 1e-6);
        return network;
    }

    private static float[] initial(String name, int position, Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        boolean last = name.matches("model\\.22\\.cv[23]\\.\\d\\.2\\.bias");
        for (int i = 0; i < values.length; i++) {
            if (name.endsWith("dfl.conv.weight")) {
                values[i] = i;
            } else if (tensor.dim() == 4) {
                double fanIn = (double) tensor.size(1) * tensor.size(2) * tensor.size(3);
                values[i] = (float) (1.7 * (2 * uniform(position, i) - 1) / Math.sqrt(fanIn));
            } else if (last) {
                int stride = 8 << (name.charAt("model.22.cv2.".length()) - '0');
                double cells = 640.0 / stride;
                values[i] = name.contains("cv2") ? 1 : (float) Math.log(5.0 / CLASSES / (cells * cells));
            } else {
                values[i] = name.endsWith("bn.weight") || name.endsWith("running_var") ? 1 : 0;
            }
        }
        return values;
    }

    /** SplitMix64's finaliser over the tensor's and the element's position. */
    static double uniform(int position, int element) {
        long x = (position + 1L) * 0x9E3779B97F4A7C15L + (element + 1L) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        x = x ^ (x >>> 31);
        return (x >>> 40) / 16777216.0;
    }

    private static JsonNode shared(String name) throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(Golden.shared(name)));
    }
}
