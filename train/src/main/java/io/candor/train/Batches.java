package io.candor.train;

import io.candor.data.Batch;
import io.candor.data.load.Loader;
import java.util.Iterator;

/** Where the trainer's batches come from. Batches must depend on the epoch's number alone, or runs cannot be resumed. */
public interface Batches {

    /** The batches of the given epoch, counted from 0. */
    Iterator<Batch> epoch(int epoch);

    /** Batches in every epoch. */
    int batchesPerEpoch();

    /** Pictures in every epoch. */
    int images();

    /** From the next epoch on every picture is a single one. */
    void closeMosaic();

    /** Time {@link Iterator#next} has waited for pictures since the start, in nanoseconds. */
    long waitedNanos();

    /**
     * The batches of a loader.
     *
     * @param images samples it was made with
     */
    static Batches of(Loader loader, int images) {
        return new Batches() {
            @Override
            public Iterator<Batch> epoch(int epoch) {
                return loader.epoch(epoch);
            }

            @Override
            public int batchesPerEpoch() {
                return loader.batchesPerEpoch();
            }

            @Override
            public int images() {
                return images;
            }

            @Override
            public void closeMosaic() {
                loader.closeMosaic();
            }

            @Override
            public long waitedNanos() {
                return loader.waitedNanos();
            }
        };
    }
}
