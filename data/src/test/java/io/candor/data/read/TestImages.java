package io.candor.data.read;

import io.candor.data.Image;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Files that ordinary writers do not make. */
final class TestImages {

    private TestImages() {}

    /** An uncompressed TIFF of one strip with an orientation tag. */
    static byte[] tiff(Image image, int orientation) {
        int entries = 10;
        int pixels = 8 + 2 + 12 * entries + 4 + 6;
        ByteBuffer out = ByteBuffer.allocate(pixels + image.bgr().length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {'I', 'I', 42, 0}).putInt(8).putShort((short) entries);
        entry(out, 256, 4, 1, image.width());
        entry(out, 257, 4, 1, image.height());
        entry(out, 258, 3, 3, pixels - 6);
        entry(out, 259, 3, 1, 1);
        entry(out, 262, 3, 1, 2);
        entry(out, 273, 4, 1, pixels);
        entry(out, 274, 3, 1, orientation);
        entry(out, 277, 3, 1, 3);
        entry(out, 278, 4, 1, image.height());
        entry(out, 279, 4, 1, image.bgr().length);
        out.putInt(0).putShort((short) 8).putShort((short) 8).putShort((short) 8);
        for (int i = 0; i < image.bgr().length; i += 3) {
            out.put(image.bgr()[i + 2]).put(image.bgr()[i + 1]).put(image.bgr()[i]);
        }
        return out.array();
    }

    private static void entry(ByteBuffer out, int tag, int type, int count, int value) {
        out.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }

    /** A PNG with an EXIF chunk before its pixels. */
    static byte[] png(Image image, int orientation) throws IOException {
        byte[] plain = ImageWriter.encode(image, "png");
        int afterHeader = 8 + 12 + 13;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, afterHeader);
        chunk(new DataOutputStream(out), "eXIf", TestData.exif(orientation));
        out.write(Arrays.copyOfRange(plain, afterHeader, plain.length));
        return out.toByteArray();
    }

    /** A WebP in the extended form: the pixels of a plain file, then an EXIF chunk. */
    static byte[] webp(Image image, int orientation) {
        byte[] plain = ImageWriter.encode(image, "webp");
        byte[] exif = TestData.exif(orientation);
        ByteBuffer out =
                ByteBuffer.allocate(plain.length + 18 + 8 + exif.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(latin("RIFF")).putInt(out.capacity() - 8).put(latin("WEBPVP8X")).putInt(10);
        out.putInt(8);
        for (int side : new int[] {image.width() - 1, image.height() - 1}) {
            out.put((byte) side).put((byte) (side >> 8)).put((byte) 0);
        }
        out.put(plain, 12, plain.length - 12);
        out.put(latin("EXIF")).putInt(exif.length).put(exif);
        return out.array();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void chunk(DataOutputStream out, String name, byte[] content) throws IOException {
        byte[] latin = latin(name);
        CRC32 crc = new CRC32();
        crc.update(latin);
        crc.update(content);
        out.writeInt(content.length);
        out.write(latin);
        out.write(content);
        out.writeInt((int) crc.getValue());
    }
}
