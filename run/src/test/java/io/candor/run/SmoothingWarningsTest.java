package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmoothingWarningsTest {

    @TempDir
    Path folder;

    @Test
    void without_smoothing_nothing_is_warned_of() {
        assertThat(SmoothingWarnings.of(Map.of("label_smoothing", 0.0, "mixup", 1.0, "dropout", 0.5), 1))
                .isEmpty();
        assertThat(SmoothingWarnings.of(Settings.of(TrainKeys.ALL), 6)).isEmpty();
    }

    @Test
    void an_ordinary_factor_is_not_warned_of() {
        assertThat(SmoothingWarnings.of(Settings.of(TrainKeys.ALL).with(TrainKeys.LABEL_SMOOTHING, 0.1), 6))
                .isEmpty();
    }

    @Test
    void each_bad_combination_is_named() {
        warned(Map.of("label_smoothing", 0.35), 6, "above .3");
        warned(Map.of("label_smoothing", -0.5), 6, "above .3");
        warned(Map.of("label_smoothing", 0.1, "smoothing_convention", "uniform"), 1, "no effect");
        warned(Map.of("label_smoothing", 0.1, "mixup", 0.8), 6, "Strong augmentation");
        warned(Map.of("label_smoothing", 0.1, "cutmix", 0.5), 6, "Strong augmentation");
        warned(Map.of("label_smoothing", 0.1, "dropout", 0.2), 6, "Dropout");
        assertThat(SmoothingWarnings.of(Map.of("label_smoothing", 0.05, "mixup", 0.8), 6))
                .isEmpty();
    }

    @Test
    void a_teacher_that_was_smoothed_is_named() throws IOException {
        Path weights =
                Files.createDirectories(folder.resolve("teacher/weights")).resolve("best.safetensors");
        Files.writeString(folder.resolve("teacher/args.yaml"), "label_smoothing: 0.1\n");
        warned(Map.of("label_smoothing", 0.1, "teacher", weights.toString()), 6, "was trained with smoothing");
        Files.writeString(folder.resolve("teacher/args.yaml"), "label_smoothing: 0.0\n");
        assertThat(SmoothingWarnings.of(Map.of("label_smoothing", 0.1, "teacher", weights.toString()), 6))
                .isEmpty();
    }

    private static void warned(Map<String, Object> settings, int classes, String words) {
        assertThat(SmoothingWarnings.of(settings, classes))
                .singleElement()
                .asString()
                .contains(words);
    }
}
