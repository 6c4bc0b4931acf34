package io.candor.train;

/**
 * Learning rates, momentum and accumulation at every iteration of a run (an iteration is one batch).
 *
 * <p>A pure function of the iteration, so that a resumed run needs nothing but its number.
 */
public final class Schedule {

    /**
     * What holds at one iteration.
     *
     * @param rates learning rates
     * @param momentum of SGD, or the first beta of Adam
     * @param accumulate batches per optimiser step
     */
    public record Point(Rates rates, double momentum, int accumulate) {}

    private final Optimization wanted;
    private final OptimizerPlan plan;
    private final int epochs;
    private final int batchesPerEpoch;
    private final int batch;
    private final long warmup;

    public Schedule(Optimization wanted, OptimizerPlan plan, Extent extent) {
        this.wanted = wanted;
        this.plan = plan;
        this.epochs = extent.epochs();
        this.batchesPerEpoch = extent.batchesPerEpoch();
        this.batch = extent.batch();
        this.warmup = wanted.warmup().iterations(batchesPerEpoch);
    }

    /**
     * How long a run is.
     *
     * @param epochs planned
     * @param batchesPerEpoch the last one may be smaller
     * @param batch images
     */
    public record Extent(int epochs, int batchesPerEpoch, int batch) {}

    /** Rates, momentum and accumulation at {@code iteration}, counted from 0 over all epochs. */
    public Point at(long iteration) {
        int epoch = (int) (iteration / batchesPerEpoch);
        double rate = plan.learningRate() * wanted.curve().factor(epoch, epochs, wanted.lastRate());
        return iteration <= warmup ? warming(iteration, rate) : warm(rate);
    }

    /** Optimiser steps in the whole run. */
    public long steps() {
        long total = (long) epochs * batchesPerEpoch;
        long steps = 0;
        long lastStep = -1;
        for (long iteration = 0; iteration < total; iteration++) {
            if (steps(iteration, lastStep)) {
                lastStep = iteration;
                steps++;
            }
        }
        return steps;
    }

    private Point warm(double rate) {
        double momentum = warmup == Warmup.NONE ? plan.momentum() : plan.warmedMomentum();
        return new Point(new Rates(rate, rate, rate), momentum, wanted.accumulate(batch));
    }

    private Point warming(long iteration, double rate) {
        double others = ramp(iteration, 0, rate);
        double momentum = plan.optimizer().adam()
                ? plan.momentum()
                : ramp(iteration, wanted.warmup().momentum(), plan.warmedMomentum());
        double batches = ramp(iteration, 1, (double) wanted.nominalBatch() / batch);
        return new Point(new Rates(ramp(iteration, plan.biasRate(), rate), others, others), momentum, Math.max(1, (int)
                Math.rint(batches)));
    }

    private double ramp(long iteration, double from, double to) {
        return (to - from) / warmup * iteration + from;
    }

    /**
     * Whether the optimiser steps after {@code iteration}.
     *
     * @param lastStep iteration of the step before, {@code -1} at the start of a run
     */
    public boolean steps(long iteration, long lastStep) {
        return iteration - lastStep >= at(iteration).accumulate();
    }
}
