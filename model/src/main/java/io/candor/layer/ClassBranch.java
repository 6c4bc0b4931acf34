package io.candor.layer;

/** What the class branch of a detection head consists of. */
public enum ClassBranch {
    /** 3 x 3 convolutions. */
    PLAIN,
    /** Depthwise 3 x 3 and pointwise convolutions: fewer numbers. */
    LIGHT
}
