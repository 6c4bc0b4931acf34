package io.candor.train;

import io.candor.data.Batch;
import io.candor.data.load.Loader;
import java.util.Iterator;
import java.util.function.BiConsumer;

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
     * @param seen is shown each batch with its number in the epoch, before the trainer gets it
     */
    static Batches of(Loader loader, int images, BiConsumer<Integer, Batch> seen) {
        return new LoaderBatches(loader, images, seen);
    }
}
