package io.candor.train;

/**
 * Learning rates of the three parameter groups.
 *
 * @param biases all biases, batch norm's included
 * @param weights convolution weights, the only group that decays
 * @param norms batch norm's weights
 */
public record Rates(double biases, double weights, double norms) {}
