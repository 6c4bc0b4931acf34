package io.candor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.synth.SynthDataset;
import io.candor.data.synth.SynthOptions;
import io.candor.weights.WeightFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command line in processes of its own and sends them signals. */
@Tag("slow")
@EnabledOnOs({OS.LINUX, OS.MAC})
class InterruptionTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void draw() throws IOException {
        SynthDataset.write(
                folder.resolve("boards"),
                SynthOptions.defaults().withImages(24, 4, 0).withSize(96));
    }

    @Test
    void control_c_saves_and_resuming_gives_the_weights_of_the_unbroken_run() throws Exception {
        assertThat(finish(train("whole"))).isZero();

        Process broken = train("broken");
        awaitLine(broken, "epoch 2/3");
        new ProcessBuilder("kill", "-INT", Long.toString(broken.pid())).start().waitFor();
        assertThat(finish(broken)).isEqualTo(130);

        assertThat(finish(train("broken", "--resume"))).isZero();
        assertSameWeights();
    }

    @Test
    void a_killed_run_resumes_to_the_weights_of_the_unbroken_one() throws Exception {
        assertThat(finish(train("whole"))).isZero();

        Process killed = train("broken");
        awaitLine(killed, "epoch 2/3");
        killed.destroyForcibly().waitFor();

        assertThat(finish(train("broken", "--resume"))).isZero();
        assertSameWeights();
    }

    private void assertSameWeights() {
        var left = WeightFile.read(folder.resolve("whole/weights/last.safetensors"))
                .tensors();
        var right = WeightFile.read(folder.resolve("broken/weights/last.safetensors"))
                .tensors();
        left.forEach((name, tensor) ->
                assertThat(tensor.floats()).as(name).isEqualTo(right.get(name).floats()));
    }

    private Process train(String out, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                Candor.class.getName(),
                "train",
                "--data",
                folder.resolve("boards/data.yaml").toString(),
                "--epochs",
                "3",
                "--batch",
                "4",
                "--imgsz",
                "96",
                "--precision",
                "fp32",
                "--device",
                "cpu",
                "--out",
                folder.resolve(out).toString()));
        command.addAll(Arrays.asList(more));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder.start();
    }

    private static void awaitLine(Process process, String text) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (line.contains(text)) {
                return;
            }
        }
        throw new AssertionError(text + " was never printed: " + lines);
    }

    private static int finish(Process process) throws Exception {
        process.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {});
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}
