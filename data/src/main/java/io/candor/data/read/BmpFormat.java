package io.candor.data.read;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Windows bitmap: a file header of 14 bytes, an information header, rows padded to four bytes. */
final class BmpFormat implements ImageFormat {

    private static final int OS2_HEADER = 12;

    @Override
    public boolean recognises(ByteBuffer start) {
        return ImageFormat.startsWith(start, 0, "BM");
    }

    @Override
    public Header header(ByteBuffer start) {
        ByteBuffer bytes = ImageFormat.view(start, ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(14) == OS2_HEADER) {
            int height = ImageFormat.unsignedShort(bytes, 20);
            return new Header(ImageFormat.unsignedShort(bytes, 18), height, Orientation.UPRIGHT);
        }
        return new Header(bytes.getInt(18), Math.abs(bytes.getInt(22)), Orientation.UPRIGHT); // < 0: top row first
    }

    @Override
    public long leastLength(ByteBuffer start) {
        ByteBuffer bytes = ImageFormat.view(start, ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(14) == OS2_HEADER || bytes.getInt(30) != 0) {
            return 0; // run lengths: only decoding tells
        }
        long row = ((long) bytes.getInt(18) * ImageFormat.unsignedShort(bytes, 28) + 31) / 32 * 4;
        return bytes.getInt(10) + row * Math.abs(bytes.getInt(22));
    }
}
