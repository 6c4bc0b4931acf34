package io.candor.tensor;

/**
 * How attention divides the channels of its queries, keys and values: head by head, in each the queries first, then the
 * keys, then the values.
 *
 * @param count number of heads
 * @param keys channels of a head's queries, and of its keys
 * @param values channels of a head's values
 */
public record Heads(int count, int keys, int values) {

    /** Of queries, keys and values of all heads. */
    public int channels() {
        return count * perHead();
    }

    /** Of the values of all heads. */
    public int valueChannels() {
        return count * values;
    }

    /** Of queries, keys and values of one head. */
    public int perHead() {
        return 2 * keys + values;
    }

    /** What products of queries and keys are multiplied with: {@code 1 / sqrt(keys)}. */
    public double scale() {
        return 1 / Math.sqrt(keys);
    }
}
