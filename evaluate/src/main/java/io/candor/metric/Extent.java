package io.candor.metric;

import java.util.Arrays;
import java.util.Locale;

/** What of a detection and an object is compared to tell how much they overlap, and how large they are. */
public enum Extent {
    BOX("boxes"),
    /** Every pixel: what segmentation is judged by. */
    MASK("masks");

    private final String words;

    Extent(String words) {
        this.words = words;
    }

    /** As settings and files write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The one of that label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Extent of(String label) {
        return Arrays.stream(values())
                .filter(known -> known.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("overlap is '" + label + "', not box or mask"));
    }

    /** In the plural, as definitions have it. */
    public String words() {
        return words;
    }
}
