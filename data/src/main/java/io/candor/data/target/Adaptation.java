package io.candor.data.target;

import io.candor.data.InvalidInput;

/**
 * How the smoothing factor of a single object differs from the one in force.
 *
 * @param by what it depends on
 * @param threshold confidence below which {@link By#CONFIDENCE} doubles, in (0, 1)
 */
public record Adaptation(By by, double threshold) {

    /** What the factor depends on. */
    public enum By {
        /** Nothing: one factor for all. */
        NOTHING,
        /** Twice as much where the network's own confidence is below the threshold. */
        CONFIDENCE,
        /** The smaller the object, the more: Krothapalli and Abbott, 2020. */
        SIZE
    }

    /** One factor for all objects. */
    public static final Adaptation NONE = new Adaptation(By.NOTHING, 0.5);

    /** What an unsure network's factor is multiplied with. */
    public static final double DOUBLED = 2;

    public Adaptation {
        if (!(threshold > 0 && threshold < 1)) {
            throw new InvalidInput(
                    "smoothing-adaptive",
                    "--smoothing-threshold: found %s, expected a confidence above 0 and below 1.".formatted(threshold));
        }
    }

    /**
     * The factor of one object.
     *
     * @param factor in force
     * @param confidence the network's highest class probability for the object
     * @param relativeSize area of the object divided by that of its picture, in [0, 1]
     */
    public double factor(double factor, double confidence, double relativeSize) {
        return switch (by) {
            case NOTHING -> factor;
            case CONFIDENCE -> confidence < threshold ? DOUBLED * factor : factor;
            case SIZE -> factor * (1 - Math.max(0, Math.min(1, relativeSize)));
        };
    }

    /** The largest factor an object can get. */
    double most(double factor) {
        return by == By.CONFIDENCE ? DOUBLED * factor : factor;
    }
}
