package io.candor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.InvalidInput;
import io.candor.train.Losses;
import io.candor.train.NonFiniteLoss;
import io.candor.train.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void input_that_cannot_be_used_ends_with_2_and_its_own_help() {
        assertThat(Failure.of(new InvalidInput("label-smoothing", "Too much.")))
                .isEqualTo(new Failure(2, "Too much.", "label-smoothing"));
    }

    @Test
    void a_full_disk_is_called_so() {
        IOException full = new FileSystemException("runs/last.safetensors", null, "No space left on device");
        Failure failure = Failure.of(new UncheckedIOException(full));
        assertThat(failure.exitCode()).isEqualTo(1);
        assertThat(failure.message()).contains("The disk is full").contains("runs/last.safetensors");
        assertThat(failure.help()).isEqualTo("disk-full");
    }

    @Test
    void other_file_trouble_names_file_and_reason() {
        Failure failure = Failure.of(new NoSuchFileException("boards/a.png"));
        assertThat(failure.message()).isEqualTo("boards/a.png (no such file or folder).");
        assertThat(failure.help()).isEqualTo("files");
    }

    @Test
    void memory_that_runs_out_says_what_to_lower() {
        for (Throwable thrown : new Throwable[] {
            new OutOfMemoryError("Physical memory usage is too high"),
            new RuntimeException(
                    "[enforce fail at alloc_cpu.cpp:119] err == 0. DefaultCPUAllocator: can't allocate memory")
        }) {
            Failure failure = Failure.of(thrown);
            assertThat(failure.message()).contains("--batch");
            assertThat(failure.help()).isEqualTo("memory");
        }
    }

    @Test
    void memory_that_runs_out_on_another_thread_or_in_an_error_is_called_so_too() {
        OutOfMemoryError error = new OutOfMemoryError("Java heap space");
        assertThat(Failure.of(new ExecutionException(error))).isEqualTo(Failure.of(error));
        assertThat(Failure.of(new CompletionException(error)).help()).isEqualTo("memory");
    }

    @Test
    void a_loss_that_is_not_a_number_is_told_in_full() {
        Progress at = new Progress(1, 4, -1, 0, 0, 0, new Losses(0, 0, 0, 0));
        NonFiniteLoss loss = new NonFiniteLoss(
                "the loss is box NaN", at, List.of(Path.of("a.png"), Path.of("b.png")), Path.of("nowhere"));
        Failure failure = Failure.of(loss);
        assertThat(failure.exitCode()).isEqualTo(1);
        assertThat(failure.help()).isEqualTo("non-finite-loss");
        assertThat(failure.message())
                .startsWith("Training stopped in epoch 2, batch 5: the loss is box NaN.")
                .endsWith("a.png\n  b.png");
    }

    @Test
    void the_unexpected_is_one_line_with_a_hint() {
        Failure failure = Failure.of(new IllegalStateException("first\nsecond"));
        assertThat(failure.exitCode()).isEqualTo(1);
        assertThat(failure.message())
                .isEqualTo("Unexpected: IllegalStateException: first. Repeat with --trace to see where.");
    }
}
