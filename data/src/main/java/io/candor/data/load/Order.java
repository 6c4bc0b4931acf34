package io.candor.data.load;

/** In which order the samples of an epoch come. */
public enum Order {
    /** Another permutation each epoch, from the seed; an unreadable image is replaced by the next readable one. */
    SHUFFLED,
    /** As given; an unreadable image is left out, so that its batch is smaller. */
    SEQUENTIAL
}
