package io.candor.layer;

import io.candor.tensor.Ops;

/** A building block with one input and one output. */
public interface Layer {

    /** The output for {@code x} (B, C, H, W). */
    <T> T forward(Ops<T> ops, T x);

    /** Number of output channels. */
    int channels();

    /** Name and numbers for a summary, such as {@code C2f 64 x2 shortcut}. */
    String describe();
}
