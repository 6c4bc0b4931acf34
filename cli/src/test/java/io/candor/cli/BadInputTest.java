package io.candor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Classes;
import io.candor.data.synth.SynthDataset;
import io.candor.data.synth.SynthOptions;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.YoloV8;
import io.candor.weights.NetworkFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a user gives: one message that says how to mend it, exit code 2, nothing written. */
class BadInputTest {

    @TempDir
    private static Path folder;

    private static Path data;

    private final CommandLineHarness candor = new CommandLineHarness();

    @BeforeAll
    static void draw() throws IOException {
        Path boards = folder.resolve("boards");
        SynthDataset.write(boards, SynthOptions.defaults().withImages(4, 2, 0).withSize(96));
        data = boards.resolve("data.yaml");
    }

    @Test
    void a_missing_and_an_empty_data_yaml() throws IOException {
        refused("none.yaml", "train", "--data", folder.resolve("none.yaml").toString());
        Path empty = Files.writeString(folder.resolve("empty.yaml"), "");
        refused("empty.yaml", "train", "--data", empty.toString());
    }

    @Test
    void no_data_at_all() {
        refused("--data FILE", "train");
    }

    @Test
    void a_wrongly_indented_data_yaml() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "train: images\n  val: images\nnames: [a]\n");
        refused("broken.yaml", "train", "--data", broken.toString());
    }

    @Test
    void names_that_disagree_with_their_number() throws IOException {
        Path wrong = Files.writeString(
                folder.resolve("boards/wrong.yaml"), "train: images/train\nval: images/val\nnc: 3\nnames: [a, b]\n");
        refused("names", "train", "--data", wrong.toString());
    }

    @Test
    void an_image_folder_without_images() throws IOException {
        Files.createDirectories(folder.resolve("hollow/images"));
        Path hollow = Files.writeString(folder.resolve("hollow/data.yaml"), "train: images\nval: images\nnames: [a]\n");
        refused("images", "train", "--data", hollow.toString());
    }

    @Test
    void smoothing_beyond_its_range() {
        refused("1.5", "train", "--data", data.toString(), "--label-smoothing", "1.5");
        assertThat(candor.err()).contains("#label-smoothing");
    }

    @Test
    void a_weight_file_that_is_none_or_cut_short() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pt"), "not weights");
        refused("text.pt", "train", "--data", data.toString(), "--model", text.toString());
        Path cut = Files.write(folder.resolve("cut.safetensors"), new byte[] {100, 0, 0, 0, 0, 0, 0, 0, '{'});
        refused("cut.safetensors", "train", "--data", data.toString(), "--model", cut.toString());
    }

    @Test
    void a_run_folder_that_holds_something() throws IOException {
        Path out = Files.createDirectories(folder.resolve("mine"));
        Files.writeString(out.resolve("notes.txt"), "mine");
        refused("--exist-ok", "train", "--data", data.toString(), "--out", out.toString(), "--epochs", "1");
    }

    @Test
    void a_run_folder_where_a_file_is() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        refused(
                "cannot write",
                "train",
                "--data",
                data.toString(),
                "--out",
                file.resolve("out").toString());
    }

    @Test
    void a_batch_larger_than_any_memory() {
        refused("a smaller --imgsz", "train", "--data", data.toString(), "--batch", "4", "--imgsz", "32000");
        assertThat(candor.err()).contains("#batch-larger-than-memory");
    }

    @Test
    void an_optimiser_in_any_case_is_not_what_is_wrong() {
        for (String name : List.of("SGD", "AdamW", "Adam", "auto")) {
            refused(
                    "none.yaml",
                    "train",
                    "--optimizer",
                    name,
                    "--data",
                    folder.resolve("none.yaml").toString());
        }
        refused("optimizer is 'lion'", "train", "--optimizer", "lion", "--data", data.toString());
    }

    @Test
    void an_unknown_option_and_an_unknown_key_are_answered_with_the_closest() throws IOException {
        refused("--label-smoothing", "train", "--label-smothing", "0.1");
        Path config = Files.writeString(folder.resolve("config.yaml"), "epoch: 3\n");
        refused("'epochs'", "train", "--config", config.toString());
    }

    @Test
    void a_config_file_and_the_command_line_win_in_this_order() throws IOException {
        Path config = Files.writeString(folder.resolve("order.yaml"), "data: none-from-file.yaml\nepochs: 0\n");
        refused("epochs is '0'", "train", "--config", config.toString());
        Path fine = Files.writeString(folder.resolve("fine.yaml"), "data: none-from-file.yaml\n");
        refused("none-from-file.yaml", "train", "--config", fine.toString());
        refused("none-from-line.yaml", "train", "--config", fine.toString(), "--data", "none-from-line.yaml");
    }

    @Test
    void no_stack_trace_unless_asked_for() {
        refused("none.yaml", "train", "--data", "none.yaml");
        assertThat(candor.err()).doesNotContain("\tat ");
        refused("none.yaml", "train", "--data", "none.yaml", "--trace");
        assertThat(candor.err()).contains("\tat io.candor");
    }

    @Test
    void an_evaluation_whose_batch_no_array_holds() {
        Path weights = folder.resolve("six.safetensors");
        try (Network network = YoloV8.of(Scale.N, 6).initialise(1)) {
            NetworkFile.save(weights, network, new Classes(List.of("a", "b", "c", "d", "e", "f")), Map.of());
        }
        String[] evaluate = {"evaluate", "--model", weights.toString(), "--data", data.toString(), "--device", "cpu"};
        List<String> arguments = new ArrayList<>(List.of(evaluate));
        arguments.addAll(List.of("--imgsz", "19200", "--batch", "2048"));
        refused("Use a smaller --batch, such as 1;", arguments.toArray(String[]::new));
    }

    private void refused(String mentioned, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("--out")) {
            all.addAll(List.of("--out", folder.resolve("never").toString()));
        }
        int exitCode = candor.run(all.toArray(String[]::new));
        assertThat(candor.err()).contains(mentioned).contains("See docs/troubleshooting.md#");
        assertThat(exitCode).isEqualTo(2);
        assertThat(folder.resolve("never")).doesNotExist();
    }
}
