package io.candor.data.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.Mask;
import java.awt.Color;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoxPainterTest {

    private static final int GREY = 128;

    @Test
    void pixels_inside_an_outline_are_tinted_and_its_holes_are_not() {
        double[] ring = Mask.where(100, 100, (x, y) -> {
                    int far = Math.max(Math.abs(x - 50), Math.abs(y - 50));
                    return far < 30 && far > 10;
                })
                .outline();
        Image image = Image.filled(100, 100, 40);
        Image painted = BoxPainter.paint(image, List.of(new Annotation(new Box(5, 5, 95, 95), ring, "", 0)));

        assertThat(painted.bgr()[(50 * 100 + 30) * 3 + 2]).isNotEqualTo((byte) 40);
        assertThat(painted.bgr()[(50 * 100 + 50) * 3 + 2]).isEqualTo((byte) 40);
        assertThat(painted.bgr()[(50 * 100 + 12) * 3 + 2]).isEqualTo((byte) 40);
    }

    @Test
    void the_outline_has_the_class_colour_and_the_inside_stays() {
        Image image = Image.filled(300, 200, GREY);
        Image painted = BoxPainter.paint(image, List.of(new Annotation(new Box(50, 60, 150, 160), "", 3)));
        assertThat(color(painted, 50, 110)).isEqualTo(Palette.color(3));
        assertThat(color(painted, 100, 110)).isEqualTo(new Color(GREY, GREY, GREY));
        assertThat(color(painted, 47, 110)).isNotEqualTo(Palette.color(3));
        assertThat(color(image, 50, 110)).isEqualTo(new Color(GREY, GREY, GREY)); // the original is untouched
    }

    @Test
    void lines_grow_with_the_picture() {
        int thin = thickness(200);
        int thick = thickness(3000);
        assertThat(thin).isBetween(1, 3);
        assertThat(thick).isBetween(7, 11);
    }

    @Test
    void a_caption_stands_above_its_box_or_inside_when_there_is_no_room() {
        Image image = Image.filled(300, 200, GREY);
        Image above = BoxPainter.paint(image, List.of(new Annotation(new Box(50, 60, 250, 160), "short", 2)));
        assertThat(count(above, Palette.color(2), 50, 40, 110, 58)).isGreaterThan(200);
        Image inside = BoxPainter.paint(image, List.of(new Annotation(new Box(50, 1, 250, 160), "short", 2)));
        assertThat(count(inside, Palette.color(2), 50, 3, 110, 20)).isGreaterThan(200);
    }

    @Test
    void captions_of_neighbours_do_not_hide_each_other() {
        Image image = Image.filled(400, 300, GREY);
        Image painted = BoxPainter.paint(
                image,
                List.of(
                        new Annotation(new Box(100, 100, 200, 200), "mousebite", 0),
                        new Annotation(new Box(102, 102, 198, 198), "pin-hole", 2)));
        assertThat(count(painted, Palette.color(0), 0, 0, 400, 300)).isGreaterThan(700);
        assertThat(count(painted, Palette.color(2), 0, 0, 400, 300)).isGreaterThan(700);
    }

    @Test
    void boxes_and_captions_beyond_the_edge_do_no_harm() {
        Image image = Image.filled(60, 40, GREY);
        List<Annotation> wild = List.of(
                new Annotation(new Box(-50, -50, 500, 500), "a caption wider than the picture", 1),
                new Annotation(new Box(55, 35, 59, 39), "corner", 70));
        assertThat(BoxPainter.paint(image, wild).width()).isEqualTo(60);
    }

    @Test
    void a_grid_centres_pictures_in_equal_cells() {
        Image grid = BoxPainter.grid(List.of(Image.filled(20, 10, 200), Image.filled(10, 30, 100)), 5);
        assertThat(grid.width()).isEqualTo(2 * 24 + 4);
        assertThat(grid.height()).isEqualTo(38);
        assertThat(color(grid, 14, 19).getRed()).isEqualTo(200);
        assertThat(color(grid, 38, 19).getRed()).isEqualTo(100);
        assertThat(color(grid, 29, 19).getRed()).isEqualTo(30);
        assertThatThrownBy(() -> BoxPainter.grid(List.of(), 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_palette_repeats_and_its_ink_is_legible() {
        assertThat(Palette.color(12)).isEqualTo(Palette.color(2));
        for (int i = 0; i < 10; i++) {
            assertThat(contrast(Palette.color(i), Palette.ink(Palette.color(i))))
                    .as("color %d", i)
                    .isGreaterThan(4);
        }
    }

    @Test
    void thumbnails_keep_proportions_and_titles_fit() {
        Image small = Thumbnail.of(Image.filled(400, 100, 90), 80);
        assertThat(small.width()).isEqualTo(80);
        assertThat(small.height()).isEqualTo(20);
        assertThat(color(small, 40, 10).getRed()).isEqualTo(90);
        Image titled = Thumbnail.titled(small, 80, "a very long name that ends in something-important.jpg");
        assertThat(titled.width()).isEqualTo(80);
        assertThat(color(titled, 40, 40).getRed()).isEqualTo(90);
    }

    private static int thickness(int side) {
        Image painted = BoxPainter.paint(
                Image.filled(side, side, GREY),
                List.of(new Annotation(new Box(side * 0.25, side * 0.25, side * 0.5, side * 0.5), "", 3)));
        return count(painted, Palette.color(3), side / 4 - 30, side / 3, side / 4 + 30, side / 3 + 1);
    }

    private static int count(Image image, Color color, int x1, int y1, int x2, int y2) {
        int count = 0;
        for (int y = y1; y < y2; y++) {
            for (int x = x1; x < x2; x++) {
                count += color(image, x, y).equals(color) ? 1 : 0;
            }
        }
        return count;
    }

    private static Color color(Image image, int x, int y) {
        int at = 3 * (y * image.width() + x);
        return new Color(image.bgr()[at + 2] & 0xff, image.bgr()[at + 1] & 0xff, image.bgr()[at] & 0xff);
    }

    /** Contrast ratio after WCAG 2.1. */
    private static double contrast(Color a, Color b) {
        double first = luminance(a) + 0.05;
        double second = luminance(b) + 0.05;
        return Math.max(first, second) / Math.min(first, second);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
