package io.candor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.candor.data.InvalidInput;
import io.candor.network.Scale;
import io.candor.network.YoloV8;
import io.candor.tensor.Precision;
import io.candor.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryLimitTest {

    @TempDir
    Path folder;

    private static final Input INPUT = new Input(640, 16, 0, 0);

    @Test
    void an_allocation_that_libtorch_cannot_make_suggests_a_smaller_batch() {
        RuntimeException failure;
        try (Scope scope = Scope.open()) {
            // eight exbibytes less a bit: no machine has them, overcommitting or not
            failure = catchThrowableOfType(RuntimeException.class, () -> torch.empty(1L << 58, 7));
        }

        RuntimeException explained = MemoryLimit.explained(failure, INPUT);

        assertThat(explained)
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("16 pictures of 640 pixels")
                .hasMessageContaining("--batch, such as 8");
    }

    @Test
    void other_errors_stay_what_they_are() {
        RuntimeException other = new IllegalStateException("shapes differ");

        assertThat(MemoryLimit.explained(other, INPUT)).isSameAs(other);
    }

    @Test
    void a_batch_that_the_machine_cannot_hold_is_refused_before_the_first_step() {
        Input input = new Input(640, 4096, 0, 0);
        long perPicture = ActivationCount.bytesPerPicture(YoloV8.definition(Scale.N, 6), 640, Precision.FP32);

        assertThatThrownBy(() -> MemoryLimit.check(input, perPicture, 0, 16_000_000_000L))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("4096 pictures of 640 pixels")
                .hasMessageContaining("there are 16.0 GB. Use a smaller --batch, such as ");
        MemoryLimit.check(INPUT, perPicture, 0, 16_000_000_000L);
    }

    @Test
    void a_teacher_takes_its_share() throws IOException {
        long perPicture = ActivationCount.bytesPerPicture(YoloV8.definition(Scale.N, 6), 640, Precision.FP32);
        long memory = 16 * perPicture;
        MemoryLimit.check(INPUT, perPicture, 0, memory);
        assertThatThrownBy(() -> MemoryLimit.check(INPUT, perPicture, 4 * perPicture, memory))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("such as 4;");

        Path file = Files.write(folder.resolve("teacher.safetensors"), new byte[1234]);
        assertThat(MemoryLimit.teacherBytes(new Teaching(file.toString(), 1, .5, 0), YoloV8.definition(Scale.N, 80)))
                .isEqualTo(1234);
        long former = MemoryLimit.teacherBytes(new Teaching("", 1, .5, .5), YoloV8.definition(Scale.N, 80));
        assertThat(former).isBetween(4 * 3_157_200L, 4 * 3_180_000L); // parameters, and running statistics
        assertThat(MemoryLimit.teacherBytes(Teaching.NONE, YoloV8.definition(Scale.N, 80)))
                .isZero();
    }

    @Test
    void a_batch_is_never_larger_than_the_data_set() {
        Recipe recipe = Recipe.defaults()
                .with(new Input(640, 1_000_000, 0, 0))
                .with(new Compute("cpu", PrecisionChoice.FP32, 1));

        MemoryLimit.check(recipe, YoloV8.definition(Scale.N, 6), 1);
        assertThatThrownBy(() -> MemoryLimit.check(recipe, YoloV8.definition(Scale.N, 6), 10_000))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("10000 pictures of 640 pixels")
                .hasMessageContaining("Use a smaller --batch, such as 1747;"); // 1747 * 640 * 640 * 3 < 2^31
    }

    @Test
    void a_batch_to_be_judged_must_fit_into_an_array_too() {
        MemoryLimit.checkEvaluation(640, 2048, 1747);
        assertThatThrownBy(() -> MemoryLimit.checkEvaluation(640, 2048, 1748))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("1748 pictures of 640 pixels")
                .hasMessageContaining("Use a smaller --batch, such as 1747; the result is the same.");
    }

    @Test
    void a_picture_larger_than_an_array_is_refused_by_its_size() {
        assertThatThrownBy(() -> MemoryLimit.requireArray(new Input(32_000, 1, 0, 0)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("Use a smaller --imgsz");
    }

    @Test
    void the_estimate_is_near_what_a_step_really_takes() throws IOException {
        long estimate = StepMemory.BATCH
                * ActivationCount.bytesPerPicture(YoloV8.definition(Scale.N, 6), StepMemory.SIZE, Precision.FP32);

        long taken = StepMemory.inFreshProcess();

        assumeTrue(taken > 0, "no /proc here");
        assertThat((double) taken / estimate).isBetween(0.4, 2.5);
    }

    @Test
    void limits_of_machine_and_container_are_read_and_may_be_absent() throws IOException {
        Path machine = Files.writeString(folder.resolve("meminfo"), "MemTotal:  2048 kB\nMemFree: 1 kB\n");
        Path unlimited = Files.writeString(folder.resolve("max"), "max\n");
        Path limited = Files.writeString(folder.resolve("limit"), "4096\n");

        assertThat(MemoryLimit.machine(machine)).isEqualTo(2048 * 1024);
        assertThat(MemoryLimit.container(limited)).isEqualTo(4096);
        assertThat(MemoryLimit.container(unlimited)).isEqualTo(Long.MAX_VALUE);
        assertThat(MemoryLimit.machine(folder.resolve("absent"))).isEqualTo(Long.MAX_VALUE);
    }
}
