package io.candor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands calibrate and decide, on predictions of another tool. */
class TrustCommandsTest {

    @TempDir
    private Path folder;

    private final CommandLineHarness candor = new CommandLineHarness();

    @BeforeEach
    void draw() throws IOException {
        Random random = new Random(2);
        StringBuilder images = new StringBuilder();
        StringBuilder objects = new StringBuilder();
        StringBuilder found = new StringBuilder();
        for (int i = 1; i <= 150; i++) {
            images.append(i == 1 ? "" : ",").append("{\"id\": %d, \"file_name\": \"%d.png\"}".formatted(i, i));
            double score = .05 + .9 * random.nextDouble();
            found.append(i == 1 ? "" : ",")
                    .append(String.format(
                            Locale.ROOT,
                            "{\"image_id\": %d, \"category_id\": 1, \"bbox\": [0, 0, 10, 10], \"score\": %.4f}",
                            i,
                            score));
            if (random.nextDouble() < Math.sqrt(score)) {
                objects.append(objects.isEmpty() ? "" : ",")
                        .append("{\"image_id\": %d, \"category_id\": 1, \"bbox\": [0, 0, 10, 10]}".formatted(i));
            }
        }
        Files.writeString(
                folder.resolve("annotations.json"),
                "{\"images\": [%s], \"annotations\": [%s], \"categories\": [{\"id\": 1, \"name\": \"open\"}]}"
                        .formatted(images, objects));
        Files.writeString(folder.resolve("predictions.json"), "[" + found + "]");
    }

    private int run(String command, String... more) {
        String[] arguments = new String[more.length + 7];
        arguments[0] = command;
        arguments[1] = "--annotations";
        arguments[2] = folder.resolve("annotations.json").toString();
        arguments[3] = "--predictions";
        arguments[4] = folder.resolve("predictions.json").toString();
        arguments[5] = "--resamples";
        arguments[6] = "20";
        System.arraycopy(more, 0, arguments, 7, more.length);
        return candor.run(arguments);
    }

    @Test
    void a_calibration_and_a_policy_are_written_and_explained() {
        assertThat(run("calibrate")).as(candor.err()).isZero();
        assertThat(candor.out()).contains("D-ECE").contains("cross-fitted").contains("Calibration in");
        assertThat(folder.resolve("calibration.json")).isNotEmptyFile();
        assertThat(run("decide", "--rule", "fbeta", "--beta", "2"))
                .as(candor.err())
                .isZero();
        assertThat(candor.out()).contains("escape rate").contains("Policy in");
        assertThat(folder.resolve("policy.json")).isNotEmptyFile();
    }

    @Test
    void what_cannot_be_used_ends_with_code_2_and_a_way_out() throws IOException {
        assertThat(run("calibrate", "--method", "magic")).isEqualTo(2);
        assertThat(candor.err()).contains("one of auto, temperature");
        assertThat(run("calibrate", "--floor", "0.97")).isEqualTo(2);
        assertThat(candor.err()).contains("at least 10 of each").contains("#calibration-data");
        assertThat(run("decide", "--cost-escape", "-1")).isEqualTo(2);
        assertThat(candor.err()).contains("#decision-costs");
        Path old =
                Files.writeString(folder.resolve("old.json"), "{\"format\": \"candor-calibration\", \"version\": 0}");
        assertThat(run("decide", "--calibration", old.toString())).isEqualTo(2);
        assertThat(candor.err()).contains("version 0").contains("#calibration-file");
        Files.writeString(
                folder.resolve("annotations.json"),
                "{\"images\": [{\"id\": 1}], \"annotations\": [], "
                        + "\"categories\": [{\"id\": 1, \"name\": \"open\"}]}");
        Files.writeString(folder.resolve("predictions.json"), "[]");
        assertThat(run("decide")).isEqualTo(2);
        assertThat(candor.err()).contains("#too-few-objects");
    }
}
