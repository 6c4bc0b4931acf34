package io.candor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandorTest {

    private final CommandLineHarness candor = new CommandLineHarness();

    @Test
    void version_is_that_of_the_build() {
        assertThat(candor.run("--version")).isZero();
        assertThat(candor.out()).matches("(?s)candor \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
    }

    /** A changed help text is a changed interface: run with -Dcandor.golden=write to accept it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "candor",
                "train",
                "evaluate",
                "predict",
                "calibrate",
                "decide",
                "report",
                "errors",
                "drift",
                "export",
                "verify",
                "stream",
                "serve",
                "inspect",
                "smooth",
                "summary",
                "synth",
                "compare",
                "advise",
                "audit",
                "demo",
                "doctor"
            })
    void help_texts_are_pinned(String command) throws IOException {
        int exitCode = command.equals("candor") ? candor.run("--help") : candor.run(command, "--help");
        assertThat(exitCode).isZero();
        String name = "help-" + command + ".txt";
        if ("write".equals(System.getProperty("candor.golden"))) {
            Files.writeString(Path.of("src/test/resources/io/candor/cli", name), candor.out());
        }
        assertThat(candor.out()).isEqualToNormalizingNewlines(golden(name));
    }

    @Test
    void no_command_is_a_misuse() {
        assertThat(candor.run()).isEqualTo(2);
        assertThat(candor.err()).contains("candor --help").endsWith("See docs/troubleshooting.md#options\n");
    }

    @Test
    void an_unknown_option_is_answered_with_the_closest() {
        assertThat(candor.run("doctor", "--trase")).isEqualTo(2);
        assertThat(candor.err()).contains("'--trase'").contains("'--trace'");
    }

    @Test
    void an_unknown_command_is_answered_with_the_closest() {
        assertThat(candor.run("docter")).isEqualTo(2);
        assertThat(candor.err()).contains("Did you mean 'doctor'?");
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = CandorTest.class.getResourceAsStream(name)) {
            assertThat(file).as(name).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
