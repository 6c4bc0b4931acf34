package io.candor.infer;

/**
 * What a graph computed.
 *
 * @param values row by row
 * @param shape sizes per axis, the first is the number of images
 */
@SuppressWarnings("ArrayRecordComponent") // consumed once and never compared
public record RawOutput(float[] values, long[] shape) {}
