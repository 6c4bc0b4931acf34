package io.candor.data.augment;

import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.Label;
import io.candor.data.Mask;
import java.util.ArrayList;
import java.util.List;

/**
 * Outlined objects of another picture of the same size pasted into one (Ghiasi et al., 2021), each cut out along its
 * outline, where they hide little of what is labelled there, and nothing smaller than they are.
 *
 * @param from the other picture
 * @param chosen objects of it
 */
public record CopyPaste(Image from, List<Label> chosen) {

    /** Every object is as likely to be pasted as not. */
    private static final double SHARE = 0.5;

    /** An object that would cover more than this share of any label's box is not pasted. */
    private static final double MOST_HIDDEN = 0.30;

    public CopyPaste {
        chosen = List.copyOf(chosen);
    }

    static CopyPaste draw(Scene other, Chance chance) {
        List<Label> chosen = new ArrayList<>();
        for (Label label : other.labels()) {
            if (chance.happens(SHARE) && label.hasPolygon()) {
                chosen.add(label);
            }
        }
        return new CopyPaste(other.image(), chosen);
    }

    /** The scene with the objects that find room. */
    public Scene apply(Scene scene) {
        List<Label> labels = new ArrayList<>(scene.labels());
        Image image = new Image(
                scene.image().width(),
                scene.image().height(),
                scene.image().bgr().clone());
        for (Label label : chosen) {
            if (labels.stream().allMatch(there -> mayCover(label, there, image))) {
                paste(label, image);
                labels.add(label);
            }
        }
        return new Scene(image, labels);
    }

    /**
     * Whether an object may be pasted over a label: if it hides little of it, and of two outlines the smaller is in front,
     * as everywhere labels overlap ({@link io.candor.data.Batch#masks}).
     */
    private static boolean mayCover(Label label, Label there, Image image) {
        double hidden = hidden(there.box(), label.box());
        return hidden == 0
                || (hidden <= MOST_HIDDEN
                        && (!there.hasPolygon()
                                || mask(label, image).area()
                                        < mask(there, image).area()));
    }

    /** Share of a box that lies under another. */
    private static double hidden(Box box, Box under) {
        double width = Math.min(box.x2(), under.x2()) - Math.max(box.x1(), under.x1());
        double height = Math.min(box.y2(), under.y2()) - Math.max(box.y1(), under.y1());
        return Math.max(0, width) * Math.max(0, height) / box.area();
    }

    private static Mask mask(Label label, Image on) {
        return Mask.ofPolygon(label.polygon(), on.width(), on.height());
    }

    private void paste(Label label, Image onto) {
        mask(label, onto).forEach((x, y) -> {
            int at = (y * onto.width() + x) * Image.CHANNELS;
            System.arraycopy(from.bgr(), at, onto.bgr(), at, Image.CHANNELS);
        });
    }
}
