package io.candor.data.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.Label;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlipTest {

    private static Scene scene() {
        byte[] pixels = new byte[7 * 5 * 3];
        new Random(1).nextBytes(pixels);
        Label label = new Label(2, new Box(1, 0, 3, 4), new double[] {1, 0, 3, 1, 2, 4});
        return new Scene(new Image(7, 5, pixels), List.of(label));
    }

    @Test
    void left_becomes_right() {
        Scene flipped = Flip.LEFT_RIGHT.apply(scene());
        assertPixel(flipped.image(), 0, 1, scene().image(), 6, 1);
        assertPixel(flipped.image(), 5, 4, scene().image(), 1, 4);
        assertThat(flipped.labels().get(0).box()).isEqualTo(new Box(4, 0, 6, 4));
        assertThat(flipped.labels().get(0).polygon()).containsExactly(6, 0, 4, 1, 5, 4);
    }

    @Test
    void up_becomes_down() {
        Scene flipped = Flip.UP_DOWN.apply(scene());
        assertPixel(flipped.image(), 3, 0, scene().image(), 3, 4);
        assertThat(flipped.labels().get(0).box()).isEqualTo(new Box(1, 1, 3, 5));
        assertThat(flipped.labels().get(0).polygon()).containsExactly(1, 5, 3, 4, 2, 1);
    }

    private static void assertPixel(Image actual, int x, int y, Image expected, int fromX, int fromY) {
        for (int channel = 0; channel < 3; channel++) {
            assertThat(actual.bgr()[(y * 7 + x) * 3 + channel])
                    .isEqualTo(expected.bgr()[(fromY * 7 + fromX) * 3 + channel]);
        }
    }

    @Test
    void twice_is_nothing() {
        for (Flip flip : Flip.values()) {
            Scene back = flip.apply(flip.apply(scene()));
            assertThat(back.image().bgr()).isEqualTo(scene().image().bgr());
            assertThat(back.labels().get(0).box())
                    .isEqualTo(scene().labels().get(0).box());
        }
    }
}
