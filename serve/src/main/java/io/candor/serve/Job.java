package io.candor.serve;

import io.candor.data.Image;
import io.candor.infer.RawOutput;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Something a model is asked for, and where the answer goes. */
sealed interface Job {

    /** Where the answer, or the failure, goes; cancelled if nobody waits any more. */
    CompletableFuture<?> answer();

    /** {@link System#nanoTime} of its arrival. */
    long arrived();

    /** What is on a picture; several such jobs may share a run. */
    record Picture(Image image, CompletableFuture<Findings> answer, long arrived) implements Job {
        Picture(Image image) {
            this(image, new CompletableFuture<>(), System.nanoTime());
        }
    }

    /** The network alone. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once
    record Tensor(FloatBuffer values, long[] shape, CompletableFuture<List<RawOutput>> answer, long arrived)
            implements Job {
        Tensor(FloatBuffer values, long[] shape) {
            this(values, shape, new CompletableFuture<>(), System.nanoTime());
        }
    }
}
