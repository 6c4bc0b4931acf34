package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import io.candor.weights.Safetensors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSizeTest {

    @TempDir
    Path folder;

    private final Told listener = new Told();
    private final List<String> said = listener.lines;

    @Test
    void a_model_is_used_at_the_size_it_was_trained_at() {
        Settings settings = settings(trained("{\"recipe\":{\"imgsz\":\"320\"}}"));
        assertThat(ImageSize.asTrained(settings, EvaluateKeys.IMGSZ, listener).value(EvaluateKeys.IMGSZ))
                .isEqualTo(320);
        assertThat(said).singleElement().asString().contains("imgsz 320", "--imgsz");
    }

    @Test
    void a_size_that_was_given_holds() {
        Settings settings =
                settings(trained("{\"recipe\":{\"imgsz\":\"320\"}}")).with(EvaluateKeys.IMGSZ, 640);
        assertThat(ImageSize.asTrained(settings, EvaluateKeys.IMGSZ, listener).value(EvaluateKeys.IMGSZ))
                .isEqualTo(640);
        assertThat(said).isEmpty();
    }

    @Test
    void files_that_do_not_tell_leave_the_usual_size() {
        for (Path model : List.of(trained("{}"), Path.of("yolov8n.pt"), folder.resolve("missing.safetensors"))) {
            assertThat(ImageSize.asTrained(settings(model), EvaluateKeys.IMGSZ, listener)
                            .value(EvaluateKeys.IMGSZ))
                    .isEqualTo(640);
        }
        assertThat(said).isEmpty();
    }

    @Test
    void a_damaged_description_is_refused() {
        Settings settings = settings(trained("{\"recipe\":"));
        assertThatThrownBy(() -> ImageSize.asTrained(settings, EvaluateKeys.IMGSZ, listener))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContainingAll("best.safetensors", "training", "not JSON");
    }

    private static Settings settings(Path model) {
        return Settings.of(EvaluateKeys.ALL).with(EvaluateKeys.MODEL, model);
    }

    private Path trained(String training) {
        Path file = folder.resolve("best.safetensors");
        Safetensors.write(file, Map.of(), Map.of("training", training));
        return file;
    }
}
