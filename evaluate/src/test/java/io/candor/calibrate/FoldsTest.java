package io.candor.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {

    private static long inside(int images, double share) {
        List<String> names =
                IntStream.range(0, images).mapToObj(i -> "image" + i).toList();
        boolean[] chosen = Folds.share(names, share, 1);
        return IntStream.range(0, images).filter(i -> chosen[i]).count();
    }

    @Test
    void a_share_leaves_images_on_both_sides() {
        assertThat(inside(10, .95)).isEqualTo(9);
        assertThat(inside(10, .04)).isEqualTo(1);
        assertThat(inside(10, .5)).isEqualTo(5);
        assertThat(inside(2, .9)).isEqualTo(1);
        assertThat(inside(1, .9)).isEqualTo(1);
        assertThat(inside(10, 0)).isZero();
        assertThat(inside(10, 1)).isEqualTo(10);
    }
}
