package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import io.candor.train.OptimizerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgsYamlTest {

    private static final Settings NOTHING = Settings.of(TrainKeys.ALL);

    @TempDir
    private Path folder;

    @Test
    void what_is_written_reads_back_as_the_same_settings() throws IOException {
        Settings settings = NOTHING.with(TrainKeys.DATA, Path.of("boards", "data.yaml"))
                .with(TrainKeys.EPOCHS, 7)
                .with(TrainKeys.COS_LR, true)
                .with(TrainKeys.LRF, 1e-3)
                .with(TrainKeys.FREEZE, List.of(0, 3))
                .with(TrainKeys.LABEL_SMOOTHING, 0.05);

        ArgsYaml read = ArgsYaml.read(file(ArgsYaml.text(settings)), NOTHING);

        assertThat(NOTHING.with(read.values(), "file").effective()).isEqualTo(settings.effective());
        assertThat(read.notes()).isEmpty();
    }

    @Test
    void defaults_are_written_as_plain_yaml_and_read_back() throws IOException {
        String text = ArgsYaml.text(NOTHING);

        assertThat(text)
                .doesNotContain("&", "*", "!")
                .contains("classes: null\n", "freeze: null\n", "resume: false\n", "data: null\n");
        ArgsYaml read = ArgsYaml.read(file(text), NOTHING);
        assertThat(NOTHING.with(read.values(), "file").effective()).isEqualTo(NOTHING.effective());
    }

    @Test
    void one_list_under_two_keys_is_written_twice() throws IOException {
        List<Integer> both = List.of(1, 2);
        Settings settings = NOTHING.with(TrainKeys.CLASSES, both).with(TrainKeys.FREEZE, both);

        String text = ArgsYaml.text(settings);

        assertThat(text).doesNotContain("&", "*").contains("classes:\n- 1\n- 2\n", "freeze:\n- 1\n- 2\n");
        ArgsYaml read = ArgsYaml.read(file(text), NOTHING);
        assertThat(NOTHING.with(read.values(), "file").effective()).isEqualTo(settings.effective());
    }

    @Test
    void optimisers_are_read_in_any_case() throws IOException {
        for (String name : List.of("SGD", "AdamW", "Adam", "auto", "sgd", "ADAMW")) {
            ArgsYaml read = ArgsYaml.read(file("optimizer: " + name + "\n"), NOTHING);
            Settings settings = NOTHING.with(read.values(), "file");
            assertThat(settings.value(TrainKeys.OPTIMIZER)).isEqualToIgnoringCase(name);
            assertThat(TrainPlan.recipe(settings).optimization().optimizer()).isEqualTo(OptimizerName.of(name));
        }
    }

    @Test
    void the_args_of_another_yolo_run_are_understood() throws IOException {
        Path args = file("""
                task: detect
                mode: train
                model: yolov8s.pt
                data: boards.yaml
                epochs: 50
                device: 0
                workers: 8
                cache: false
                optimizer: SGD
                freeze: 10
                lr0: 1e-2
                project: null
                copy_paste: 0.3
                multi_scale: 0.0
                amp: true
                dropout: 0.2
                """);

        ArgsYaml read = ArgsYaml.read(args, NOTHING);
        Settings settings = NOTHING.with(read.values(), "file");

        assertThat(settings.value(TrainKeys.MODEL)).isEqualTo("yolov8s.pt");
        assertThat(settings.value(TrainKeys.EPOCHS)).isEqualTo(50);
        assertThat(settings.value(TrainKeys.DEVICE)).isEqualTo("cuda:0");
        assertThat(settings.value(TrainKeys.CACHE)).isEqualTo("auto");
        assertThat(settings.value(TrainKeys.OPTIMIZER)).isEqualTo("sgd");
        assertThat(settings.value(TrainKeys.FREEZE))
                .hasSize(10)
                .startsWith(0, 1)
                .endsWith(9);
        assertThat(settings.value(TrainKeys.LR0)).isEqualTo(0.01);
        assertThat(settings.given(TrainKeys.PROJECT)).isEmpty();
        assertThat(read.notes()).hasSize(2);
        assertThat(read.notes().get(0)).contains("do not apply here: amp, dropout, mode, multi_scale");
        assertThat(read.notes().get(1)).endsWith("dropout: 0.2.");
    }

    @Test
    void an_unknown_key_is_named_with_the_closest_known_one() throws IOException {
        Path args = file("epochs: 3\nlabel_smoothng: 0.1\n");
        assertThatThrownBy(() -> ArgsYaml.read(args, NOTHING))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(args.toString())
                .hasMessageContaining("'label_smoothng'")
                .hasMessageContaining("'label_smoothing'")
                .extracting(thrown -> ((InvalidInput) thrown).help())
                .isEqualTo("unknown-key");
    }

    @Test
    void hyphens_in_keys_count_as_underscores() throws IOException {
        assertThat(ArgsYaml.read(file("label-smoothing: 0.1\n"), NOTHING).values())
                .isEqualTo(Map.of("label_smoothing", 0.1));
    }

    @Test
    void another_task_is_refused() throws IOException {
        Path args = file("task: pose\n");
        assertThatThrownBy(() -> ArgsYaml.read(args, NOTHING))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("task is 'pose'");
    }

    @Test
    void a_missing_an_empty_and_a_broken_file_are_refused() throws IOException {
        assertThatThrownBy(() -> ArgsYaml.read(folder.resolve("none.yaml"), NOTHING))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("no such file");
        Path empty = file("");
        assertThatThrownBy(() -> ArgsYaml.read(empty, NOTHING))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("an empty file");
        Path broken = file("epochs: 3\n  batch: 4\n");
        assertThatThrownBy(() -> ArgsYaml.read(broken, NOTHING))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("not YAML")
                .hasMessageMatching("(?s).*:\\d+: this is not YAML.*");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("args.yaml"), text);
    }
}
