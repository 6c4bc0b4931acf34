package io.candor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.run.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private final StringWriter text = new StringWriter();

    @Test
    void plain_output_has_a_first_and_a_last_line_per_stage_and_few_between() {
        Terminal terminal = new Terminal(new PrintWriter(text), Terminal.Kind.PLAIN);
        for (int done = 1; done <= 100; done++) {
            terminal.progress(step("epoch 1/2", done));
        }
        terminal.progress(step("epoch 2/2", 1));
        assertThat(text.toString().lines())
                .containsExactly(
                        "epoch 1/2 1/100  box 1.20  34.5 img/s  ETA 1:05",
                        "epoch 1/2 100/100  box 1.20  34.5 img/s  ETA 1:05",
                        "epoch 2/2 1/100  box 1.20  34.5 img/s  ETA 1:05");
    }

    @Test
    void a_live_line_is_rewritten_and_makes_room_for_what_is_said() {
        Terminal terminal = new Terminal(new PrintWriter(text), Terminal.Kind.LIVE);
        terminal.progress(step("epoch 1/2", 50));
        terminal.say("saved");
        assertThat(text.toString()).startsWith("\repoch 1/2 [##########..........] 50/100");
        assertThat(text.toString()).endsWith("\r" + "saved" + System.lineSeparator());
    }

    @Test
    void durations_read_like_a_clock() {
        assertThat(Terminal.duration(5.4)).isEqualTo("0:05");
        assertThat(Terminal.duration(65)).isEqualTo("1:05");
        assertThat(Terminal.duration(3661)).isEqualTo("1:01:01");
    }

    private static Progress step(String stage, int done) {
        return new Progress(stage, done, 100, OptionalDouble.of(34.5), OptionalDouble.of(65), List.of("box 1.20"));
    }
}
