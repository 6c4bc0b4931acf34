package io.candor.metric;

/**
 * How a classifier is judged.
 *
 * @param bins number of confidence bins
 * @param edges which of two bins a confidence on their common edge belongs to; published numbers differ in this
 * @param floor probabilities of a class up to this are left out of TACE
 */
public record ClassificationSettings(int bins, Edges edges, double floor) {

    public ClassificationSettings {
        if (bins < 1 || !(floor >= 0 && floor < 1)) {
            throw new IllegalArgumentException(
                    "expected bins of at least 1 and a floor in [0, 1): %d, %s".formatted(bins, floor));
        }
    }

    /** 15 bins as Guo et al. (2017) have them, 0 in the first; floor .001 as Nixon et al. (2019). */
    public static ClassificationSettings defaults() {
        return new ClassificationSettings(15, Edges.OPEN_CLOSED, .001);
    }

    public ClassificationSettings withBins(int value) {
        return new ClassificationSettings(value, edges, floor);
    }

    public ClassificationSettings withEdges(Edges value) {
        return new ClassificationSettings(bins, value, floor);
    }
}
