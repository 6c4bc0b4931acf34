package io.candor.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Reference files that may not be redistributed: required where CI runs, skipped on machines that lack them. */
public final class Shared {

    private Shared() {}

    public static Path file(String name) {
        Path file = Path.of(System.getProperty("candor.shared", "../../shared"), name);
        if ("true".equals(System.getenv("CI"))) {
            assertThat(file).as("reference data, required in CI").isRegularFile();
        }
        assumeThat(Files.isRegularFile(file)).as("reference data at %s", file).isTrue();
        return file;
    }
}
