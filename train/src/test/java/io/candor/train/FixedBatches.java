package io.candor.train;

import io.candor.data.Batch;
import java.util.Iterator;
import java.util.List;

/** The same few batches in every epoch. */
final class FixedBatches implements Batches {

    private final List<Batch> batches;
    private int closedAt = -1;
    private int epoch = -1;

    FixedBatches(List<Batch> batches) {
        this.batches = batches;
    }

    @Override
    public Iterator<Batch> epoch(int epoch) {
        this.epoch = epoch;
        return batches.iterator();
    }

    @Override
    public int batchesPerEpoch() {
        return batches.size();
    }

    @Override
    public int images() {
        return batches.stream().mapToInt(Batch::size).sum();
    }

    @Override
    public void closeMosaic() {
        closedAt = closedAt < 0 ? epoch + 1 : closedAt;
    }

    @Override
    public long waitedNanos() {
        return 0;
    }

    /** First epoch with single pictures; -1 for none. */
    int closedAt() {
        return closedAt;
    }
}
