package io.candor.data.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.Label;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link MixUp} and {@link CutMix}. */
class MixingTest {

    private static Scene scene(int grey, Label... labels) {
        return new Scene(Image.filled(40, 40, grey), List.of(labels));
    }

    @Test
    void mixup_blends_pixels_and_joins_labels() {
        Label first = new Label(1, new Box(0, 0, 9, 9));
        Label second = new Label(2, new Box(5, 5, 20, 20));
        Scene mixed = new MixUp(0.25).apply(scene(200, first), scene(101, second));
        assertThat(mixed.image().bgr()).containsOnly((byte) 125); // 125.75 rounded down
        assertThat(mixed.labels()).containsExactly(first, second);
    }

    @Test
    void copy_paste_cuts_objects_out_along_their_outlines() {
        double[] triangle = {10, 10, 30, 10, 10, 30};
        Label own = new Label(1, new Box(0, 0, 9, 9));
        Label pasted = new Label(2, new Box(10, 10, 30, 30), triangle);
        Label hiding = new Label(3, new Box(0, 0, 9, 9), new double[] {0, 0, 9, 0, 9, 9, 0, 9});
        Scene first = scene(1, own);
        Scene mixed = new CopyPaste(Image.filled(40, 40, 2), List.of(pasted, hiding)).apply(first);

        assertThat(mixed.labels()).containsExactly(own, pasted);
        byte[] pixels = mixed.image().bgr();
        assertThat(pixels[(12 * 40 + 12) * 3]).isEqualTo((byte) 2);
        assertThat(pixels[(28 * 40 + 28) * 3]).isEqualTo((byte) 1); // in the box, not in the outline
        assertThat(pixels[(5 * 40 + 5) * 3]).isEqualTo((byte) 1);
        assertThat(first.image().bgr()).containsOnly((byte) 1);
    }

    @Test
    void copy_paste_puts_nothing_over_a_smaller_outline() {
        Label small = new Label(1, new Box(28, 10, 36, 14), new double[] {28, 10, 36, 10, 36, 14, 28, 14});
        Label large = new Label(2, new Box(10, 2, 30, 30), new double[] {10, 2, 30, 2, 30, 30, 10, 30});
        Scene onto = scene(1, small);
        Scene under = scene(1, large);

        assertThat(new CopyPaste(Image.filled(40, 40, 2), List.of(large))
                        .apply(onto)
                        .labels())
                .containsExactly(small);
        assertThat(new CopyPaste(Image.filled(40, 40, 2), List.of(small))
                        .apply(under)
                        .labels())
                .containsExactly(large, small);
    }

    @Test
    void copy_paste_takes_outlined_objects_only() {
        Label outlined = new Label(2, new Box(10, 10, 30, 30), new double[] {10, 10, 30, 10, 10, 30});
        Scene other = scene(2, new Label(1, new Box(0, 0, 9, 9)), outlined);
        int taken = 0;
        for (int sample = 0; sample < 100; sample++) {
            List<Label> chosen = CopyPaste.draw(other, Chance.of(0, 0, sample)).chosen();
            assertThat(chosen).allMatch(Label::hasPolygon);
            taken += chosen.size();
        }
        assertThat(taken).isBetween(30, 70);
    }

    @Test
    void mixup_is_mostly_half_and_half() {
        for (int sample = 0; sample < 1000; sample++) {
            assertThat(MixUp.draw(Chance.of(0, 0, sample)).share()).isBetween(0.25, 0.75);
        }
    }

    @Test
    void cutmix_replaces_the_rectangle_and_takes_the_labels_seen_in_it() {
        Label own = new Label(1, new Box(0, 0, 9, 9));
        Label half = new Label(2, new Box(0, 20, 20, 30));
        Label sliver = new Label(3, new Box(9, 0, 10.5, 20));
        Label outside = new Label(4, new Box(30, 0, 40, 5));
        Scene mixed = new CutMix(10, 10, 20, 20).apply(scene(1, own), scene(2, half, sliver, outside));
        assertThat(mixed.labels()).hasSize(3).first().isEqualTo(own);
        assertThat(mixed.labels().get(1).box()).isEqualTo(new Box(10, 20, 20, 30));
        assertThat(mixed.labels().get(2).box()).isEqualTo(new Box(10, 10, 10.5, 20));
        byte[] pixels = mixed.image().bgr();
        assertThat(pixels[(9 * 40 + 10) * 3]).isEqualTo((byte) 1);
        assertThat(pixels[(10 * 40 + 10) * 3]).isEqualTo((byte) 2);
        assertThat(pixels[(29 * 40 + 29) * 3]).isEqualTo((byte) 2);
        assertThat(pixels[(30 * 40 + 30) * 3]).isEqualTo((byte) 1);
    }

    @Test
    void cutmix_leaves_the_first_picture_untouched() {
        Scene first = scene(1);
        new CutMix(10, 10, 20, 20).apply(first, scene(2));
        assertThat(first.image().bgr()).containsOnly((byte) 1);
    }

    @Test
    void cutmix_never_hides_a_label_and_gives_up_where_there_is_no_room() {
        Label label = new Label(0, new Box(5, 5, 20, 20));
        int found = 0;
        for (int sample = 0; sample < 1000; sample++) {
            Optional<CutMix> cut = CutMix.draw(scene(1, label), Chance.of(0, 0, sample));
            if (cut.isPresent()) {
                found++;
                CutMix where = cut.get();
                Box box = new Box(where.x(), where.y(), where.x() + where.width(), where.y() + where.height());
                assertThat(box.iou(label.box())).isZero();
                assertThat(box.clip(40, 40)).isEqualTo(box);
            }
        }
        assertThat(found).isBetween(300, 999);
        Label everything = new Label(0, new Box(0, 0, 40, 40));
        assertThat(CutMix.draw(scene(1, everything), Chance.of(0, 0, 0))).isEmpty();
    }
}
