package io.candor.data.read;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** TIFF 6.0 (1992), of which DNG is a kind and which EXIF data are written in: a directory of tags anywhere in the file. */
final class TiffFormat implements ImageFormat {

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int STRIP_OFFSETS = 273;
    private static final int ORIENTATION = 274;
    private static final int STRIP_LENGTHS = 279;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_LENGTHS = 325;

    private static final int TYPE_SHORT = 3;

    @Override
    public boolean recognises(ByteBuffer start) {
        return ImageFormat.startsWith(start, 0, "II*\0") || ImageFormat.startsWith(start, 0, "MM\0*");
    }

    @Override
    public Header header(ByteBuffer start) {
        ByteBuffer bytes = ordered(start);
        int width = (int) value(bytes, WIDTH, 0, 0);
        int height = (int) value(bytes, HEIGHT, 0, 0);
        return new Header(width, height, Orientation.of((int) value(bytes, ORIENTATION, 0, 1)));
    }

    @Override
    public long leastLength(ByteBuffer start) {
        ByteBuffer bytes = ordered(start);
        return Math.max(end(bytes, STRIP_OFFSETS, STRIP_LENGTHS), end(bytes, TILE_OFFSETS, TILE_LENGTHS));
    }

    /** The orientation an EXIF block asks for; upright if the block is damaged or silent. */
    static Orientation orientation(ByteBuffer exif) {
        try {
            return Orientation.of((int) value(ordered(exif), ORIENTATION, 0, 1));
        } catch (IndexOutOfBoundsException e) {
            return Orientation.UPRIGHT;
        }
    }

    /** The file with its orientation tag set to upright, so that a decoder does not turn the picture itself. */
    static byte[] upright(byte[] file) {
        ByteBuffer bytes = ordered(ByteBuffer.wrap(file.clone()));
        int entry = entry(bytes, ORIENTATION);
        if (entry > 0) {
            bytes.putShort(entry + 8, (short) 1);
        }
        return bytes.array();
    }

    private static ByteBuffer ordered(ByteBuffer bytes) {
        boolean little = bytes.get(0) == 'I';
        return ImageFormat.view(bytes, little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    /** Position of a tag's twelve bytes in the first directory, or 0. */
    private static int entry(ByteBuffer bytes, int tag) {
        int directory = ImageFormat.offset(bytes.getInt(4) & 0xffffffffL);
        int entries = ImageFormat.unsignedShort(bytes, directory);
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if (ImageFormat.unsignedShort(bytes, entry) == tag) {
                return entry;
            }
        }
        return 0;
    }

    private static long value(ByteBuffer bytes, int tag, int index, long otherwise) {
        int entry = entry(bytes, tag);
        return entry == 0 ? otherwise : element(bytes, entry, index);
    }

    private static long element(ByteBuffer bytes, int entry, int index) {
        int width = ImageFormat.unsignedShort(bytes, entry + 2) == TYPE_SHORT ? 2 : 4;
        long total = count(bytes, entry) * width;
        int values = total <= 4 ? entry + 8 : ImageFormat.offset(bytes.getInt(entry + 8) & 0xffffffffL);
        int position = values + width * index;
        return width == 2 ? ImageFormat.unsignedShort(bytes, position) : bytes.getInt(position) & 0xffffffffL;
    }

    private static long count(ByteBuffer bytes, int entry) {
        return bytes.getInt(entry + 4) & 0xffffffffL;
    }

    private static long end(ByteBuffer bytes, int offsetsTag, int lengthsTag) {
        int offsets = entry(bytes, offsetsTag);
        int lengths = entry(bytes, lengthsTag);
        long end = 0;
        for (int i = 0; offsets > 0 && lengths > 0 && i < count(bytes, offsets); i++) {
            end = Math.max(end, element(bytes, offsets, i) + element(bytes, lengths, i));
        }
        return end;
    }
}
