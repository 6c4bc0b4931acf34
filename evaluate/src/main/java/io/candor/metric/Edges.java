package io.candor.metric;

/**
 * Which of two neighbouring bins a value on their common edge belongs to; edges are the doubles
 * {@code i * (1 / bins)}, as numpy.linspace spaces them and with it the tools of the field: of five bins the third ends at
 * 0.6000000000000001, so .6 is below it.
 */
public enum Edges {
    /** {@code (low, high]}; 0 is in the first bin. */
    OPEN_CLOSED("(low, high], 0 in the first bin"),
    /** {@code (low, high]}; 0 is in no bin (Guo et al. 2017, released code). */
    OPEN_CLOSED_WITHOUT_ZERO("(low, high], 0 in no bin"),
    /** {@code [low, high)}; 1 is in the last bin. */
    CLOSED_OPEN("[low, high), 1 in the last bin"),
    /** {@code [low, high)}; 1 has a bin of its own (torchmetrics). */
    CLOSED_OPEN_EXTRA("[low, high), 1 in a bin of its own");

    private final String words;

    Edges(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }

    /** The bin of a confidence in [0, 1]; -1 for none. */
    public int bin(double confidence, int bins) {
        return switch (this) {
            case OPEN_CLOSED -> Math.max(0, openClosed(confidence, bins));
            case OPEN_CLOSED_WITHOUT_ZERO -> openClosed(confidence, bins);
            case CLOSED_OPEN -> Math.min(bins - 1, closedOpen(confidence, bins));
            case CLOSED_OPEN_EXTRA -> closedOpen(confidence, bins);
        };
    }

    int count(int bins) {
        return this == CLOSED_OPEN_EXTRA ? bins + 1 : bins;
    }

    private static double edge(int i, int bins) {
        return i == bins ? 1 : i * (1.0 / bins);
    }

    private static int openClosed(double confidence, int bins) {
        int bin = (int) Math.ceil(confidence * bins) - 1;
        if (bin > 0 && confidence <= edge(bin, bins)) {
            return bin - 1;
        }
        return bin + 1 < bins && confidence > edge(bin + 1, bins) ? bin + 1 : bin;
    }

    private static int closedOpen(double confidence, int bins) {
        int bin = (int) (confidence * bins);
        if (bin > 0 && confidence < edge(bin, bins)) {
            return bin - 1;
        }
        return bin < bins && confidence >= edge(bin + 1, bins) ? bin + 1 : bin;
    }
}
