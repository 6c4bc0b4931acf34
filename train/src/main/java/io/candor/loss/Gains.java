package io.candor.loss;

import io.candor.data.InvalidInput;

/**
 * What each part of the detection loss is multiplied with before they are added.
 *
 * @param box of the complete-IoU part
 * @param classes of the class part
 * @param dfl of the distribution focal part
 */
public record Gains(double box, double classes, double dfl) {

    public Gains {
        check("box", box);
        check("cls", classes);
        check("dfl", dfl);
    }

    /** 7.5, 0.5, 1.5: the gains YOLOv8 was published with. */
    public static Gains published() {
        return new Gains(7.5, 0.5, 1.5);
    }

    private static void check(String name, double gain) {
        if (!(gain >= 0 && gain < Double.POSITIVE_INFINITY)) {
            throw new InvalidInput(
                    "loss-gains",
                    "loss gain %s: found %s, expected a finite number of at least 0.".formatted(name, gain));
        }
    }
}
