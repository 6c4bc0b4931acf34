package io.candor.data.read;

import java.nio.ByteBuffer;

/** PNG (W3C, third edition, 2023): a signature, then chunks of length, name, content, checksum. */
final class PngFormat implements ImageFormat {

    private static final int FIRST_CHUNK = 8;
    private static final int CHUNK_FRAME = 12; // length, name, checksum

    @Override
    public boolean recognises(ByteBuffer start) {
        return ImageFormat.startsWith(start, 0, "\u0089PNG\r\n\u001a\n");
    }

    /** EXIF data are honoured when they precede the pixels, where the writers in use put them. */
    @Override
    public Header header(ByteBuffer start) {
        int width = start.getInt(FIRST_CHUNK + 8);
        int height = start.getInt(FIRST_CHUNK + 12);
        for (int chunk = FIRST_CHUNK; !isNamed(start, chunk, "IDAT") && !isNamed(start, chunk, "IEND"); ) {
            int length = start.getInt(chunk);
            if (isNamed(start, chunk, "eXIf")) {
                start.get(chunk + 8 + length);
                return new Header(width, height, TiffFormat.orientation(start.slice(chunk + 8, length)));
            }
            chunk = next(start, chunk);
        }
        return new Header(width, height, Orientation.UPRIGHT);
    }

    @Override
    public boolean ends(ByteBuffer tail) {
        return ImageFormat.startsWith(tail, tail.limit() - 8, "IEND");
    }

    @Override
    public boolean endsEarly(ByteBuffer whole) {
        try {
            int chunk = FIRST_CHUNK;
            while (!isNamed(whole, chunk, "IEND")) {
                chunk = next(whole, chunk);
            }
            return true;
        } catch (IndexOutOfBoundsException e) {
            return false; // a chunk reaches past the last byte
        }
    }

    private static int next(ByteBuffer bytes, int chunk) {
        return ImageFormat.offset((long) chunk + CHUNK_FRAME + (bytes.getInt(chunk) & 0xffffffffL));
    }

    private static boolean isNamed(ByteBuffer bytes, int chunk, String name) {
        bytes.getInt(chunk + 4);
        return ImageFormat.startsWith(bytes, chunk + 4, name);
    }
}
