package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

    @TempDir
    private Path place;

    @Test
    void one_run_at_a_time_has_a_folder() {
        RunFolder folder = RunFolder.fixed(place.resolve("out"), RunFolder.Existing.REUSE);
        try (RunLock lock = RunLock.of(folder)) {
            assertThat(lock.folder()).isEqualTo(folder);
            assertThatThrownBy(() -> RunLock.of(folder))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--out")
                    .satisfies(
                            thrown -> assertThat(((InvalidInput) thrown).help()).isEqualTo("run-folder-in-use"));
        }
        RunLock.of(folder).close();
    }

    @Test
    void a_folder_that_was_filled_meanwhile_is_not_overwritten() throws IOException {
        RunFolder folder = RunFolder.fixed(place.resolve("out"), RunFolder.Existing.REFUSE);
        folder.lock(RunFolder.Existing.REFUSE).close(); // the lock's own file fills nothing
        folder.write("args.yaml", "another run's");
        assertThatThrownBy(() -> folder.lock(RunFolder.Existing.REFUSE)).hasMessageContaining("--exist-ok");
        folder.lock(RunFolder.Existing.REUSE).close();
    }

    @Test
    void the_lock_of_a_process_ends_with_it_however_it_ends() throws IOException, InterruptedException {
        RunFolder folder = RunFolder.fixed(place.resolve("out"), RunFolder.Existing.REUSE);
        Process other = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.path().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("locked");
            assertThatThrownBy(() -> RunLock.of(folder)).hasMessageContaining("process " + other.pid());
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(Files.readString(folder.file(RunLock.FILE))).contains("process " + other.pid());
        RunLock.of(folder).close();
    }

    /** Takes the lock and keeps it until it is killed. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (RunLock lock = RunLock.of(new RunFolder(Path.of(arguments[0])))) {
                System.out.println(lock.folder().path().toFile().isDirectory() ? "locked" : "nowhere");
                Thread.sleep(60_000);
            }
        }
    }
}
