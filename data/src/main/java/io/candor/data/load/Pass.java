package io.candor.data.load;

import io.candor.data.Batch;
import java.util.Optional;

/** One pass over all samples: any batch of it, in any order, on any thread, always with the same bytes. */
interface Pass {

    int batches();

    /** The batch at a position of the pass; empty when none of its images can be read. */
    Optional<Batch> batch(int index);
}
