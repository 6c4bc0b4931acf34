package io.candor.data;

/** The part a set of samples plays. */
public enum Split {
    TRAIN,
    VAL,
    TEST
}
