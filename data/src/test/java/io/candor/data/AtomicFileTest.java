package io.candor.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path folder;

    @Test
    void folders_are_made_and_old_content_is_replaced() throws IOException {
        Path file = folder.resolve("a/b/c.txt");
        AtomicFile.write(file, "old and long");
        AtomicFile.write(file, "new");
        assertThat(file).hasContent("new");
        assertOnlyFile(file);
    }

    @Test
    void a_failure_half_way_leaves_the_old_file_and_nothing_else() throws IOException {
        Path file = folder.resolve("c.txt");
        AtomicFile.write(file, "old");
        AtomicFile.Body full = temporary -> {
            Files.writeString(temporary, "half");
            throw new IOException("No space left on device");
        };
        assertThatThrownBy(() -> AtomicFile.write(file, full))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("c.txt")
                .hasMessageContaining("No space left");
        assertThat(file).hasContent("old");
        assertOnlyFile(file);
    }

    private static void assertOnlyFile(Path file) throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }
}
