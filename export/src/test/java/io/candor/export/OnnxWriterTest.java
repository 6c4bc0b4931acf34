package io.candor.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.detect.Suppression;
import io.candor.detect.SuppressionOptions;
import io.candor.export.ExportOptions.Axes;
import io.candor.export.ExportOptions.Precision;
import io.candor.export.ExportOptions.Selected;
import io.candor.infer.ClassNames;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.weights.NetworkFile;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that ONNX's own checker accepts and ONNX Runtime computes as libtorch does. */
class OnnxWriterTest {

    private static final OnnxMetadata METADATA =
            new OnnxMetadata("1.2.3", Instant.parse("2026-11-22T00:00:00Z"), Map.of(OnnxMetadata.WEIGHTS, "abc"));
    private static final ExportOptions SMALL = ExportOptions.defaults().withImageSize(64);
    private static NetworkFile file;

    @TempDir
    private Path folder;

    @BeforeAll
    static void build() {
        file = Networks.random(7);
    }

    @AfterAll
    static void free() {
        file.network().close();
    }

    private Path write(ExportOptions options) {
        Path target = folder.resolve("model.onnx");
        OnnxWriter.write(file, options, METADATA, target);
        return target;
    }

    static float[] images(long count) {
        Random random = new Random(3);
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    static float[] run(Path model, float[] images, long... shape) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(model.toString(), options);
                    OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), shape);
                    OrtSession.Result result = session.run(Map.of("images", input))) {
                FloatBuffer output = ((OnnxTensor) result.get("output0").orElseThrow()).getFloatBuffer();
                float[] values = new float[output.remaining()];
                output.get(values);
                return values;
            }
        }
    }

    /** Boxes to a hundredth of a pixel, probabilities to 1e-5. */
    static void assertSame(float[] actual, float[] expected, int anchors) {
        assertThat(actual).hasSameSizeAs(expected);
        int image = (4 + Networks.CLASSES.size()) * anchors;
        for (int i = 0; i < actual.length; i++) {
            double tolerance = i % image < 4 * anchors ? 1e-2 : 1e-5;
            if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
                throw new AssertionError("at %d: %s instead of %s".formatted(i, actual[i], expected[i]));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 13, 17, 18, 19, 21, 22})
    void the_official_checker_accepts_every_operator_set_it_knows(int opset) throws OrtException {
        Path model = write(SMALL.withOpset(opset));
        OnnxChecker.check(model);
        assertSame(run(model, images(3 * 64 * 64), 1, 3, 64, 64), expected(1, 64, 64), 84);
    }

    @Test
    void convolutions_whose_last_set_of_channels_is_incomplete_are_written_in_two() throws IOException, OrtException {
        List<String> names = IntStream.range(0, 80).mapToObj(k -> "c" + k).toList();
        NetworkFile wide = Networks.random(5, Scale.N, new Classes(names));
        try (Network network = wide.network()) {
            Path model = folder.resolve("wide.onnx");
            OnnxWriter.write(wide, SMALL, METADATA, model);
            OnnxChecker.check(model);
            assertThat(network.classes()).isEqualTo(80);
            assertThat(Files.readString(model, StandardCharsets.ISO_8859_1))
                    .contains("model.22.cv3.0.0.conv.rest.weight", "model.22.cv3.2.2.rest.bias")
                    .doesNotContain("model.22.cv2.0.0.conv.rest");
            float[] images = images(3 * 64 * 64);
            float[] expected = Networks.decoded(wide, images, 1, 3, 64, 64);
            float[] actual = run(model, images, 1, 3, 64, 64);
            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 4 * 84; i < actual.length; i++) {
                assertThat(actual[i]).as("probability %d", i).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 26})
    void onnx_runtime_computes_newer_operator_sets_alike(int opset) throws OrtException {
        assertSame(run(write(SMALL.withOpset(opset)), images(3 * 64 * 64), 1, 3, 64, 64), expected(1, 64, 64), 84);
    }

    private static float[] expected(long batch, long height, long width) {
        return Networks.decoded(file, images(batch * 3 * height * width), batch, 3, height, width);
    }

    @Test
    void a_fixed_batch_is_computed_as_one() throws OrtException {
        Path model = write(SMALL.withBatch(2));
        OnnxChecker.check(model);
        assertSame(run(model, images(2 * 3 * 64 * 64), 2, 3, 64, 64), expected(2, 64, 64), 84);
    }

    @Test
    void dynamic_axes_take_any_batch_and_any_rectangle() throws OrtException {
        Path model = write(SMALL.withAxes(Axes.DYNAMIC));
        OnnxChecker.check(model);
        assertSame(run(model, images(3 * 3 * 64 * 96), 3, 3, 64, 96), expected(3, 64, 96), 126);
        assertSame(run(model, images(3 * 128 * 32), 1, 3, 128, 32), expected(1, 128, 32), 84);
    }

    @Test
    void the_web_profile_avoids_resize_and_split_and_computes_the_same() throws OrtException, IOException {
        Path model = write(SMALL.withProfile(Profile.WEB));
        OnnxChecker.check(model);
        assertSame(run(model, images(3 * 64 * 64), 1, 3, 64, 64), expected(1, 64, 64), 84);
        String bytes = new String(Files.readAllBytes(model), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("ConvTranspose").doesNotContain("Resize").doesNotContain("Split");
    }

    @Test
    void half_precision_halves_the_file_and_stays_near() throws OrtException, IOException {
        long full = Files.size(write(SMALL));
        Path model = write(SMALL.withPrecision(Precision.FP16));
        OnnxChecker.check(model);
        assertThat(Files.size(model)).isBetween(full / 2, (long) (full * 0.55));
        float[] actual = run(model, images(3 * 64 * 64), 1, 3, 64, 64);
        float[] expected = expected(1, 64, 64);
        double worst = 0;
        for (int i = 4 * 84; i < actual.length; i++) {
            worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
        }
        assertThat(worst).isBetween(1e-6, 2e-2); // not silently single precision, and not wrong
    }

    @Test
    void half_input_and_output_are_halves() throws OrtException {
        Path model = write(SMALL.withPrecision(Precision.FP16).withInterfacePrecision(Precision.FP16));
        OnnxChecker.check(model);
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model.toString())) {
            assertThat(type(session.getInputInfo().get("images"))).isEqualTo("FLOAT16");
            assertThat(type(session.getOutputInfo().get("output0"))).isEqualTo("FLOAT16");
        }
    }

    private static String type(NodeInfo node) {
        return ((TensorInfo) node.getInfo()).type.name();
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 22})
    void suppression_in_the_graph_agrees_with_suppression_outside(int opset) throws OrtException {
        Path model = write(SMALL.withOutput(new Selected(.2, .45, 50)).withOpset(opset));
        OnnxChecker.check(model);
        float[] rows = run(model, images(3 * 64 * 64), 1, 3, 64, 64);
        List<Detection> expected = Suppression.apply(
                expected(1, 64, 64),
                Networks.CLASSES.size(),
                84,
                SuppressionOptions.forPrediction()
                        .withConfidence(.2)
                        .withIou(.45)
                        .withMaxDetections(50));
        assertThat(rows).hasSize(50 * 6);
        assertThat(expected).hasSizeGreaterThan(3);
        for (int i = 0; i < expected.size(); i++) {
            Detection wanted = expected.get(i);
            float[] row = Arrays.copyOfRange(rows, 6 * i, 6 * i + 6);
            assertThat(row[4]).isCloseTo((float) wanted.confidence(), within(1e-5));
            assertThat(row[5]).isEqualTo(wanted.classIndex());
            assertThat(row[0]).isCloseTo((float) wanted.box().x1(), within(1e-2));
            assertThat(row[3]).isCloseTo((float) wanted.box().y2(), within(1e-2));
        }
        assertThat(Arrays.copyOfRange(rows, 6 * expected.size(), rows.length)).containsOnly(0);
    }

    private static org.assertj.core.data.Offset<Float> within(double tolerance) {
        return org.assertj.core.data.Offset.offset((float) tolerance);
    }

    @Test
    void the_file_says_what_it_is() throws OrtException {
        Path model = write(SMALL.withOpset(19));
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model.toString())) {
            Map<String, String> properties = session.getMetadata().getCustomMetadata();
            assertThat(properties)
                    .containsEntry("task", "detect")
                    .containsEntry("stride", "32")
                    .containsEntry("imgsz", "[64, 64]")
                    .containsEntry("version", "1.2.3")
                    .containsEntry(OnnxMetadata.WEIGHTS, "abc");
            assertThat(ClassNames.parse(properties.get("names"))).contains(Networks.CLASSES);
            assertThat(session.getMetadata().getProducerName()).isEqualTo("candor");
        }
    }

    @Test
    void equal_settings_give_equal_bytes() throws IOException {
        byte[] first = Files.readAllBytes(write(SMALL));
        assertThat(Files.readAllBytes(write(SMALL))).isEqualTo(first);
    }
}
