package io.candor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.candor.data.InvalidInput;
import io.candor.tensor.Scope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class MemoryLimitTest {

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
}
