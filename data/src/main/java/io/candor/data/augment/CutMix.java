package io.candor.data.augment;

import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rectangle of one picture replaced by the same rectangle of another (Yun et al., 2019), where it hides no label of
 * the first; labels of the second count when at least a tenth of them lies in the rectangle.
 *
 * @param x first column
 * @param y first row
 * @param width pixels
 * @param height pixels
 */
public record CutMix(int x, int y, int width, int height) {

    /** Rectangles tried before the picture stays as it is. */
    private static final int TRIES = 3;

    /** Beta(1, 1): every share of the picture is equally likely. */
    private static final double SHAPE = 1;

    private static final double LEAST_AREA = 0.10;

    /** A rectangle that touches no label of the scene, if one of three tries finds it. */
    static Optional<CutMix> draw(Scene scene, Chance chance) {
        for (int i = 0; i < TRIES; i++) {
            CutMix cut = anywhere(scene.image(), chance);
            if (cut.width > 0 && cut.height > 0 && scene.labels().stream().allMatch(cut::misses)) {
                return Optional.of(cut);
            }
        }
        return Optional.empty();
    }

    /** A rectangle of the picture's proportions and a uniform share of its area, centred anywhere and cut at the edges. */
    static CutMix anywhere(Image image, Chance chance) {
        double side = Math.sqrt(1 - chance.beta(SHAPE));
        int width = (int) (image.width() * side);
        int height = (int) (image.height() * side);
        int left = chance.below(image.width()) - width / 2;
        int top = chance.below(image.height()) - height / 2;
        int x = Math.max(left, 0);
        int y = Math.max(top, 0);
        return new CutMix(x, y, Math.min(left + width, image.width()) - x, Math.min(top + height, image.height()) - y);
    }

    private boolean misses(Label label) {
        return label.box().iou(box()) == 0;
    }

    private Box box() {
        return new Box(x, y, x + width, y + height);
    }

    /** The first scene with this rectangle of the second; both pictures have one size. */
    public Scene apply(Scene first, Scene second) {
        Image image = new Image(
                first.image().width(),
                first.image().height(),
                first.image().bgr().clone());
        Pixels.paste(second.image(), x, y, width, height, image, x, y);
        List<Label> labels = new ArrayList<>(first.labels());
        for (Label label : second.labels()) {
            Label visible = visible(label);
            if (visible.box().area() > LEAST_AREA * label.box().area()) {
                labels.add(visible);
            }
        }
        return new Scene(image, labels);
    }

    private Label visible(Label label) {
        return label.scaleAndShift(1, 1, -x, -y).clip(width, height).scaleAndShift(1, 1, x, y);
    }
}
