package io.candor.data.read;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * A file of the MNIST family: a header of big-endian numbers, then unsigned bytes; usually gzipped.
 *
 * @param file where it was read from
 * @param bytes all of it, unpacked
 * @param sizes per axis
 * @param start of the values in {@code bytes}
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record IdxFile(Path file, byte[] bytes, int[] sizes, int start) {

    static final String HELP = "idx-file";

    private static final int UNSIGNED_BYTES = 8;
    private static final int GZIP = 0x1f8b;

    /**
     * Reads a file.
     *
     * @param axes expected: 3 for pictures, 1 for labels
     * @throws InvalidInput if it is cut short or no such file
     */
    static IdxFile read(Path file, int axes) {
        byte[] bytes = unpacked(file);
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int headerBytes = 4 + 4 * axes;
        if (bytes.length < headerBytes || header.getInt() != ((UNSIGNED_BYTES << 8) | axes)) {
            throw new InvalidInput(
                    HELP,
                    "%s: found no header of unsigned bytes with %d axes, expected an IDX file as MNIST has them."
                            .formatted(file, axes));
        }
        int[] sizes = new int[axes];
        long expected = headerBytes;
        long values = 1;
        for (int axis = 0; axis < axes; axis++) {
            sizes[axis] = header.getInt();
            values = sizes[axis] < 1 || values > Integer.MAX_VALUE ? Long.MAX_VALUE / 2 : values * sizes[axis];
        }
        expected += values;
        if (bytes.length != expected) {
            throw new InvalidInput(
                    HELP,
                    "%s: found %d bytes, expected %d by its header %s; the file is cut short or damaged. Fetch it again."
                            .formatted(file, bytes.length, expected, Arrays.toString(sizes)));
        }
        return new IdxFile(file, bytes, sizes, headerBytes);
    }

    private static byte[] unpacked(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            boolean packed = bytes.length > 2 && (((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff)) == GZIP;
            if (!packed) {
                return bytes;
            }
            try (InputStream stream = new GZIPInputStream(Files.newInputStream(file))) {
                return stream.readAllBytes();
            }
        } catch (IOException e) {
            throw new InvalidInput(
                    HELP, "%s: cannot be read or unpacked (%s). Fetch it again.".formatted(file, e.getMessage()), e);
        }
    }

    /** Number of pictures or labels. */
    int count() {
        return sizes[0];
    }

    /** Value {@code i} of a file of labels. */
    int label(int i) {
        return bytes[start + i] & 0xff;
    }
}
