package io.candor.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.read.ImageWriter;
import io.candor.data.read.UnreadableImage;
import io.candor.decide.Action;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Detectors whose answer for a white image is known. */
class DetectorTest {

    private static final int ANCHORS = 84;

    @TempDir
    private Path folder;

    /** In a 64 pixel frame: a "cat" of .9 at (16, 16)-(48, 32), a weaker copy of it, and a "dog" of .6 elsewhere. */
    private static float[] columns() {
        float[] numbers = new float[6 * ANCHORS];
        set(numbers, 3, 32, 24, 32, 16, .9f, .1f);
        set(numbers, 4, 32, 24, 30, 16, .7f, .1f);
        set(numbers, 50, 10, 50, 8, 8, .2f, .6f);
        return numbers;
    }

    private static void set(float[] numbers, int anchor, float... values) {
        for (int i = 0; i < values.length; i++) {
            numbers[i * ANCHORS + anchor] = values[i];
        }
    }

    private static float[] transposed(float[] columns, int rows) {
        int anchors = columns.length / rows;
        float[] transposed = new float[columns.length];
        for (int i = 0; i < columns.length; i++) {
            transposed[i % anchors * rows + i / anchors] = columns[i];
        }
        return transposed;
    }

    private static TestModel model() {
        return new TestModel().output(columns(), 1L, 6L, (long) ANCHORS).property("names", "{0: 'cat', 1: 'dog'}");
    }

    private Path file() {
        return folder.resolve("model.onnx");
    }

    private static Image white(int width, int height) {
        return Image.filled(width, height, 255);
    }

    private static void assertCatAndDog(Detections found) {
        assertThat(found.objects()).extracting(DetectedObject::className).containsExactly("cat", "dog");
        assertThat(found.objects().get(0).confidence()).isCloseTo(.9, within(1e-5));
        Box box = found.objects().get(0).box();
        assertThat(List.of(box.x1(), box.y1(), box.x2(), box.y2()))
                .zipSatisfy(
                        List.of(16., 16., 48., 32.),
                        (is, wanted) -> assertThat(is).isCloseTo(wanted, within(1e-3)));
    }

    @Test
    void files_of_version_8_and_11_are_understood() {
        try (Detector detector = Detector.load(model().write(file()))) {
            assertThat(detector.card().layout()).contains(Layout.ANCHOR_COLUMNS);
            assertCatAndDog(detector.detect(white(64, 64)));
        }
    }

    @Test
    void boxes_are_in_pixels_of_the_image() {
        try (Detector detector = Detector.load(model().write(file()))) {
            Detections found = detector.detect(white(128, 128));
            assertThat(found.objects().get(0).box().x1()).isCloseTo(32, within(1e-3));
            assertThat(found.width()).isEqualTo(128);
        }
    }

    @Test
    void transposed_files_are_understood() {
        model().output(transposed(columns(), 6), 1L, (long) ANCHORS, 6L).write(file());
        try (Detector detector = Detector.load(file())) {
            assertThat(detector.card().layout()).contains(Layout.ANCHOR_ROWS);
            assertCatAndDog(detector.detect(white(64, 64)));
        }
    }

    /** Version 5: three anchors per cell, objectness times class. */
    @Test
    void files_with_objectness_are_understood() {
        float[] numbers = new float[3 * ANCHORS * 7];
        row(numbers, 3, 7, 32, 24, 32, 16, .9f, 1, .1f);
        row(numbers, 100, 7, 10, 50, 8, 8, .6f, .2f, 1);
        row(numbers, 101, 7, 30, 50, 8, 8, .1f, 1, 1);
        model().output(numbers, 1L, 3L * ANCHORS, 7L).write(file());
        try (Detector detector = Detector.load(file())) {
            assertThat(detector.card().layout()).contains(Layout.ANCHOR_ROWS_WITH_OBJECTNESS);
            assertCatAndDog(detector.detect(white(64, 64)));
        }
    }

    private static void row(float[] numbers, int index, int width, float... values) {
        System.arraycopy(values, 0, numbers, index * width, width);
    }

