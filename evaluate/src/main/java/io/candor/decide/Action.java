package io.candor.decide;

/** What is done about a detection or a whole image, from mild to severe. */
public enum Action {
    /** Nothing: the image passes. */
    ACCEPT,
    /** A person looks. */
    REVIEW,
    /** The image fails. */
    REJECT;

    /** The more severe of two. */
    Action or(Action other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
