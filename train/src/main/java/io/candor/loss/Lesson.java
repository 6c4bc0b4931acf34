package io.candor.loss;

import io.candor.network.Maps;

/**
 * What a teacher says about a batch.
 *
 * @param said its raw maps
 * @param weight of what it says about classes, in [0, 1]; the labels have the rest
 * @param temperature that divides the logits of both
 */
public record Lesson(Maps said, double weight, double temperature) {}
