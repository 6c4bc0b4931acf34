package io.candor.export;

/**
 * What flows along an edge of a graph.
 *
 * @param name unique in the graph
 * @param channels size of the second axis of an image-like value; 0 where it plays no role
 */
record Value(String name, long channels) {

    /** Stands for an optional input that is left out. */
    static final Value NONE = new Value("", 0);

    Value withChannels(long other) {
        return new Value(name, other);
    }
}
