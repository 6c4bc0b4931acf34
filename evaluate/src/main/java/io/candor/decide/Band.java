package io.candor.decide;

/**
 * The two thresholds of a class: from {@code review} on a person looks, from {@code reject} on the image fails. Without
 * reviews both are equal. Infinity means never.
 */
public record Band(double review, double reject) {

    /** No detection of the class matters. */
    static final Band NEVER = single(Double.POSITIVE_INFINITY);

    public Band {
        if (!(review >= 0) || !(reject >= review)) {
            throw new IllegalArgumentException("review from %s, reject from %s".formatted(review, reject));
        }
    }

    /** One threshold, no reviews. */
    static Band single(double threshold) {
        return new Band(threshold, threshold);
    }

    /** What to do about a detection of this confidence. */
    public Action action(double confidence) {
        return confidence >= reject ? Action.REJECT : confidence >= review ? Action.REVIEW : Action.ACCEPT;
    }
}
