package io.candor.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.candor.data.Batch;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsTest {

    @Test
    void they_are_the_labels_of_a_batch() {
        var files = List.of(Path.of("a.png"), Path.of("b.png"), Path.of("c.png"));
        var batch = new Batch(1, 1, new byte[9], new int[] {0, 2, 2}, new int[] {4, 5, 6}, new float[12], files);
        Targets targets = Targets.of(batch);
        assertThat(targets.size()).isEqualTo(3);
        assertThat(targets.classIndex()).containsExactly(4, 5, 6);
        assertThat(targets.starts(3)).containsExactly(0, 1, 1, 3);
    }

    @Test
    void arrays_of_different_lengths_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Targets(new int[2], new int[2], new float[4]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Targets(new int[1], new int[2], new float[8]));
    }

    @Test
    void images_out_of_order_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Targets(new int[] {1, 0}, new int[2], new float[8]))
                .withMessageContaining("label 1");
    }
}
