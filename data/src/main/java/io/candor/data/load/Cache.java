package io.candor.data.load;

/** Where decoded pictures, scaled to the training size, are kept between uses. */
public enum Cache {
    /**
     * All in memory when they fit into 1 GiB and a quarter of the heap; otherwise those used last, at least as many as
     * a mosaic chooses from when they fit into half of the heap.
     */
    AUTO,
    /** All in memory; refused when they need more than 70 % of the heap. */
    RAM,
    /** As raw files in a temporary folder, removed when the loader is closed. */
    DISK,
    /** Nowhere: every use decodes the file, four times per mosaic. */
    OFF
}
