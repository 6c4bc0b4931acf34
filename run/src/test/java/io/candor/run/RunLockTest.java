package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

    @TempDir
    private Path place;

    @Test
    void one_run_at_a_time_has_a_folder() {
        RunFolder folder = RunFolder.fixed(place.resolve("out"), RunFolder.Existing.REUSE);
        try (RunLock lock = RunLock.of(folder, RunListener.SILENT)) {
            assertThat(lock.folder()).isEqualTo(folder);
            assertThatThrownBy(() -> RunLock.of(folder, RunListener.SILENT))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--out")
                    .satisfies(
                            thrown -> assertThat(((InvalidInput) thrown).help()).isEqualTo("run-folder-in-use"));
        }
        RunLock.of(folder, RunListener.SILENT).close();
    }

    @Test
    void a_folder_that_was_filled_meanwhile_is_not_overwritten() throws IOException {
        RunFolder folder = RunFolder.fixed(place.resolve("out"), RunFolder.Existing.REFUSE);
        folder.lock(RunFolder.Existing.REFUSE, RunListener.SILENT).close(); // the lock's own file fills nothing
        folder.write("args.yaml", "another run's");
        assertThatThrownBy(() -> folder.lock(RunFolder.Existing.REFUSE, RunListener.SILENT))
                .hasMessageContaining("--exist-ok");
        folder.lock(RunFolder.Existing.REUSE, RunListener.SILENT).close();
    }

    @Test
    void the_lock_of_a_process_ends_with_it_however_it_ends() throws IOException, InterruptedException {
        RunFolder folder = RunFolder.fixed(place.resolve("out"), RunFolder.Existing.REUSE);
        Process other = holder(folder);
        try (BufferedReader said = other.inputReader()) {
            assertThat(said.readLine()).isEqualTo("locked");
            assertThatThrownBy(() -> RunLock.of(folder, RunListener.SILENT))
                    .hasMessageContaining("process " + other.pid());
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(Files.readString(folder.file(RunLock.FILE))).contains("process " + other.pid());
        RunLock.of(folder, RunListener.SILENT).close();
    }

    /** Systems of the POSIX kind end a lock when its process closes the file, by whatever descriptor. */
    @Test
    void a_refusal_in_one_process_leaves_its_lock_standing_against_others() throws IOException, InterruptedException {
        RunFolder folder = RunFolder.fixed(place.resolve("out"), RunFolder.Existing.REUSE);
        Path detour = Files.createSymbolicLink(place.resolve("detour"), folder.path());
        try (RunLock lock = RunLock.of(folder, RunListener.SILENT)) {
            for (Path way : List.of(folder.path(), detour)) {
                assertThatThrownBy(() -> RunLock.of(new RunFolder(way), RunListener.SILENT))
                        .hasMessageContaining(
                                "process " + ProcessHandle.current().pid());
            }
            assertThat(said(holder(lock.folder())))
                    .contains("another run writes into this folder")
                    .contains("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void a_file_system_without_locks_is_told_and_used() throws IOException {
        RunFolder folder = RunFolder.fixed(place.resolve("out"), RunFolder.Existing.REUSE);
        Told listener = new Told();
        List<FileChannel> opened = new ArrayList<>();
        RunLock.Locking none = channel -> {
            opened.add(channel);
            throw new IOException("No locks available");
        };
        try (RunLock lock = RunLock.of(folder, none, listener)) {
            assertThat(listener.lines).singleElement().asString().contains("no locks available");
            assertThat(opened).singleElement().matches(channel -> !channel.isOpen());
            assertThatThrownBy(() -> RunLock.of(lock.folder(), none, listener))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        RunLock.of(folder, RunListener.SILENT).close();
    }

    @Test
    void a_lock_given_back_twice_leaves_that_of_the_next_run() {
        RunFolder folder = RunFolder.fixed(place.resolve("out"), RunFolder.Existing.REUSE);
        RunLock first = RunLock.of(folder, RunListener.SILENT);
        first.close();
        try (RunLock next = RunLock.of(folder, RunListener.SILENT)) {
            first.close();
            assertThatThrownBy(() -> RunLock.of(next.folder(), RunListener.SILENT))
                    .hasMessageContaining("another run writes into this folder");
        }
    }

    private static String said(Process other) throws IOException, InterruptedException {
        try (BufferedReader said = other.inputReader()) {
            return said.readLine();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    private static Process holder(RunFolder folder) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.path().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Takes the lock and keeps it until it is killed. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (RunLock lock = RunLock.of(new RunFolder(Path.of(arguments[0])), RunListener.SILENT)) {
                System.out.println(lock.folder().path().toFile().isDirectory() ? "locked" : "nowhere");
                Thread.sleep(60_000);
            } catch (InvalidInput refused) {
                System.out.println(refused.getMessage());
            }
        }
    }
}
