package io.candor.infer;

/** What happens with a detection on an inspection line. */
public enum Decision {
    /** It counts. */
    ACCEPT,
    /** A person looks at it. */
    REVIEW,
    /** It does not count. */
    REJECT
}
