package io.candor.data.augment;

import io.candor.data.Image;
import io.candor.data.Label;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two pictures of one size blended, with the labels of both (Zhang et al., 2018).
 *
 * @param share weight of the first picture, in [0, 1]
 */
public record MixUp(double share) {

    /** Beta(32, 32): nearly always close to half and half. */
    private static final double SHAPE = 32;

    static MixUp draw(Chance chance) {
        return new MixUp(chance.beta(SHAPE));
    }

    /** The blend; values are rounded down. */
    public Scene apply(Scene first, Scene second) {
        byte[] a = first.image().bgr();
        byte[] b = second.image().bgr();
        byte[] blend = new byte[a.length];
        for (int i = 0; i < blend.length; i++) {
            blend[i] = (byte) (int) ((a[i] & 0xff) * share + (b[i] & 0xff) * (1 - share));
        }
        List<Label> labels =
                Stream.concat(first.labels().stream(), second.labels().stream()).toList();
        return new Scene(new Image(first.image().width(), first.image().height(), blend), labels);
    }
}
