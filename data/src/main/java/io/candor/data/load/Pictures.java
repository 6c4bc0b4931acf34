package io.candor.data.load;

import io.candor.data.Image;
import io.candor.data.InvalidInput;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/** Decoded, scaled pictures by sample index, from wherever they are kept. Safe for any number of threads. */
interface Pictures extends AutoCloseable {

    /** Memory AUTO may fill, 1 GiB: the training set of a typical inspection task at 640 pixels. */
    long AUTO_BYTES = 1L << 30;

    Image picture(int sample);

    @Override
    default void close() {}

    /**
     * @param decode makes a picture from its file
     * @param bytes all pictures together
     * @param windowBytes the pictures one mosaic chooses from
     */
    static Pictures of(Cache cache, IntFunction<Image> decode, long bytes, long windowBytes) {
        long heap = Runtime.getRuntime().maxMemory();
        return switch (cache) {
            case OFF -> decode::apply;
            case DISK -> new DiskPictures(decode);
            case RAM -> {
                refuseBeyond(heap / 10 * 7, bytes);
                yield new All(decode);
            }
            case AUTO -> {
                long budget = Math.min(AUTO_BYTES, heap / 4);
                yield bytes <= budget
                        ? new All(decode)
                        : new Recent(decode, Math.max(budget, Math.min(windowBytes, heap / 2)));
            }
        };
    }

    private static void refuseBeyond(long limit, long bytes) {
        if (bytes > limit) {
            throw new InvalidInput(
                    "cache-ram",
                    ("--cache ram: the scaled pictures need %d MB, expected at most %d MB (70 %% of the heap)."
                                    + " Use --cache auto or disk, or give the JVM more heap (-Xmx).")
                            .formatted(bytes >> 20, limit >> 20));
        }
    }

    /** Every picture, once decoded. */
    record All(IntFunction<Image> decode, Map<Integer, Image> kept) implements Pictures {
        All(IntFunction<Image> decode) {
            this(decode, new ConcurrentHashMap<>());
        }

        @Override
        public Image picture(int sample) {
            Image known = kept.get(sample);
            if (known != null) {
                return known;
            }
            Image decoded = decode.apply(sample);
            kept.put(sample, decoded);
            return decoded;
        }
    }

    /** The pictures used last, up to a number of bytes. */
    final class Recent implements Pictures {
        private final IntFunction<Image> decode;
        private final long capacity;
        private final LinkedHashMap<Integer, Image> kept = new LinkedHashMap<>(16, 0.75f, true);
        private long bytes;

        Recent(IntFunction<Image> decode, long capacity) {
            this.decode = decode;
            this.capacity = capacity;
        }

        @Override
        public Image picture(int sample) {
            Image known = known(sample);
            if (known != null) {
                return known;
            }
            Image decoded = decode.apply(sample); // outside the lock: threads decode different pictures at once
            keep(sample, decoded);
            return decoded;
        }

        private synchronized Image known(int sample) {
            return kept.get(sample);
        }

        private synchronized void keep(int sample, Image image) {
            if (kept.put(sample, image) == null) {
                bytes += image.bgr().length;
            }
            var oldest = kept.entrySet().iterator();
            while (bytes > capacity && oldest.hasNext()) {
                bytes -= oldest.next().getValue().bgr().length;
                oldest.remove();
            }
        }

        synchronized int size() {
            return kept.size();
        }
    }
}
