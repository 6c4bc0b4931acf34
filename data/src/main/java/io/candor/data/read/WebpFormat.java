package io.candor.data.read;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** WebP (RFC 9649, 2024): RIFF chunks; the first tells the size, an EXIF chunk may follow the pixels. */
final class WebpFormat implements ImageFormat {

    private static final int FIRST_CHUNK = 12;
    private static final int HAS_EXIF = 8;

    @Override
    public boolean recognises(ByteBuffer start) {
        return ImageFormat.startsWith(start, 0, "RIFF") && ImageFormat.startsWith(start, 8, "WEBP");
    }

    @Override
    public Header header(ByteBuffer start) {
        ByteBuffer bytes = ImageFormat.view(start, ByteOrder.LITTLE_ENDIAN);
        int body = FIRST_CHUNK + 8;
        bytes.get(body + 9);
        if (ImageFormat.startsWith(bytes, FIRST_CHUNK, "VP8X")) {
            Orientation turn = (bytes.get(body) & HAS_EXIF) == 0 ? Orientation.UPRIGHT : exif(bytes);
            return new Header(1 + threeBytes(bytes, body + 4), 1 + threeBytes(bytes, body + 7), turn);
        }
        if (ImageFormat.startsWith(bytes, FIRST_CHUNK, "VP8L")) {
            int sizes = bytes.getInt(body + 1); // 14 bits of width - 1, 14 bits of height - 1
            return new Header(1 + (sizes & 0x3fff), 1 + (sizes >>> 14 & 0x3fff), Orientation.UPRIGHT);
        }
        int width = ImageFormat.unsignedShort(bytes, body + 6) & 0x3fff;
        int height = ImageFormat.unsignedShort(bytes, body + 8) & 0x3fff;
        return new Header(width, height, Orientation.UPRIGHT);
    }

    @Override
    public long leastLength(ByteBuffer start) {
        return 8 + (ImageFormat.view(start, ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xffffffffL);
    }

    private static Orientation exif(ByteBuffer bytes) {
        int chunk = FIRST_CHUNK;
        while (!ImageFormat.startsWith(bytes, chunk, "EXIF")) {
            long length = bytes.getInt(chunk + 4) & 0xffffffffL;
            chunk = ImageFormat.offset(chunk + 8 + length + (length & 1));
            bytes.getInt(chunk + 4);
        }
        int length = bytes.getInt(chunk + 4);
        bytes.get(chunk + 7 + length);
        return TiffFormat.orientation(bytes.slice(chunk + 8, length));
    }

    private static int threeBytes(ByteBuffer bytes, int position) {
        return ImageFormat.unsignedShort(bytes, position) | (bytes.get(position + 2) & 0xff) << 16;
    }
}
