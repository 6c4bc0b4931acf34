package io.candor.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.Label;
import io.candor.data.Mask;
import io.candor.data.Polygon;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects of two parts through every operation that cuts pictures: what is left of one part, and nothing of the line. */
class JoinedOutlinesTest {

    private static final double[] LEFT = {4, 6, 12, 6, 12, 14, 4, 14};
    private static final double[] RIGHT = {70, 40, 76, 40, 76, 50, 70, 50};
    private static final Box LEFT_BOX = new Box(4, 6, 12, 14);

    private static Label joined() {
        double[] outline = Polygon.join(List.of(LEFT, RIGHT));
        return new Label(0, Polygon.extent(outline), outline);
    }

    private static Scene scene(int side, Label... labels) {
        return new Scene(Image.filled(side, side, 7), List.of(labels));
    }

    @Test
    void a_mosaic_cuts_them() {
        Scene empty = scene(80);
        List<Label> labels = new Mosaic(60, 60, 60)
                .apply(List.of(empty, empty, empty, scene(80, joined())))
                .labels();
        assertThat(labels).extracting(Label::box).containsExactly(new Box(64, 66, 72, 74));
    }

    @Test
    void a_shift_and_a_turn_cut_them() {
        Affine shift = new Affine(0, 1, 0, 0, 0, 0, 1, .5);
        assertThat(shift.apply(scene(80, joined()), 80).labels())
                .singleElement()
                .satisfies(left -> assertThat(left.box()).isEqualTo(new Box(44, 6, 52, 14)));

        Affine turn = new Affine(30, 1, 0, 0, 0, 0, 1, .5);
        Label alone = new Label(0, LEFT_BOX, LEFT);
        List<Label> expected = turn.apply(scene(80, alone), 80).labels();
        assertThat(expected).hasSize(1);
        assertThat(turn.apply(scene(80, joined()), 80).labels())
                .singleElement()
                .satisfies(
                        left -> assertThat(left.box()).isEqualTo(expected.get(0).box()));
    }

    @Test
    void an_outline_cut_before_keeps_its_box_when_it_is_turned() {
        double[] across = {90, 50, 70, 30, 70, 20, 90, 20};
        double[] outline = Polygon.join(List.of(LEFT, across));
        Label cut = new Label(0, Polygon.extent(outline), outline).clip(80, 80);
        assertThat(cut.box()).isEqualTo(new Box(4, 6, 80, 40));

        Affine turn = new Affine(20, .5, 0, 0, 0, 0, .5, .5);
        Label turned = turn.apply(scene(80, cut), 80).labels().get(0);
        Box drawn = Mask.ofPolygon(turned.polygon(), 80, 80).bounds();

        assertThat(turned.box().x1()).isCloseTo(drawn.x1(), within(1.0));
        assertThat(turned.box().y1()).isCloseTo(drawn.y1(), within(1.0));
        assertThat(turned.box().x2()).isCloseTo(drawn.x2(), within(1.0));
        assertThat(turned.box().y2()).isCloseTo(drawn.y2(), within(1.0));
    }

    @Test
    void a_rectangle_of_another_picture_cuts_them() {
        double[] outline = Polygon.join(List.of(new double[] {4, 6, 34, 6, 34, 36, 4, 36}, RIGHT));
        Label large = new Label(0, Polygon.extent(outline), outline);
        Scene mixed = new CutMix(0, 0, 40, 60).apply(scene(80), scene(80, large));
        assertThat(mixed.labels()).extracting(Label::box).containsExactly(new Box(4, 6, 34, 36));
        Scene between = new CutMix(20, 10, 40, 30).apply(scene(80), scene(80, joined()));
        assertThat(between.labels()).isEmpty();
    }

    @Test
    void a_frame_cuts_them_where_they_leave_their_picture() {
        Scene picture = new Scene(Image.filled(60, 60, 7), List.of(joined()));
        Letterbox frame = Letterbox.square(60, 60, 60, Letterbox.ScaleUp.NO);
        assertThat(frame.apply(picture).labels()).extracting(Label::box).containsExactly(LEFT_BOX);
    }
}
