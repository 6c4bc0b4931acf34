package io.candor.predictions;

/**
 * Which category id of a predictions file means the first class of a data set that has no category ids of its own. COCO
 * counts from 1, some tools from 0.
 */
public enum FirstCategory {
    ZERO,
    ONE,
    /** From the ids that occur: 0 only when counted from 0, the number of classes only when counted from 1. */
    DEDUCED
}
