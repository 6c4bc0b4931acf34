package io.candor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeCommandsTest {

    @Test
    void every_command_of_the_readme_is_understood() throws IOException {
        List<String> commands = Files.readAllLines(Path.of("../README.md")).stream()
                .filter(line -> line.startsWith("./candor "))
                .map(line -> line.replaceFirst("\\s+#.*", "").replaceFirst("^./candor\\s+", ""))
                .toList();

        assertThat(commands).hasSizeGreaterThan(4);
        for (String command : commands) {
            assertThatCode(() -> Candor.commandLine().parseArgs(command.strip().split("\\s+")))
                    .as(command)
                    .doesNotThrowAnyException();
        }
    }
}
