package io.candor.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.candor.data.InvalidInput;
import io.candor.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataYamlTest {

    @TempDir
    Path folder;

    @BeforeEach
    void make_the_folders() throws IOException {
        Files.createDirectories(folder.resolve("images/train"));
        Files.createDirectories(folder.resolve("images/val"));
    }

    @Test
    void names_may_be_a_list_a_map_or_a_count() {
        assertThat(read("train: images/train", "names: [no, 012, 'a b']")
                        .classes()
                        .names())
                .containsExactly("no", "012", "a b");
        assertThat(read("train: images/train", "names:", "  1: short", "  0: open", "nc: 2")
                        .classes()
                        .names())
                .containsExactly("open", "short");
        assertThat(read("train: images/train", "nc: 2").classes().names()).containsExactly("class0", "class1");
    }

    @Test
    void splits_may_be_folders_or_lists_and_validation_is_val() {
        DataYaml yaml =
                read("train: [images/train, images/val]", "validation: images/val", "test:", "nc: 1", "download: x");
        assertThat(yaml.sources().get(Split.TRAIN)).hasSize(2);
        assertThat(yaml.sources().get(Split.VAL)).containsExactly(folder.resolve("images/val"));
        assertThat(yaml.sources()).doesNotContainKey(Split.TEST);
    }

    @Test
    void path_is_relative_to_the_file() throws IOException {
        Files.createDirectories(folder.resolve("sub/train"));
        DataYaml yaml = read("path: sub", "train: train", "nc: 1");
        assertThat(yaml.sources().get(Split.TRAIN)).containsExactly(folder.resolve("sub/train"));
        assertThat(yaml.notes()).isEmpty();
    }

    @Test
    void a_path_of_another_machine_falls_back_to_the_files_folder_and_says_so() {
        DataYaml yaml = read("path: /no/such/folder", "train: images/train", "nc: 1");
        assertThat(yaml.root()).isEqualTo(folder);
        assertThat(yaml.notes())
                .singleElement()
                .asString()
                .contains("/no/such/folder")
                .contains("does not exist");
    }

    @Test
    void a_leading_step_up_that_leads_nowhere_is_dropped_and_said() {
        DataYaml yaml = read("train: ../images/train", "test: ../images/test", "nc: 1");
        assertThat(yaml.sources().get(Split.TRAIN)).containsExactly(folder.resolve("images/train"));
        assertThat(yaml.notes()).hasSize(2);
    }

    @Test
    void a_missing_file_is_named() {
        InvalidInput error = catchThrowableOfType(InvalidInput.class, () -> DataYaml.read(folder.resolve("no.yaml")));
        assertThat(error).hasMessageContaining("no.yaml does not exist");
    }

    @Test
    void an_empty_file_says_what_is_expected() {
        refused("").hasMessageContaining("is empty").hasMessageContaining("names");
        refused("# only a comment").hasMessageContaining("is empty");
        refused("just text").hasMessageContaining(":1: expected lines of the form `key: value`");
    }

    @Test
    void wrong_indentation_is_reported_with_line_and_text() {
        refused("train: images/train", " val: images/val", "nc: 1")
                .hasMessageContaining("data.yaml:2:")
                .hasMessageContaining("` val: images/val`")
                .hasMessageContaining("indentation");
        refused("train: images/train", "names:", "\t0: open").hasMessageContaining("data.yaml:3:");
        refused("train: images/train", "names:", "0: open", "1: short")
                .hasMessageContaining("data.yaml:2: `names` is empty")
                .hasMessageContaining("indent");
        refused("train:", "  val: images/val", "nc: 1").hasMessageContaining("data.yaml:1: `train` must be");
    }

    @Test
    void a_key_that_is_there_twice_is_refused() {
        refused("train: images/train", "nc: 1", "train: images/val")
                .hasMessageContaining("data.yaml:3: the key `train` is already on line 1");
        refused("train: images/train", "names:", "  0: a", "  0: b").hasMessageContaining("already on line 3");
    }

    @Test
    void names_and_count_must_agree() {
        refused("train: images/train", "nc: 3", "names: [a, b]")
                .hasMessageContaining("data.yaml:2: `nc: 3` but `names` has 2 entries");
        refused("train: images/train", "names: {0: a, 2: b}").hasMessageContaining("none numbered 1");
        refused("train: images/train", "names: {a: 0}").hasMessageContaining("must be class numbers");
        refused("train: images/train", "nc: many").hasMessageContaining("found `many`");
        refused("train: images/train", "names: open").hasMessageContaining("list or a map");
        refused("train: images/train", "nc: 0").hasMessageContaining("nothing to detect");
        refused("train: images/train", "names: []").hasMessageContaining("data.yaml:2: there are no classes");
        refused("train: images/train", "nc: 4000000000").hasMessageContaining("up to 100000, found `4000000000`");
        refused("train: images/train").hasMessageContaining("neither `names` nor `nc`");
    }

    @Test
    void a_folder_that_does_not_exist_is_named_with_its_line() {
        refused("nc: 1", "train: images/trian")
                .hasMessageContaining("data.yaml:2: `train: images/trian` does not exist")
                .hasMessageContaining(folder.resolve("images/trian").toString());
        refused("nc: 1").hasMessageContaining("neither `train` nor `val`");
    }

    @Test
    void key_point_sets_are_refused() {
        refused("train: images/train", "nc: 1", "kpt_shape: [17, 3]").hasMessageContaining("data.yaml:3:");
    }

    private DataYaml read(String... lines) {
        return DataYaml.read(TestData.text(folder.resolve("data.yaml"), lines));
    }

    private AbstractThrowableAssert<?, InvalidInput> refused(String... lines) {
        InvalidInput error = catchThrowableOfType(InvalidInput.class, () -> read(lines));
        return assertThat(error).isNotNull().hasMessageContaining("data.yaml");
    }
}
