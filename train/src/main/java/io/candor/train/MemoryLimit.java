package io.candor.train;

import io.candor.data.InvalidInput;
import java.util.Locale;
import java.util.stream.Stream;

/** Tells allocation failures of native libraries from other errors, in words for the person who chose the batch. */
final class MemoryLimit {

    static final String HELP = "batch-larger-than-memory";

    private MemoryLimit() {}

    /** {@code failure} itself, or what it means if memory ran out. */
    static RuntimeException explained(RuntimeException failure, Input input) {
        return isAllocation(failure) ? refusal(input, failure) : failure;
    }

    /** {@code failure} itself, or what it means if JavaCPP refused to allocate. */
    static RuntimeException explained(OutOfMemoryError failure, Input input) {
        return refusal(input, failure);
    }

    /** As libtorch's CPU and CUDA allocators, oneDNN and the C++ library word it. */
    private static boolean isAllocation(RuntimeException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return Stream.of("can't allocate memory", "out of memory", "not enough memory", "bad_alloc", "cannot allocate")
                .anyMatch(message::contains);
    }

    private static InvalidInput refusal(Input input, Throwable cause) {
        String way = input.batch() > 1
                ? "Use a smaller --batch, such as %d".formatted(input.batch() / 2)
                : "Use a smaller --imgsz or a smaller model";
        return new InvalidInput(HELP, """
                Memory ran out in a training step with %d pictures of %d pixels. %s; smaller batches are accumulated \
                to the nominal batch, so the result changes little.""".formatted(input.batch(), input.imageSize(), way), cause);
    }
}
