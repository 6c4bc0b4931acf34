package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    @TempDir
    private Path place;

    @Test
    void names_in_a_project_are_counted_up() {
        Settings settings = Settings.of(TrainKeys.ALL).with(TrainKeys.PROJECT, place.resolve("runs"));
        assertThat(RunFolder.of(settings, TrainKeys.NAME).path()).isEqualTo(place.resolve("runs/train"));
        assertThat(RunFolder.of(settings, TrainKeys.NAME).path()).isEqualTo(place.resolve("runs/train-2"));
        assertThat(RunFolder.of(settings, TrainKeys.NAME).path()).isEqualTo(place.resolve("runs/train-3"));
        assertThat(RunFolder.of(settings.with(TrainKeys.EXIST_OK, true), TrainKeys.NAME)
                        .path())
                .isEqualTo(place.resolve("runs/train"));
        assertThat(RunFolder.of(settings.with(TrainKeys.NAME, "e05"), TrainKeys.NAME)
                        .path())
                .isEqualTo(place.resolve("runs/e05"));
    }

    @Test
    void a_fixed_folder_with_content_is_refused_unless_that_is_wished() throws IOException {
        Path out = Files.createDirectories(place.resolve("out"));
        assertThat(RunFolder.fixed(out, RunFolder.Existing.REFUSE).path()).isEqualTo(out);
        Files.writeString(out.resolve("results.csv"), "mine");
        assertThatThrownBy(() -> RunFolder.fixed(out, RunFolder.Existing.REFUSE))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(out.toString())
                .hasMessageContaining("--exist-ok");
        assertThat(RunFolder.fixed(out, RunFolder.Existing.REUSE).path()).isEqualTo(out);
        assertThat(out.resolve("results.csv")).hasContent("mine");
    }

    @Test
    void a_new_run_in_an_old_folder_cannot_be_taken_for_the_old_one() throws IOException {
        RunFolder folder = RunFolder.fixed(place.resolve("out"), RunFolder.Existing.REUSE);
        Path state = Files.writeString(folder.weights().resolve("last.state.safetensors"), "old");
        Path network = Files.writeString(folder.last(), "old");
        for (String old : List.of("evaluation.json", "skipped.txt", "train_batch0.jpg", "notes.txt")) {
            Files.writeString(folder.file(old), "old");
        }

        folder.forget();

        assertThat(state).doesNotExist();
        assertThat(network).exists();
        try (Stream<Path> left = Files.list(folder.path())) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("weights", "notes.txt");
        }
    }

    @Test
    void a_place_that_cannot_be_written_is_refused_with_the_reason() throws IOException {
        Path file = Files.writeString(place.resolve("file"), "");
        assertThatThrownBy(() -> RunFolder.fixed(file.resolve("out"), RunFolder.Existing.REFUSE))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("cannot write into this run folder");
        assertThatThrownBy(() -> RunFolder.fixed(file, RunFolder.Existing.REUSE))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("a file of that name is in the way");
    }
}
