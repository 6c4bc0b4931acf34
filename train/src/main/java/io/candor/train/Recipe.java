package io.candor.train;

import io.candor.data.augment.AugmentationRecipe;
import java.util.Map;

/**
 * Every hyper-parameter of a training run. Each part checks its own values.
 *
 * @param length how long
 * @param input what the network is fed
 * @param augmentation how pictures are varied
 * @param optimization how weights follow gradients
 * @param objective what is minimised
 * @param compute what computes
 * @param freeze what is not trained
 */
public record Recipe(
        Length length,
        Input input,
        AugmentationRecipe augmentation,
        Optimization optimization,
        Objective objective,
        Compute compute,
        Freeze freeze) {

    /** What YOLO users get when they set nothing. */
    public static Recipe defaults() {
        return new Recipe(
                Length.defaults(),
                Input.defaults(),
                AugmentationRecipe.defaults(),
                Optimization.defaults(),
                Objective.defaults(),
                Compute.defaults(),
                Freeze.NOTHING);
    }

    /** All settings by the names YOLO users know, in a fixed order; {@link #of} reads them back exactly. */
    public Map<String, String> settings() {
        return Settings.of(this);
    }

    /**
     * The recipe that {@link #settings} wrote.
     *
     * @throws IllegalArgumentException if a setting is missing
     */
    public static Recipe of(Map<String, String> settings) {
        return new Settings(settings).recipe();
    }

    /**
     * The optimiser a run really uses.
     *
     * @param classes of the data set
     * @param images in every epoch
     */
    public OptimizerPlan plan(int classes, int images) {
        return OptimizerPlan.of(optimization, classes, optimization.iterations(images, input.batch(), length.epochs()));
    }

    public Recipe with(Length other) {
        return new Recipe(other, input, augmentation, optimization, objective, compute, freeze);
    }

    public Recipe with(Input other) {
        return new Recipe(length, other, augmentation, optimization, objective, compute, freeze);
    }

    public Recipe with(AugmentationRecipe other) {
        return new Recipe(length, input, other, optimization, objective, compute, freeze);
    }

    public Recipe with(Optimization other) {
        return new Recipe(length, input, augmentation, other, objective, compute, freeze);
    }

    public Recipe with(Objective other) {
        return new Recipe(length, input, augmentation, optimization, other, compute, freeze);
    }

    public Recipe with(Compute other) {
        return new Recipe(length, input, augmentation, optimization, objective, other, freeze);
    }

    public Recipe with(Freeze other) {
        return new Recipe(length, input, augmentation, optimization, objective, compute, other);
    }
}
