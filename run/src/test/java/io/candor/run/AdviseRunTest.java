package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdviseRunTest {

    @TempDir
    Path folder;

    private final Told listener = new Told();
    private final List<String> said = listener.lines;

    @Test
    void facts_advice_and_reasons_are_said_and_written() {
        Path json = folder.resolve("advice.json");
        Advice advice = AdviseRun.on(DrawnBoards.in(folder.resolve("boards")))
                .with(AdviseKeys.OUT, json)
                .run(listener);
        assertThat(advice.factor()).isZero();
        assertThat(said)
                .anyMatch(line -> line.startsWith("6 classes, 8 images to train on"))
                .contains("Begin with: --label-smoothing 0")
                .anyMatch(line -> line.contains("[Zhang et al. 2019"))
                .anyMatch(line -> line.contains("candor compare --data"));
        assertThat(json).content().contains("\"speaks_against_smoothing\" : false", "\"crowded\"");
    }

    @Test
    void a_runs_own_confidence_and_settings_are_looked_at() throws IOException {
        Path data = DrawnBoards.in(folder.resolve("boards"));
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.writeString(run.resolve("evaluation.json"), "{\"provenance\": {\"split\": \"val\"}}");
        Files.writeString(run.resolve("predictions.json"), labelsAsPredictions(data));
        Files.writeString(
                run.resolve("args.yaml"), "label_smoothing: 0.5\nmixup: 0.9\nsmoothing_convention: uniform\n");
        Advice advice = AdviseRun.on(data).with(AdviseKeys.RUN, run).run(listener);
        assertThat(advice.against()).isEqualTo(Advice.Against.YES); // right, but never surer than .4
        assertThat(said)
                .anyMatch(line -> line.contains("speak against smoothing"))
                .anyMatch(line -> line.startsWith("Warning: A factor of 0.5"))
                .anyMatch(line -> line.startsWith("Warning: Strong augmentation"));
    }

    @Test
    void what_cannot_be_read_is_refused() {
        assertThatThrownBy(() -> AdviseRun.on(folder.resolve("none.yaml")).run(listener))
                .isInstanceOf(InvalidInput.class);
        Path data = DrawnBoards.in(folder.resolve("boards"));
        assertThatThrownBy(() -> AdviseRun.on(data).with(AdviseKeys.RUN, folder).run(listener))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContainingAll("predictions.json", "candor evaluate --model");
    }

    /** Every label of the validation split, found with a confidence of .4. */
    private static String labelsAsPredictions(Path data) {
        Settings settings = Settings.of(TrainKeys.ALL).with(TrainKeys.DATA, data);
        List<String> rows = new ArrayList<>();
        TrainingData.of(settings)
                .val()
                .forEach(sample -> sample.labels()
                        .forEach(label -> rows.add(
                                "{\"image_id\": \"%s\", \"category_id\": %d, \"bbox\": [%s, %s, %s, %s], \"score\": 0.4}"
                                        .formatted(
                                                sample.image().getFileName(),
                                                label.classIndex() + 1,
                                                label.box().x1(),
                                                label.box().y1(),
                                                label.box().width(),
                                                label.box().height()))));
        return "[" + String.join(",\n", rows) + "]";
    }
}
