package io.candor.metric;

import io.candor.data.InvalidInput;
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

    /**
     * Returns if this is what a file was made by.
     *
     * @param help where its faults are explained
     * @param made what was done to the file, and by what command it is done anew
     * @throws InvalidInput if the file was made by another
     */
    public void require(Extent used, String help, String place, Made made) {
        if (used != this) {
            throw new InvalidInput(
                    help,
                    "%s was %s by %s, and here %s are compared: a detection may be right in one and wrong in the other. Give --overlap %s, or run '%s --overlap %s'."
                            .formatted(place, made.word(), used.words(), words, used.label(), made.command(), label()));
        }
    }

    /** How a file comes about: a participle and the command. */
    public record Made(String word, String command) {}

    /** In the plural, as definitions have it. */
    public String words() {
        return words;
    }
}
