package io.candor.data.read;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What can be told about an image file without decoding it. Buffers start at the first byte of the file and may stop
 * before its last; a reader that runs out of bytes throws {@link IndexOutOfBoundsException} and is called again with
 * the whole file.
 */
interface ImageFormat {

    /**
     * Stored size and how to turn it.
     *
     * @param width stored pixels per row
     * @param height stored rows
     * @param orientation from the EXIF data, upright if there are none
     */
    record Header(int width, int height, Orientation orientation) {
        Size size() {
            return orientation.apply(width, height);
        }
    }

    /** The file starts as files of this format do. */
    boolean recognises(ByteBuffer start);

    Header header(ByteBuffer start);

    /** The length a complete file has at least, in bytes, as far as the header tells. */
    default long leastLength(ByteBuffer start) {
        return 0;
    }

    /** The last bytes (up to 16) are those a complete file ends with. */
    default boolean ends(ByteBuffer tail) {
        return true;
    }

    /** The picture ends before the last byte: something harmless was appended. Needs the whole file. */
    default boolean endsEarly(ByteBuffer whole) {
        return false;
    }

    /** What contradicts itself in a whole file although a decoder shows something; nothing if nothing does. */
    default Optional<String> damage(ByteBuffer whole) {
        return Optional.empty();
    }

    /** {@code text} in Latin-1 stands at {@code position}. */
    static boolean startsWith(ByteBuffer bytes, int position, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (position + i >= bytes.limit() || (bytes.get(position + i) & 0xff) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static int unsignedShort(ByteBuffer bytes, int position) {
        return bytes.getShort(position) & 0xffff;
    }

    /** An offset that fits no Java buffer is one past the end of every file read here. */
    static int offset(long position) {
        if (position < 0 || position > Integer.MAX_VALUE) {
            throw new IndexOutOfBoundsException("offset " + position);
        }
        return (int) position;
    }

    static ByteBuffer view(ByteBuffer bytes, ByteOrder order) {
        return bytes.duplicate().order(order);
    }
}
