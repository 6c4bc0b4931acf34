package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmoothRunTest {

    @TempDir
    Path folder;

    private List<String> said(Settings settings) {
        Told told = new Told();
        new SmoothRun(settings.with(SmoothKeys.OUT, folder.resolve("smoothing.png"))).run(told);
        return told.lines;
    }

    private static Settings settings() {
        return Settings.of(SmoothKeys.ALL);
    }

    @Test
    void six_classes_at_a_tenth_are_explained_and_drawn() throws IOException {
        assertThat(said(settings()))
                .contains(
                        "  true-class target 0.916667, off-class target 0.016667",
                        "  logit gap at the optimum 4.0073",
                        "  loss floor 0.4210 nats per sample",
                        "  KL divergence of the one-hot from the target 0.0870 nats")
                .anyMatch(line -> line.startsWith("  0.10      0.9167") && line.endsWith("standard for classifiers"))
                .anyMatch(line -> line.endsWith("too much: accuracy and calibration suffer"));
        assertThat(ImageIO.read(folder.resolve("smoothing.png").toFile()).getWidth())
                .isEqualTo(2160);
    }

    @Test
    void every_option_acts() {
        Set<String> seen = new HashSet<>();
        seen.add(body(settings()));
        Map<String, Object> changes = Map.of(
                "classes",
                7,
                "epsilon",
                0.2,
                "label_smoothing",
                0.3,
                "smoothing_convention",
                "others",
                "activation",
                "sigmoid");
        changes.forEach((name, value) -> assertThat(seen.add(body(settings().with(Map.of(name, value), "test"))))
                .as(name)
                .isTrue());
        assertThat(settings().all().stream().<String>map(Key::name).collect(Collectors.toSet()))
                .isEqualTo(
                        Set.of("classes", "epsilon", "label_smoothing", "smoothing_convention", "activation", "out"));
        assertThat(Files.exists(folder.resolve("smoothing.png"))).isTrue();
    }

    private String body(Settings settings) {
        return String.join("\n", said(settings));
    }

    @Test
    void one_class_is_advised_to_use_what_acts() {
        assertThatThrownBy(() -> said(settings().with(SmoothKeys.CLASSES, 1)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("--activation sigmoid --smoothing-convention binary");
        Settings one = settings().with(SmoothKeys.CLASSES, 1).with(SmoothKeys.ACTIVATION, "sigmoid");
        assertThat(said(one))
                .anyMatch(line -> line.startsWith("  0.10") && line.endsWith("the convention binary acts"))
                .noneMatch(line -> line.contains("standard for classifiers"));
        assertThat(said(one.with(SmoothKeys.CONVENTION, "binary")))
                .anyMatch(line -> line.contains("standard for classifiers"));
    }

    @Test
    void the_factor_may_have_the_name_that_train_has_for_it() {
        assertThat(body(settings().with(SmoothKeys.LABEL_SMOOTHING, 0.2)))
                .isEqualTo(body(settings().with(SmoothKeys.EPSILON, 0.2)));
        assertThatThrownBy(() -> said(settings().with(SmoothKeys.EPSILON, 0.2).with(SmoothKeys.LABEL_SMOOTHING, 0.1)))
                .hasMessageContaining("both are the factor");
    }

    @Test
    void a_factor_out_of_range_is_refused_before_anything_is_drawn() {
        assertThatThrownBy(() -> said(settings().with(SmoothKeys.EPSILON, 1.5))).isInstanceOf(InvalidInput.class);
        assertThat(folder.resolve("smoothing.png")).doesNotExist();
    }

    @Test
    void targets_below_zero_have_no_divergence_to_tell() {
        assertThat(said(settings().with(SmoothKeys.CONVENTION, "generalised").with(SmoothKeys.EPSILON, -0.4)))
                .noneMatch(line -> line.contains("KL divergence") || line.contains("NaN"));
        assertThat(said(settings().with(SmoothKeys.CONVENTION, "reciprocal").with(SmoothKeys.EPSILON, 1.0)))
                .anyMatch(line -> line.startsWith("  1.00      0.9750"));
    }
}
