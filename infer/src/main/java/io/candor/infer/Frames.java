package io.candor.infer;

import io.candor.data.Image;
import io.candor.data.augment.Letterbox;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Pictures as the numbers a network takes: red, green and blue planes in [0, 1], grey around the picture. Buffers are
 * used again, since making one of five megabytes costs as much as filling it.
 */
final class Frames {

    private static final float[] UNIT = new float[256];
    private static final int GREY = 114;

    static {
        for (int i = 0; i < UNIT.length; i++) {
            UNIT[i] = i / 255f;
        }
    }

    private final Queue<FloatBuffer> idle = new ConcurrentLinkedQueue<>();

    /** A direct buffer with at least {@code numbers} of room, its limit there; to be given back. */
    FloatBuffer take(int numbers) {
        FloatBuffer buffer = idle.poll();
        if (buffer == null || buffer.capacity() < numbers) {
            buffer = ByteBuffer.allocateDirect(Math.multiplyExact(numbers, Float.BYTES))
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
        return buffer.clear().limit(numbers);
    }

    void giveBack(FloatBuffer buffer) {
        idle.add(buffer);
    }

    /** Writes {@code picture}, of the letterbox's scale, in its frame at {@code offset}: 3 planes of the frame's size. */
    static void write(Image picture, Letterbox frame, FloatBuffer target, int offset) {
        int plane = frame.width() * frame.height();
        float[][] rows = new float[Image.CHANNELS][frame.width()]; // red, green, blue
        for (float[] row : rows) {
            Arrays.fill(row, UNIT[GREY]);
        }
        float[] empty = rows[0].clone();
        for (int y = 0; y < frame.height(); y++) {
            int sourceY = y - frame.top();
            boolean inside = sourceY >= 0 && sourceY < picture.height();
            if (inside) {
                fill(rows, picture, sourceY, frame.left());
            }
            for (int channel = 0; channel < Image.CHANNELS; channel++) {
                target.put(offset + channel * plane + y * empty.length, inside ? rows[channel] : empty);
            }
        }
    }

    private static void fill(float[][] rows, Image picture, int y, int left) {
        float[] red = rows[0];
        float[] green = rows[1];
        float[] blue = rows[2];
        byte[] pixels = picture.bgr();
        int right = left + picture.width();
        int from = y * picture.width() * Image.CHANNELS;
        for (int x = left; x < right; x++, from += Image.CHANNELS) {
            blue[x] = UNIT[pixels[from] & 0xff];
            green[x] = UNIT[pixels[from + 1] & 0xff];
            red[x] = UNIT[pixels[from + 2] & 0xff];
        }
    }
}
