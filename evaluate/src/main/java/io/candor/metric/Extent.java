package io.candor.metric;

/** What of a detection and an object is compared to tell how much they overlap, and how large they are. */
public enum Extent {
    BOX("boxes"),
    /** Every pixel: what segmentation is judged by. */
    MASK("masks");

    private final String words;

    Extent(String words) {
        this.words = words;
    }

    /** In the plural, as definitions have it. */
    public String words() {
        return words;
    }
}
