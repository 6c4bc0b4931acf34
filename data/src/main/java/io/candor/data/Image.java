package io.candor.data;

/**
 * Decoded pixels on the Java heap: safe to share between threads, freed by the garbage collector.
 *
 * @param width pixels
 * @param height pixels
 * @param bgr {@code height * width * 3} bytes, row by row, blue green red (OpenCV's order)
 */
@SuppressWarnings("ArrayRecordComponent") // pixels are compared with Arrays.equals where a test needs it
public record Image(int width, int height, byte[] bgr) {

    public static final int CHANNELS = 3;

    public Image {
        if (width < 1 || height < 1 || bgr.length != (long) width * height * CHANNELS) {
            throw new IllegalArgumentException("an image of %d x %d needs %d bytes, got %d"
                    .formatted(width, height, (long) width * height * CHANNELS, bgr.length));
        }
    }

    /** A new image filled with one grey value. */
    public static Image filled(int width, int height, int grey) {
        byte[] bgr = new byte[width * height * CHANNELS];
        java.util.Arrays.fill(bgr, (byte) grey);
        return new Image(width, height, bgr);
    }
}
