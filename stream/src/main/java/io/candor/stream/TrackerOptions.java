package io.candor.stream;

/**
 * How objects are followed.
 *
 * @param leastIou overlap of a detection with where the track is expected that makes it the same object, in (0, 1]
 * @param patience judged frames a track survives without a detection
 * @param memory share of the past in the smoothed confidence, in [0, 1): 0 forgets at once
 */
public record TrackerOptions(double leastIou, int patience, double memory) {

    public TrackerOptions {
        if (!(leastIou > 0 && leastIou <= 1) || patience < 0 || !(memory >= 0 && memory < 1)) {
            throw new IllegalArgumentException("leastIou in (0, 1], patience at least 0, memory in [0, 1): %s, %d, %s"
                    .formatted(leastIou, patience, memory));
        }
    }

    /** Overlap .3 as in SORT (Bewley et al. 2016), 10 frames, two thirds of the past. */
    public static TrackerOptions defaults() {
        return new TrackerOptions(.3, 10, 2. / 3);
    }
}
