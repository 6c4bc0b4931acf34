package io.candor.data.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.Label;
import io.candor.data.Polygon;
import java.util.List;
import org.junit.jupiter.api.Test;

class MosaicTest {

    private static Scene tile(int width, int height, int grey) {
        return new Scene(
                Image.filled(width, height, grey), List.of(new Label(grey, new Box(2, 3, width - 2, height - 3))));
    }

    private static final List<Scene> TILES =
            List.of(tile(20, 16, 1), tile(20, 20, 2), tile(12, 20, 3), tile(20, 10, 4));

    private static int pixel(Image image, int x, int y) {
        return image.bgr()[(y * image.width() + x) * 3] & 0xff;
    }

    @Test
    void four_pictures_meet_at_the_centre_and_grey_fills_the_rest() {
        Image canvas = new Mosaic(20, 18, 17).apply(TILES).image();
        assertThat(canvas.width()).isEqualTo(40);
        assertThat(canvas.height()).isEqualTo(40);
        assertThat(pixel(canvas, 17, 16)).isEqualTo(1);
        assertThat(pixel(canvas, 18, 16)).isEqualTo(2);
        assertThat(pixel(canvas, 17, 17)).isEqualTo(3);
        assertThat(pixel(canvas, 18, 17)).isEqualTo(4);
        assertThat(pixel(canvas, 0, 0)).isEqualTo(114);
        assertThat(pixel(canvas, 0, 1)).isEqualTo(1);
        assertThat(pixel(canvas, 5, 20)).isEqualTo(114);
        assertThat(pixel(canvas, 6, 20)).isEqualTo(3);
        assertThat(pixel(canvas, 38, 10)).isEqualTo(114);
        assertThat(pixel(canvas, 20, 27)).isEqualTo(114);
    }

    @Test
    void labels_move_with_their_pictures_and_are_cut_at_the_canvas() {
        List<Label> labels = new Mosaic(20, 18, 17).apply(TILES).labels();
        assertThat(labels)
                .extracting(Label::box)
                .containsExactly(
                        new Box(0, 4, 16, 14), new Box(20, 0, 36, 14), new Box(8, 20, 16, 34), new Box(20, 20, 36, 24));
        assertThat(labels).extracting(Label::classIndex).containsExactly(1, 2, 3, 4);
    }

    @Test
    void a_label_that_falls_off_the_canvas_is_dropped() {
        Scene corner = new Scene(Image.filled(20, 20, 9), List.of(new Label(0, new Box(0, 0, 4, 4))));
        List<Label> labels = new Mosaic(20, 10, 10)
                .apply(List.of(corner, corner, corner, corner))
                .labels();
        assertThat(labels).extracting(Label::box).containsExactly(new Box(10, 10, 14, 14));
    }

    @Test
    void the_centre_lies_in_the_middle_half() {
        for (int sample = 0; sample < 1000; sample++) {
            Mosaic mosaic = Mosaic.draw(320, Chance.of(0, 0, sample));
            assertThat(mosaic.centerX()).isBetween(160, 479);
            assertThat(mosaic.centerY()).isBetween(160, 479);
        }
    }

    @Test
    void outlines_are_cut_with_their_pictures() {
        Label triangle = new Label(0, new Box(0, 0, 20, 20), new double[] {0, 0, 20, 0, 20, 20});
        Scene outlined = new Scene(Image.filled(20, 20, 9), List.of(triangle));
        Label cut = new Mosaic(20, 10, 20)
                .apply(List.of(outlined, TILES.get(1), TILES.get(2), TILES.get(3)))
                .labels()
                .get(0);
        assertThat(cut.box()).isEqualTo(new Box(0, 0, 10, 20));
        assertThat(cut.hasPolygon()).isTrue();
        assertThat(Polygon.extent(cut.polygon())).isEqualTo(cut.box());
    }
}
