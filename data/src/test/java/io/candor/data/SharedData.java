package io.candor.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Reference data beside the checkout, which may not be distributed: present for developers, mandatory for CI. */
public final class SharedData {

    private SharedData() {}

    /** A file or folder of the reference data; skips the test where there are none, fails it on CI. */
    public static Path path(String relative) {
        Path path = Path.of(System.getProperty("candor.shared", "../shared")).resolve(relative);
        if (!Files.exists(path)) {
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail("reference data missing: " + path);
            }
            Assumptions.abort("no reference data at " + path);
        }
        return path;
    }
}
