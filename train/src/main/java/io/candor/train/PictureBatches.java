package io.candor.train;

import io.candor.data.Batch;
import io.candor.data.load.ClassificationLoader;
import java.util.Iterator;
import java.util.function.BiConsumer;

/**
 * A loader of a classifier's pictures as the trainer sees it.
 *
 * @param loader of the training split
 * @param images in every epoch
 * @param seen is shown each batch with its number in the epoch, before the trainer gets it
 */
public record PictureBatches(ClassificationLoader loader, int images, BiConsumer<Integer, Batch> seen)
        implements Batches {

    @Override
    public Iterator<Batch> epoch(int epoch) {
        return LoaderBatches.shown(loader.epoch(epoch), seen);
    }

    @Override
    public int batchesPerEpoch() {
        return loader.batchesPerEpoch();
    }

    @Override
    public void closeMosaic() {
        loader.closeMixtures();
    }

    @Override
    public long waitedNanos() {
        return loader.waitedNanos();
    }
}
