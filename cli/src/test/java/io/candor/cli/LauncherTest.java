package io.candor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a checkout whose Maven and Java only say that they were called. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {

    private static final String WAITING = "candor: waiting for another build (remove ";

    @TempDir
    private Path home;

    @BeforeEach
    void make_a_checkout() throws IOException {
        script("candor", Files.readString(Path.of("../candor")));
        script("mvnw", "#!/bin/sh\necho built >&2\nmkdir -p cli/target\necho libraries >cli/target/classpath\n");
        script("jdk/bin/java", "#!/bin/sh\necho started\n");
        script("jdk/bin/javac", "#!/bin/sh\n");
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
    }

    private void script(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String launch(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(home.resolve("candor").toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        assertThat(home.resolve(".candor/building")).doesNotExist();
        return printed;
    }

    private Path lock() throws IOException {
        return Files.createDirectories(home.resolve(".candor/building"));
    }

    @Test
    void what_is_missing_is_built_once() throws Exception {
        assertThat(launch()).contains("candor: building", "built\n").endsWith("started\n");
        assertThat(launch()).isEqualTo("started\n");
    }

    @Test
    void a_server_leaves_its_classes_to_the_next_until_something_is_built() throws Exception {
        launch();
        script("jdk/bin/java", "#!/bin/sh\nfor word in \"$@\"; do echo \"$word\"; done\n");
        Path archive = home.toRealPath().resolve(".candor/serve.jsa");
        assertThat(launch("serve", "--port", "0"))
                .contains("\n-XX:ArchiveClassesAtExit=" + archive + "\n")
                .contains("\n-Xlog:disable\n")
                .endsWith("io.candor.cli.Candor\nserve\n--port\n0\n");
        Files.writeString(archive, "");
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(launch("serve"))
                .contains("\n-XX:SharedArchiveFile=" + archive + "\n")
                .doesNotContain("ArchiveClassesAtExit", "-Xlog");
        assertThat(launch("doctor")).doesNotContain("serve.jsa");
        Files.setLastModifiedTime(archive, FileTime.from(Instant.EPOCH));
        assertThat(launch("serve")).contains("ArchiveClassesAtExit");
        assertThat(archive).doesNotExist();
    }

    @Test
    void the_lock_of_a_launcher_that_has_died_is_removed() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(lock().resolve("pid"), dead.pid() + "\n");
        assertThat(launch()).contains("built\n").doesNotContain(WAITING);
    }

    @Test
    void a_lock_without_an_owner_is_waited_for_aloud_and_then_removed() throws Exception {
        String path = lock().toRealPath().toString();
        assertThat(launch()).containsOnlyOnce(WAITING + path).contains("built\n");
    }

    @Test
    void a_lock_whose_owner_lives_is_waited_for_aloud_until_it_is_gone() throws Exception {
        Process owner = new ProcessBuilder("sleep", "3").start();
        Files.writeString(lock().resolve("pid"), owner.pid() + "\n");
        assertThat(launch()).containsOnlyOnce(WAITING).contains("built\n");
        assertThat(owner.isAlive()).isFalse();
    }
}
