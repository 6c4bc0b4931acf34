package io.candor.data.target;

import io.candor.data.InvalidInput;
import java.util.Locale;

/**
 * How the smoothing factor changes over the epochs of a run.
 *
 * @param curve its shape
 * @param start factor of the first epoch, for {@link Curve#WARMUP}
 * @param end factor of the last smoothed epoch, for {@link Curve#LINEAR} and {@link Curve#COSINE}
 * @param warmup share of the epochs after which a warm-up is over, in (0, 1]
 * @param lastOff last epochs without smoothing
 */
public record SmoothingSchedule(Curve curve, double start, double end, double warmup, int lastOff) {

    /** How the factor moves. */
    public enum Curve {
        /** It does not. */
        CONSTANT,
        /** From start to the factor, linearly over the first share of the epochs. */
        WARMUP,
        /** From the factor to end, linearly. */
        LINEAR,
        /** From the factor to end, along half a cosine. */
        COSINE
    }

    /** A factor of .1 is approached from .05 over the first fifth of training: the advice of the sources. */
    public static final double WARMUP_SHARE = 0.2;

    /** A warm-up without a start of its own begins at this part of the factor. */
    public static final double WARMUP_START = 0.5;

    /** The same factor in every epoch. */
    public static final SmoothingSchedule CONSTANT = new SmoothingSchedule(Curve.CONSTANT, 0, 0, WARMUP_SHARE, 0);

    public SmoothingSchedule {
        if (!(warmup > 0 && warmup <= 1)) {
            throw invalid("--smoothing-warmup: found %s, expected a share of the epochs above 0 and up to 1.", warmup);
        }
        if (lastOff < 0) {
            throw invalid("--smoothing-off: found %s, expected 0 or more epochs.", lastOff);
        }
        if (!Double.isFinite(start) || !Double.isFinite(end)) {
            throw invalid("--smoothing-start, --smoothing-end: found %s, expected numbers.", start + ", " + end);
        }
    }

    private static InvalidInput invalid(String format, Object found) {
        return new InvalidInput("smoothing-schedule", String.format(Locale.ROOT, format, found));
    }

    /** The curve's name in any case, as on the command line. */
    public static Curve curve(String name) {
        return Curve.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /**
     * The factor in force.
     *
     * @param factor the user gave
     * @param epoch counted from 0
     * @param epochs in the run
     */
    public double at(double factor, int epoch, int epochs) {
        if (factor == 0 || epoch >= epochs - lastOff) {
            return 0;
        }
        return switch (curve) {
            case CONSTANT -> factor;
            case WARMUP -> start + (factor - start) * Math.min(1, epoch / Math.max(1, warmup * epochs));
            case LINEAR -> factor + (end - factor) * progress(epoch, epochs);
            case COSINE -> factor + (end - factor) * (1 - Math.cos(Math.PI * progress(epoch, epochs))) / 2;
        };
    }

    /** 0 in the first smoothed epoch, 1 in the last. */
    private double progress(int epoch, int epochs) {
        int smoothed = epochs - lastOff;
        return smoothed == 1 ? 0 : (double) epoch / (smoothed - 1);
    }
}
