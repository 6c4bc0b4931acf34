package io.candor.data.synth;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.Label;
import io.candor.data.Split;
import io.candor.data.synth.BoardPainter.Board;
import io.candor.data.synth.BoardPainter.Defects;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoardPainterTest {

    private static final SynthOptions OPTIONS =
            SynthOptions.defaults().withSize(192).withSeed(7).withDefects(2, 5);

    @Test
    void pixels_change_inside_the_boxes_and_nowhere_else() {
        BoardPainter painter = new BoardPainter(OPTIONS);
        for (int index = 0; index < 40; index++) {
            Board flawed = painter.paint(Split.TRAIN, index);
            Image whole = painter.paint(Split.TRAIN, index, Defects.LEFT_OUT).image();
            int outside = 0;
            int[] inside = new int[flawed.labels().size()];
            for (int y = 0; y < whole.height(); y++) {
                for (int x = 0; x < whole.width(); x++) {
                    if (differs(whole, flawed.image(), x, y)) {
                        int owner = owner(flawed.labels(), x, y);
                        if (owner < 0) {
                            outside++;
                        } else {
                            inside[owner]++;
                        }
                    }
                }
            }
            assertThat(outside)
                    .as("changed pixels outside every box, image %d", index)
                    .isZero();
            assertThat(IntStream.of(inside).min().orElse(6))
                    .as("changed pixels per box, image %d", index)
                    .isGreaterThanOrEqualTo(6);
        }
    }

    @Test
    void boxes_are_tight() {
        BoardPainter painter = new BoardPainter(OPTIONS);
        for (int index = 0; index < 40; index++) {
            Board flawed = painter.paint(Split.TRAIN, index);
            Image whole = painter.paint(Split.TRAIN, index, Defects.LEFT_OUT).image();
            for (Label label : flawed.labels()) {
                Box changed = extent(whole, flawed.image(), label.box());
                assertThat(changed.iou(label.box()))
                        .as("image %d %s", index, label.box())
                        .isGreaterThan(0.3);
                assertThat(label.box().x1() + 4.01).isGreaterThan(changed.x1() - 1);
                assertThat(label.box().y2() - changed.y2()).isLessThan(5);
            }
        }
    }

    @Test
    void boxes_lie_inside_the_image_and_apart() {
        BoardPainter painter = new BoardPainter(OPTIONS);
        for (int index = 0; index < 60; index++) {
            List<Label> labels = painter.paint(Split.VAL, index).labels();
            for (Label label : labels) {
                Box box = label.box();
                assertThat(box.clip(192, 192)).isEqualTo(box);
                assertThat(labels.stream().filter(other -> other.box().iou(box) > 0))
                        .hasSize(1);
            }
        }
    }

    @Test
    void look_alikes_do_not_touch_defects_and_stay_inside() {
        BoardPainter painter = new BoardPainter(OPTIONS.withLookAlikes(6, 6));
        int seen = 0;
        for (int index = 0; index < 40; index++) {
            Board board = painter.paint(Split.TRAIN, index);
            for (LookAlike spot : board.lookAlikes()) {
                seen++;
                assertThat(board.labels()).allMatch(label -> label.box().iou(spot.box()) == 0);
                assertThat(spot.box().clip(192, 192)).isEqualTo(spot.box());
            }
        }
        assertThat(seen).isGreaterThan(200);
    }

    @Test
    void the_same_seed_gives_the_same_picture_and_another_seed_another() {
        Board one = new BoardPainter(OPTIONS).paint(Split.TRAIN, 3);
        Board again = new BoardPainter(OPTIONS).paint(Split.TRAIN, 3);
        Board other = new BoardPainter(OPTIONS.withSeed(8)).paint(Split.TRAIN, 3);
        assertThat(again.image().bgr()).isEqualTo(one.image().bgr());
        assertThat(again.labels()).isEqualTo(one.labels());
        assertThat(other.image().bgr()).isNotEqualTo(one.image().bgr());
    }

    @Test
    void neighbouring_images_and_splits_differ() {
        BoardPainter painter = new BoardPainter(OPTIONS);
        byte[] one = painter.paint(Split.TRAIN, 0).image().bgr();
        assertThat(painter.paint(Split.TRAIN, 1).image().bgr()).isNotEqualTo(one);
        assertThat(painter.paint(Split.VAL, 0).image().bgr()).isNotEqualTo(one);
    }

    @Test
    void every_kind_finds_a_place_on_nearly_every_board() {
        for (DefectKind kind : DefectKind.values()) {
            List<Double> only = new java.util.ArrayList<>(java.util.Collections.nCopies(6, 0.0));
            only.set(kind.classIndex(), 1.0);
            BoardPainter painter = new BoardPainter(OPTIONS.withDefects(1, 1).withClassWeights(only));
            int planted = 0;
            for (int index = 0; index < 60; index++) {
                planted += painter.paint(Split.TRAIN, index).labels().size();
            }
            assertThat(planted).as(kind.label()).isGreaterThanOrEqualTo(50);
        }
    }

    @Test
    void difficulty_makes_defects_fainter() {
        assertThat(meanChange(0.0)).isGreaterThan(1.5 * meanChange(1.0));
    }

    @Test
    void small_and_large_pictures_can_be_drawn() {
        for (int size : new int[] {64, 640}) {
            Board board =
                    new BoardPainter(SynthOptions.defaults().withTrackWidth(8).withSize(size)).paint(Split.TRAIN, 0);
            assertThat(board.image().width()).isEqualTo(size);
        }
    }

    /** Mean absolute change of the green channel over the pixels inside boxes. */
    private static double meanChange(double difficulty) {
        BoardPainter painter =
                new BoardPainter(OPTIONS.withDifficulty(difficulty).withLookAlikes(0, 0));
        double sum = 0;
        int pixels = 0;
        for (int index = 0; index < 20; index++) {
            Board flawed = painter.paint(Split.TRAIN, index);
            Image whole = painter.paint(Split.TRAIN, index, Defects.LEFT_OUT).image();
            for (int i = 1; i < whole.bgr().length; i += 3) {
                int change = Math.abs((whole.bgr()[i] & 0xff) - (flawed.image().bgr()[i] & 0xff));
                if (change > 0) {
                    sum += change;
                    pixels++;
                }
            }
        }
        return sum / pixels;
    }

    private static boolean differs(Image a, Image b, int x, int y) {
        int i = 3 * (y * a.width() + x);
        return a.bgr()[i] != b.bgr()[i] || a.bgr()[i + 1] != b.bgr()[i + 1] || a.bgr()[i + 2] != b.bgr()[i + 2];
    }

    private static int owner(List<Label> labels, int x, int y) {
        for (int i = 0; i < labels.size(); i++) {
            Box box = labels.get(i).box();
            if (x >= box.x1() && x + 1 <= box.x2() && y >= box.y1() && y + 1 <= box.y2()) {
                return i;
            }
        }
        return -1;
    }

    private static Box extent(Image a, Image b, Box within) {
        double x1 = 1e9;
        double y1 = 1e9;
        double x2 = -1;
        double y2 = -1;
        for (int y = (int) within.y1(); y < within.y2(); y++) {
            for (int x = (int) within.x1(); x < within.x2(); x++) {
                if (differs(a, b, x, y)) {
                    x1 = Math.min(x1, x);
                    y1 = Math.min(y1, y);
                    x2 = Math.max(x2, x + 1);
                    y2 = Math.max(y2, y + 1);
                }
            }
        }
        return new Box(x1, y1, x2, y2);
    }
}