    @Test
    void files_that_select_themselves_are_understood() {
        float[] numbers = new float[300 * 6];
        row(numbers, 0, 6, 6, 46, 14, 54, .6f, 1);
        row(numbers, 1, 6, 16, 16, 48, 32, .9f, 0);
        row(numbers, 2, 6, 20, 20, 48, 32, .1f, 0);
        model().output(numbers, 1L, 300L, 6L).write(file());
        try (Detector detector = Detector.load(file())) {
            assertThat(detector.card().layout()).contains(Layout.SELECTED_ROWS);
        }
        // the constant is multiplied by the brightness, and so is the class: exactly 1 only for exact white
        try (Detector detector = Detector.load(file())) {
            assertThat(detector.detect(white(64, 64)).objects().get(0).className())
                    .isEqualTo("cat");
        }
    }

    /** The cat's mask is the left half of the image, the dog's the right one: as far as their boxes go. */
    @ParameterizedTest
    @EnumSource(Layout.class)
    void masks_are_found_in_every_layout(Layout layout) {
        segmenter(layout).property("task", "segment").write(file());
        assertMasks(layout);
        segmenter(layout).write(file()); // as shapes alone tell
        assertMasks(layout);
    }

    private void assertMasks(Layout layout) {
        try (Detector detector = Detector.load(file())) {
            assertThat(detector.card().layout()).contains(layout);
            assertThat(detector.card().hasMasks()).isTrue();
            assertThat(detector.card().outputs()).hasSize(2);
            Detections found = detector.detect(white(64, 64));
            assertCatAndDog(found);
            assertThat(found.objects().get(0).mask().orElseThrow().bounds()).isEqualTo(new Box(16, 16, 32, 32));
            assertThat(found.objects().get(0).mask().orElseThrow().area()).isEqualTo(256);
            assertThat(found.objects().get(1).mask().orElseThrow().bounds()).isEqualTo(new Box(36, 46, 44, 54));
            Detections larger = detector.detect(white(128, 128));
            assertThat(larger.objects().get(0).mask().orElseThrow().bounds()).isEqualTo(new Box(32, 32, 64, 64));
        }
    }

    private static TestModel segmenter(Layout layout) {
        int side = 16;
        float[] halves = new float[2 * side * side];
        for (int i = 0; i < halves.length; i++) {
            boolean left = i % side < side / 2;
            halves[i] = left == i < side * side ? 1 : -1;
        }
        float[] cat = {32, 24, 32, 16, .9f, .1f, 1, 0};
        float[] dog = {40, 50, 8, 8, .2f, .6f, 0, 1};
        TestModel model = model().prototypes(halves, 2, side);
        float[] columns = new float[8 * ANCHORS];
        set(columns, 3, cat);
        set(columns, 50, dog);
        return switch (layout) {
            case ANCHOR_COLUMNS -> model.output(columns, 1L, 8L, (long) ANCHORS);
            case ANCHOR_ROWS -> model.output(transposed(columns, 8), 1L, (long) ANCHORS, 8L);
            case ANCHOR_ROWS_WITH_OBJECTNESS -> {
                float[] rows = new float[3 * ANCHORS * 9];
                row(rows, 3, 9, 32, 24, 32, 16, .9f, 1, .1f, 1, 0);
                row(rows, 100, 9, 40, 50, 8, 8, .6f, .2f, 1, 0, 1);
                yield model.output(rows, 1L, 3L * ANCHORS, 9L);
            }
            case SELECTED_ROWS -> {
                float[] rows = new float[300 * 8];
                row(rows, 0, 8, 36, 46, 44, 54, .6f, 1, 0, 1);
                row(rows, 1, 8, 16, 16, 48, 32, .9f, 0, 1, 0);
                yield model.output(rows, 1L, 300L, 8L);
            }
        };
    }

    @Test
    void without_names_the_number_of_anchors_tells_the_layouts_apart() {
        new TestModel().output(transposed(columns(), 6), 1L, (long) ANCHORS, 6L).write(file());
        try (Detector detector = Detector.load(file())) {
            assertThat(detector.card().layout()).contains(Layout.ANCHOR_ROWS);
            assertThat(detector.card().classes().names()).containsExactly("class0", "class1");
        }
        new TestModel().output(new float[3 * ANCHORS * 7], 1L, 3L * ANCHORS, 7L).write(file());
        try (Detector detector = Detector.load(file())) {
            assertThat(detector.card().layout()).contains(Layout.ANCHOR_ROWS_WITH_OBJECTNESS);
        }
    }

