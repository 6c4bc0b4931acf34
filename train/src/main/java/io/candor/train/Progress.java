package io.candor.train;

/**
 * How far a run has come; with the tensors of a checkpoint it is all that resuming needs.
 *
 * @param epoch being trained, counted from 0
 * @param batch batches of that epoch already trained
 * @param lastStep iteration of the last optimiser step, {@code -1} before the first
 * @param updates of the moving average
 * @param best fitness so far; negative infinity before the first
 * @param bestEpoch where it was found, {@code -1} before the first
 * @param losses of that epoch's batches
 */
public record Progress(int epoch, int batch, long lastStep, long updates, double best, int bestEpoch, Losses losses) {

    static Progress start() {
        return new Progress(0, 0, -1, 0, Double.NEGATIVE_INFINITY, -1, Losses.NONE);
    }

    Progress afterBatch(long step, long updates, Losses sums) {
        return new Progress(epoch, batch + 1, step, updates, best, bestEpoch, sums);
    }

    /**
     * With no opinion, and while nothing at all is found (fitness 0), the latest epoch is the best; otherwise only a
     * greater fitness improves.
     */
    boolean improvedBy(double fitness) {
        boolean nothingYet = fitness == 0 && best == 0;
        return Double.isNaN(fitness) || fitness > best || nothingYet;
    }

    Progress nextEpoch(double fitness) {
        boolean better = improvedBy(fitness);
        return new Progress(
                epoch + 1,
                0,
                lastStep,
                updates,
                better && !Double.isNaN(fitness) ? fitness : best,
                better ? epoch : bestEpoch,
                Losses.NONE);
    }
}
