package io.candor.metric;

/**
 * How intervals are computed.
 *
 * @param resamples number of drawn sets of images
 * @param level share of the resampled values that lies inside, in (0, 1)
 * @param seed the same seed gives the same intervals, on any number of processors
 */
public record BootstrapSettings(int resamples, double level, long seed) {

    /** Why an interval may lie above its estimate: a gap in a bin is an absolute value, which noise makes larger. */
    public static final String CAUTION = "Resampling adds noise to binned errors, so their intervals lean upwards.";

    private static final long MOST_WORK = 300_000_000;
    private static final int FEWEST = 100;

    public BootstrapSettings {
        if (resamples < 1 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "expected resamples of at least 1 and a level in (0, 1): %d, %s".formatted(resamples, level));
        }
    }

    /** 1,000 resamples, 95 %, seed 0. */
    public static BootstrapSettings defaults() {
        return new BootstrapSettings(1000, .95, 0);
    }

    public BootstrapSettings withResamples(int value) {
        return new BootstrapSettings(value, level, seed);
    }

    /**
     * These, with fewer resamples for a large set: as many as {@value #MOST_WORK} counted detections allow, but at least
     * {@value #FEWEST} if so many were asked for. The ends of a 95 % interval then vary a little more with the seed; a
     * large set has narrow ones.
     */
    public BootstrapSettings affordable(int detections) {
        long allowed = Math.max(FEWEST, MOST_WORK / Math.max(1, detections));
        return withResamples((int) Math.min(resamples, allowed));
    }

    /** How such an interval over a number of images is to be read. */
    public String words(int images) {
        return "%s %% percentile bootstrap over %d images, %d resamples, seed %d"
                .formatted(Double.toString(100 * level).replaceFirst("\\.0$", ""), images, resamples, seed);
    }
}
