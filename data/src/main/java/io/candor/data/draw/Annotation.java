package io.candor.data.draw;

import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.data.Label;
import io.candor.data.augment.Letterbox;
import java.util.Arrays;
import java.util.Objects;

/**
 * One object to draw.
 *
 * @param box in pixels of the picture
 * @param outline what is tinted, as x, y, x, y, ... in pixels of the picture; empty for nothing
 * @param caption drawn at the box; empty for none
 * @param colorIndex usually the class index; see {@link Palette}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by what is in it
public record Annotation(Box box, double[] outline, String caption, int colorIndex) {

    private static final double[] NOTHING = {};

    /** A box alone. */
    public Annotation(Box box, String caption, int colorIndex) {
        this(box, NOTHING, caption, colorIndex);
    }

    /** What an annotator wrote. */
    public static Annotation of(Label label, String caption) {
        return new Annotation(label.box(), label.polygon(), caption, label.classIndex());
    }

    /** What a network found. */
    public static Annotation of(Detection found, String caption) {
        double[] outline = found.mask().map(mask -> mask.outline()).orElse(NOTHING);
        return new Annotation(found.box(), outline, caption, found.classIndex());
    }

    /** The same on a picture in a letterbox. */
    public Annotation in(Letterbox frame) {
        Label placed = frame.apply(new Label(colorIndex, box, outline));
        return new Annotation(placed.box(), placed.polygon(), caption, colorIndex);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Annotation that
                && box.equals(that.box)
                && Arrays.equals(outline, that.outline)
                && caption.equals(that.caption)
                && colorIndex == that.colorIndex;
    }

    @Override
    public int hashCode() {
        return Objects.hash(box, Arrays.hashCode(outline), caption, colorIndex);
    }
}
