package io.candor.train;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The optimiser a run really uses, once the number of classes and iterations is known.
 *
 * @param optimizer never {@link OptimizerName#AUTO}
 * @param learningRate before the schedule
 * @param momentum at the start without warm-up; the first beta of Adam
 * @param warmedMomentum where warm-up drives the momentum of SGD; equal to {@code momentum} for Adam, whose betas are
 *     not warmed up
 * @param biasRate learning rate of the biases at the first iteration of a warm-up
 */
public record OptimizerPlan(
        OptimizerName optimizer, double learningRate, double momentum, double warmedMomentum, double biasRate) {

    /** Runs longer than this many optimiser steps get SGD from the automatic choice. */
    public static final long LONG_RUN = 10_000;

    /**
     * The plan for a run.
     *
     * @param classes of the data set: the automatic choice is more careful with many
     * @param iterations optimiser steps of the whole run
     */
    public static OptimizerPlan of(Optimization wanted, int classes, long iterations) {
        return switch (wanted.optimizer()) {
            case AUTO -> iterations > LONG_RUN ? autoSgd(wanted) : autoAdamW(classes);
            case SGD ->
                new OptimizerPlan(
                        OptimizerName.SGD,
                        wanted.learningRate(),
                        wanted.momentum(),
                        wanted.momentum(),
                        wanted.warmup().biasRate());
            case ADAM, ADAMW ->
                new OptimizerPlan(wanted.optimizer(), wanted.learningRate(), wanted.momentum(), wanted.momentum(), 0);
        };
    }

    /** Starts at momentum .9, but the warm-up drives it to the recipe's. */
    private static OptimizerPlan autoSgd(Optimization wanted) {
        return new OptimizerPlan(OptimizerName.SGD, 0.01, 0.9, wanted.momentum(), 0);
    }

    private static OptimizerPlan autoAdamW(int classes) {
        double rate = new BigDecimal(0.002 * 5 / (4 + classes))
                .setScale(6, RoundingMode.HALF_EVEN)
                .doubleValue();
        return new OptimizerPlan(OptimizerName.ADAMW, rate, 0.9, 0.9, 0);
    }
}
