package io.candor.metric;

import java.util.Locale;

/** Why a detection is wrong or an object not found (Bolya et al. 2020: TIDE). */
public enum ErrorKind {
    /** Overlaps an object of another class well. */
    CLASS("wrong class"),
    /** Overlaps an object of its class, but not enough. */
    LOCALISATION("inexact box"),
    /** Overlaps an object of another class, and not enough. */
    BOTH("wrong class and inexact box"),
    /** Overlaps an object well that a more confident detection has found. */
    DUPLICATE("found twice"),
    /** Overlaps next to nothing. */
    BACKGROUND("nothing there"),
    /** An object that was not found, and that no wrong class or inexact box accounts for. */
    MISSED("not found");

    private final String words;

    ErrorKind(String words) {
        this.words = words;
    }

    /** In plain words. */
    @Override
    public String toString() {
        return words;
    }

    /** Name in JSON files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
