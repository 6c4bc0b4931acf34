package io.candor.tensor;

/** The number format of activations between a network's layers; weights and losses are float32 in both. */
public enum Precision {
    /** IEEE 754 single precision. */
    FP32,
    /** The upper half of a single: eight bits of exponent, seven of mantissa. */
    BF16
}
