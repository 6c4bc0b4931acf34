package io.candor.train;

import io.candor.data.Batch;
import io.candor.data.load.Loader;
import java.util.Iterator;
import java.util.function.BiConsumer;

/**
 * A loader as the trainer sees it.
 *
 * @param loader of the training split
 * @param images in every epoch
 * @param seen is shown each batch with its number in the epoch, before the trainer gets it
 */
record LoaderBatches(Loader loader, int images, BiConsumer<Integer, Batch> seen) implements Batches {

    @Override
    public Iterator<Batch> epoch(int epoch) {
        return shown(loader.epoch(epoch), seen);
    }

    /** The same batches, each shown before it is given. */
    static Iterator<Batch> shown(Iterator<Batch> batches, BiConsumer<Integer, Batch> seen) {
        return new Iterator<>() {
            private int number;

            @Override
            public boolean hasNext() {
                return batches.hasNext();
            }

            @Override
            public Batch next() {
                Batch batch = batches.next();
                seen.accept(number++, batch);
                return batch;
            }
        };
    }

    @Override
    public int batchesPerEpoch() {
        return loader.batchesPerEpoch();
    }

    @Override
    public void closeMosaic() {
        loader.closeMosaic();
    }

    @Override
    public long waitedNanos() {
        return loader.waitedNanos();
    }
}
