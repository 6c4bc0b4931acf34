package io.candor.stream;

import io.candor.decide.Action;

/** Which frames are worth telling. */
public enum EventFilter {
    /** All of them. */
    EVERY,
    /** Those with an object. */
    FOUND,
    /** Those that a person should look at, and worse. */
    REVIEW,
    /** Those that fail. */
    REJECT;

    boolean takes(JudgedFrame judged) {
        return switch (this) {
            case EVERY -> true;
            case FOUND -> !judged.objects().isEmpty();
            case REVIEW -> atLeast(judged, Action.REVIEW);
            case REJECT -> atLeast(judged, Action.REJECT);
        };
    }

    private static boolean atLeast(JudgedFrame judged, Action severity) {
        return judged.verdict()
                .filter(verdict -> verdict.compareTo(severity) >= 0)
                .isPresent();
    }

    /** True if nothing is ever told without a policy. */
    public boolean needsPolicy() {
        return this == REVIEW || this == REJECT;
    }
}
