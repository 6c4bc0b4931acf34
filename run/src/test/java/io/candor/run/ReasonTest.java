package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ReasonTest {

    @Test
    void file_exceptions_become_words() {
        assertThat(Reason.of(new NoSuchFileException("a"))).isEqualTo("no such file or folder");
        assertThat(Reason.of(new AccessDeniedException("a"))).isEqualTo("no permission");
        assertThat(Reason.of(new IOException("Broken pipe"))).isEqualTo("broken pipe");
        assertThat(Reason.of(new IOException())).isEqualTo("IOException");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_full_disk_is_recognised() {
        IOException full =
                catchThrowableOfType(IOException.class, () -> Files.writeString(Path.of("/dev/full"), "text"));
        assertThat(Reason.isDiskFull(full)).isTrue();
        assertThat(Reason.isDiskFull(new NoSuchFileException("a"))).isFalse();
    }
}
