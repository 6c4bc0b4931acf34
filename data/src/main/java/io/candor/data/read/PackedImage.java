package io.candor.data.read;

import io.candor.data.Image;

/**
 * A picture inside the bytes of a large file.
 *
 * @param file its bytes, shared by all its pictures
 * @param offset of the picture's first byte
 * @param size in pixels
 * @param planes one after the other, each row by row: 1 for grey, 3 for red, green, blue
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are shared and never compared
public record PackedImage(byte[] file, int offset, Size size, int planes) {

    /** Its pixels; grey ones three times. */
    public Image image() {
        int pixels = size.width() * size.height();
        byte[] bgr = new byte[pixels * Image.CHANNELS];
        for (int i = 0; i < pixels; i++) {
            for (int channel = 0; channel < Image.CHANNELS; channel++) {
                int plane = planes == 1 ? 0 : planes - 1 - channel; // blue comes last in the file and first here
                bgr[i * Image.CHANNELS + channel] = file[offset + plane * pixels + i];
            }
        }
        return new Image(size.width(), size.height(), bgr);
    }
}
