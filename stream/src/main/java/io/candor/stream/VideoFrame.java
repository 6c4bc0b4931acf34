package io.candor.stream;

import io.candor.data.Image;

/**
 * One picture of a video.
 *
 * @param image decoded pixels
 * @param number counted from 0 since the source was first opened, dropped ones included
 * @param captured when the picture came into being or, where nothing tells, when it was decoded; on the clock of
 *     {@link System#nanoTime}
 */
public record VideoFrame(Image image, long number, long captured) {}
