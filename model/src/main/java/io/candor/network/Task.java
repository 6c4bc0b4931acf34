package io.candor.network;

import java.util.Locale;

/** What a network is for. */
public enum Task {
    /** Boxes with classes. */
    DETECT,
    /** Boxes with classes and outlines. */
    SEGMENT,
    /** One class per picture. */
    CLASSIFY;

    /** Whether it is about objects that have a box. */
    public boolean findsObjects() {
        return this != CLASSIFY;
    }

    /** Whether its objects have outlines beside their boxes. */
    public boolean outlines() {
        return this == SEGMENT;
    }

    /** As weight files and other tools write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
