package io.candor.infer;

import java.util.Arrays;

/**
 * What a graph computed.
 *
 * @param name of the output
 * @param values row by row
 * @param shape sizes per axis, the first is the number of images
 */
@SuppressWarnings("ArrayRecordComponent") // consumed once and never compared
public record RawOutput(String name, float[] values, long[] shape) {

    /** The part of one image, as of a batch of one. */
    RawOutput image(int index) {
        int images = Math.toIntExact(shape[0]);
        if (images == 1) {
            return this;
        }
        int length = values.length / images;
        long[] own = shape.clone();
        own[0] = 1;
        return new RawOutput(name, Arrays.copyOfRange(values, index * length, (index + 1) * length), own);
    }
}
