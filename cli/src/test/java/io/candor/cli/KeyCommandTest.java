package io.candor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class KeyCommandTest {

    private final StringWriter err = new StringWriter();

    /** A command in which the Java machine gives up. */
    @Command(name = "exhaust")
    private static final class Exhaust extends KeyCommand {

        private final Error error;

        Exhaust(Error error) {
            super(List.of());
            this.error = error;
        }

        @Override
        int run(Settings settings, RunListener listener) {
            throw error;
        }
    }

    private int run(Error error, String... more) {
        CommandLine candor = Candor.commandLine();
        candor.addSubcommand(new Exhaust(error).commandLine())
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(Failure::report);
        String[] arguments = new String[more.length + 1];
        arguments[0] = "exhaust";
        System.arraycopy(more, 0, arguments, 1, more.length);
        return candor.execute(arguments);
    }

    @Test
    void memory_that_runs_out_is_told_in_words() {
        assertThat(run(new OutOfMemoryError("Java heap space"))).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("candor: Not enough memory: Java heap space. Lower --batch")
                .contains("troubleshooting.md#memory")
                .doesNotContain("\tat ");
    }

    @Test
    void a_stack_that_overflows_is_one_line_unless_the_trace_is_asked_for() {
        assertThat(run(new StackOverflowError())).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("candor: Unexpected: StackOverflowError")
                .doesNotContain("\tat ");
        assertThat(run(new StackOverflowError(), "--trace")).isEqualTo(1);
        assertThat(err.toString()).contains("\tat io.candor.cli.KeyCommandTest");
    }
}
