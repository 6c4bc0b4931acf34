package io.candor.serve;

/** Whether people are served besides programs. */
public enum Page {
    /** The page, and the model files it computes with. */
    ON,
    /** Neither. */
    OFF
}
