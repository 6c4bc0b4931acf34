package io.candor.stream;

/** What happens to frames that come faster than they are judged. */
public enum Pace {
    /** The newest is judged, older ones are dropped and counted: right for cameras. */
    NEWEST,
    /** The source waits: right for files. */
    EVERY
}
