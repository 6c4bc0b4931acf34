package io.candor.data.read;

import java.nio.ByteBuffer;

/** JPEG and its multi-picture form MPO (ITU-T T.81, 1992, annex B): marker segments around entropy-coded data. */
final class JpegFormat implements ImageFormat {

    private static final int FRAME_FIRST = 0xc0;
    private static final int FRAME_LAST = 0xcf;
    private static final int HUFFMAN_TABLES = 0xc4;
    private static final int EXTENSION = 0xc8;
    private static final int ARITHMETIC_CONDITIONING = 0xcc;
    private static final int RESTART_FIRST = 0xd0;
    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int APPLICATION_1 = 0xe1;

    @Override
    public boolean recognises(ByteBuffer start) {
        return ImageFormat.startsWith(start, 0, "\u00ff\u00d8\u00ff");
    }

    @Override
    public Header header(ByteBuffer start) {
        Orientation orientation = Orientation.UPRIGHT;
        int position = 2;
        while (true) {
            position = marker(start, position);
            int marker = start.get(position) & 0xff;
            int body = position + 3;
            int length = ImageFormat.unsignedShort(start, position + 1) - 2;
            if (marker == APPLICATION_1 && ImageFormat.startsWith(start, body, "Exif\0\0")) {
                orientation = exif(start, body + 6, length - 6);
            } else if (isFrame(marker)) {
                int height = ImageFormat.unsignedShort(start, body + 1);
                return new Header(ImageFormat.unsignedShort(start, body + 3), height, orientation);
            } else if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
                return new Header(0, 0, orientation);
            }
            position = body + length;
        }
    }

    @Override
    public boolean ends(ByteBuffer tail) {
        int last = tail.limit() - 1;
        return last >= 1 && (tail.get(last - 1) & 0xff) == 0xff && (tail.get(last) & 0xff) == END_OF_IMAGE;
    }

    @Override
    public boolean endsEarly(ByteBuffer whole) {
        try {
            int position = 2;
            while (true) {
                position = marker(whole, position);
                int marker = whole.get(position) & 0xff;
                if (marker == END_OF_IMAGE) {
                    return true;
                }
                position += standsAlone(marker) ? 1 : 1 + ImageFormat.unsignedShort(whole, position + 1);
            }
        } catch (IndexOutOfBoundsException e) {
            return false; // ran past the last byte before the end marker
        }
    }

    /** Position of the next marker code: 0xff, then neither 0 (a stuffed data byte) nor 0xff (filling). */
    private static int marker(ByteBuffer bytes, int from) {
        int position = from;
        while (true) {
            if ((bytes.get(position++) & 0xff) == 0xff) {
                int code = bytes.get(position) & 0xff;
                if (code != 0 && code != 0xff) {
                    return position;
                }
            }
        }
    }

    private static boolean isFrame(int marker) {
        return marker >= FRAME_FIRST
                && marker <= FRAME_LAST
                && marker != HUFFMAN_TABLES
                && marker != EXTENSION
                && marker != ARITHMETIC_CONDITIONING;
    }

    private static boolean standsAlone(int marker) {
        return marker == 1 || (marker >= RESTART_FIRST && marker <= START_OF_IMAGE);
    }

    private static Orientation exif(ByteBuffer bytes, int position, int length) {
        bytes.get(position + length - 1); // the whole segment must be there
        return TiffFormat.orientation(bytes.slice(position, length));
    }
}