    @Test
    void every_form_of_a_picture_gives_the_same() throws IOException {
        Path picture = folder.resolve("white.png");
        ImageWriter.write(white(64, 64), picture);
        BufferedImage awt = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
        BufferedImage blueGreenRed = new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < 64 * 64; i++) {
            awt.setRGB(i % 64, i / 64, 0xffffffff);
            blueGreenRed.setRGB(i % 64, i / 64, 0xffffffff);
        }
        try (Detector detector = Detector.load(model().write(file()));
                Mat grey = new Mat(64, 64, opencv_core.CV_8UC1, new Scalar(255));
                Mat alpha = new Mat(64, 64, opencv_core.CV_8UC4, new Scalar(255, 255, 255, 0));
                Mat sixteen = new Mat(64, 64, opencv_core.CV_16UC3, new Scalar(65535, 65535, 65535, 0))) {
            assertCatAndDog(detector.detect(picture));
            assertCatAndDog(detector.detect(Files.readAllBytes(picture)));
            assertCatAndDog(detector.detect(awt));
            assertCatAndDog(detector.detect(blueGreenRed));
            assertCatAndDog(detector.detect(grey));
            assertCatAndDog(detector.detect(alpha));
            assertCatAndDog(detector.detect(sixteen));
        }
    }

    @Test
    void colours_arrive_red_first() {
        // only the mean is seen by the network, so the planes are looked at directly
        Image red = new Image(32, 32, repeated(new byte[] {0, 0, (byte) 255}, 32 * 32));
        var frame = io.candor.data.augment.Letterbox.frame(32, 32, 64, 32);
        var target = java.nio.FloatBuffer.allocate(3 * 64 * 32);
        Frames.write(red, frame, target, 0);
        assertThat(target.get(16)).isEqualTo(1);
        assertThat(target.get(64 * 32 + 16)).isZero();
        assertThat(target.get(2 * 64 * 32 + 16)).isZero();
        assertThat(target.get(15)).isEqualTo(114 / 255f);
        assertThat(target.get(48)).isEqualTo(114 / 255f);
    }

    private static byte[] repeated(byte[] pixel, int times) {
        byte[] all = new byte[pixel.length * times];
        for (int i = 0; i < all.length; i++) {
            all[i] = pixel[i % pixel.length];
        }
        return all;
    }

    /** Brightness scales everything, so each picture has its own answer. */
    private static List<Image> shades(int count) {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(Image.filled(64, i % 2 == 0 ? 64 : 32, 255 - 9 * i));
        }
        return images;
    }

    private static List<List<DetectedObject>> objects(List<Detections> detections) {
        return detections.stream().map(Detections::objects).toList();
    }

    @Test
    void a_batch_gives_what_single_calls_give() {
        for (Long batch : List.of(0L, 1L, 3L)) {
            for (Long side : List.of(0L, 64L)) {
                model().input(batch, 3L, side, side)
                        .output(columns(), batch, 6L, (long) ANCHORS)
                        .property("imgsz", "[64, 64]")
                        .write(file());
                try (Detector detector = Detector.load(file())) {
                    List<Image> images = shades(8);
                    List<Detections> single =
                            images.stream().map(detector::detect).toList();
                    assertThat(single.get(0).objects()).isNotEmpty();
                    assertThat(objects(detector.detect(images)))
                            .as("batch %d, side %d", batch, side)
                            .isEqualTo(objects(single));
                }
            }
        }
    }

    @Test
    void threads_do_not_disturb_one_another() throws ExecutionException, InterruptedException {
        List<Image> images = shades(10);
        try (Detector detector = Detector.load(model().write(file()))) {
            List<List<DetectedObject>> expected =
                    objects(images.stream().map(detector::detect).toList());
            List<CompletableFuture<List<DetectedObject>>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Image image = images.get(i % images.size());
                calls.add(CompletableFuture.supplyAsync(
                        () -> detector.detect(image).objects()));
            }
            for (int i = 0; i < calls.size(); i++) {
                assertThat(calls.get(i).get()).isEqualTo(expected.get(i % images.size()));
            }
        }
    }

    @Test
    void asynchronous_calls_answer_and_pass_failures_on() throws Exception {
        try (Detector detector = Detector.load(model().write(file()))) {
            assertCatAndDog(detector.detectAsync(white(64, 64)).get());
            assertThatThrownBy(() ->
                            detector.detectAsync(folder.resolve("none.jpg")).get())
                    .hasCauseInstanceOf(UnreadableImage.class);
        }
    }

    @Test
    void a_closed_detector_refuses() {
        Detector detector = Detector.load(model().write(file()));
        detector.close();
        detector.close();
        assertThatThrownBy(() -> detector.detect(white(64, 64))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void options_decide_what_is_reported() {
        model().write(file());
        try (Detector strict = Detector.load(file(), DetectorOptions.defaults().withConfidence(.8));
                Detector patient =
                        Detector.load(file(), DetectorOptions.defaults().withIou(.99));
                Detector one = Detector.load(file(), DetectorOptions.defaults().withMaxDetections(1))) {
            assertThat(strict.detect(white(64, 64)).objects()).hasSize(1);
            assertThat(patient.detect(white(64, 64)).objects()).hasSize(3);
            assertThat(one.detect(white(64, 64)).objects()).hasSize(1);
        }
    }

    @Test
    void a_judge_calibrates_and_decides() {
        Judge judge = new Judge() {
            @Override
            public OptionalDouble calibrated(Detection detection) {
                return OptionalDouble.of(detection.confidence() / 2);
            }

            @Override
            public Optional<Action> decision(Detection detection) {
                return Optional.of(detection.confidence() > .8 ? Action.ACCEPT : Action.REVIEW);
            }
        };
        model().write(file());
        try (Detector detector =
                Detector.load(file(), DetectorOptions.defaults().withJudge(judge))) {
            List<DetectedObject> objects = detector.detect(white(64, 64)).objects();
            assertThat(objects.get(0).calibrated().getAsDouble()).isCloseTo(.45, within(1e-5));
            assertThat(objects)
                    .extracting(object -> object.decision().get())
                    .containsExactly(Action.ACCEPT, Action.REVIEW);
        }
    }

    @Test
    void times_are_told() {
        try (Detector detector = Detector.load(model().write(file()))) {
            Timings timings = detector.detect(white(640, 480)).timings();
            assertThat(timings.inference()).isPositive();
            assertThat(timings.total())
                    .isGreaterThanOrEqualTo(timings.preparing().plus(timings.inference()));
        }
    }

    @Test
    void missing_providers_are_named() {
        model().write(file());
        assertThatThrownBy(
                        () -> Detector.load(file(), DetectorOptions.defaults().withProvider(Provider.CUDA)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("CUDA");
    }

    @Test
    void images_with_too_many_pixels_are_refused_before_decoding() throws IOException {
        Path wide = folder.resolve("wide.png");
        ImageWriter.write(white(30_000, 4), wide);
        byte[] bytes = Files.readAllBytes(wide);
        model().write(file());
        try (Detector detector =
                        Detector.load(file(), DetectorOptions.defaults().withMostPixels(100_000));
                Detector roomy = Detector.load(file())) {
            for (Runnable call : Arrays.<Runnable>asList(
                    () -> detector.detect(wide),
                    () -> detector.detect(bytes),
                    () -> detector.detect(white(30_000, 4)),
                    () -> detector.detect(new BufferedImage(30_000, 4, BufferedImage.TYPE_BYTE_GRAY)))) {
                assertThatThrownBy(call::run)
                        .isInstanceOf(InvalidInput.class)
                        .hasMessageContaining("30000 x 4")
                        .hasMessageContaining("100000");
            }
            assertThat(roomy.detect(wide).width()).isEqualTo(30_000);
        }
    }

    @Test
    void one_pixel_is_an_image() {
        try (Detector detector = Detector.load(model().write(file()))) {
            List<DetectedObject> objects = detector.detect(white(1, 1)).objects();
            assertThat(objects.get(0).box()).isEqualTo(new Box(.25, .25, .75, .5));
        }
    }

    @Test
    void damaged_images_are_named() throws IOException {
        Path picture = folder.resolve("white.jpg");
        ImageWriter.write(white(64, 64), picture);
        byte[] whole = Files.readAllBytes(picture);
        try (Detector detector = Detector.load(model().write(file()))) {
            assertThatThrownBy(() -> detector.detect(Arrays.copyOf(whole, whole.length / 2)))
                    .isInstanceOf(UnreadableImage.class)
                    .hasMessageContaining("cut short");
            assertThatThrownBy(() -> detector.detect(new byte[0])).isInstanceOf(UnreadableImage.class);
            assertThatThrownBy(() ->
                            detector.detect("GIF89a animated".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                    .isInstanceOf(UnreadableImage.class)
                    .hasMessageContaining("not a JPEG, PNG, WebP, BMP or TIFF");
        }
    }
}
