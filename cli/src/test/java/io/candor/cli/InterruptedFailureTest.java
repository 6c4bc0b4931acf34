package io.candor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.InvalidInput;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A process that is asked to stop and then cannot save. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class InterruptedFailureTest {

    private static final String WORKING = "working";

    /** Works until it is asked to stop; then the disk is full. */
    @Command(name = "work")
    private static final class Work extends KeyCommand {

        Work() {
            super(List.of());
        }

        @Override
        int run(Settings settings, RunListener listener) throws Exception {
            try (Interruption interruption = Interruption.watch(listener)) {
                System.out.println(WORKING);
                while (!interruption.request().made()) {
                    Thread.sleep(5);
                }
                throw new InvalidInput("checkpoint-not-written", "last.safetensors could not be written.");
            }
        }
    }

    /** The process. */
    public static void main(String[] arguments) {
        CommandLine candor = Candor.commandLine();
        candor.addSubcommand(new Work().commandLine()).setExecutionExceptionHandler((thrown, line, parsed) -> {
            Thread.sleep(500); // long enough for a Java machine that does not wait to end
            return Failure.report(thrown, line, parsed);
        });
        Interruption.endProcess(candor.execute("work"));
    }

    @Test
    void what_went_wrong_is_printed_and_its_exit_code_wins() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        InterruptedFailureTest.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo(WORKING);
            assertThat(process.toHandle().destroy()).isTrue(); // politely, and its output stays open
            assertThat(out.lines()).anyMatch(line -> line.contains("last.safetensors could not be written."));
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isEqualTo(Failure.MISUSED);
        } finally {
            process.destroyForcibly();
        }
    }
}
