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
        float[] row = new float[frame.width()];
        for (int channel = 0; channel < Image.CHANNELS; channel++) {
            int inPixel = Image.CHANNELS - 1 - channel; // stored blue first, wanted red first
            for (int y = 0; y < frame.height(); y++) {
                fill(row, picture, frame, y, inPixel);
                target.put(offset + channel * plane + y * row.length, row);
            }
        }
    }

    private static void fill(float[] row, Image picture, Letterbox frame, int y, int inPixel) {
        int sourceY = y - frame.top();
        if (sourceY < 0 || sourceY >= picture.height()) {
            Arrays.fill(row, UNIT[GREY]);
            return;
        }
        int left = frame.left();
        int right = left + picture.width();
        byte[] pixels = picture.bgr();
        Arrays.fill(row, 0, left, UNIT[GREY]);
        int from = sourceY * picture.width() * Image.CHANNELS + inPixel;
        for (int x = left; x < right; x++, from += Image.CHANNELS) {
            row[x] = UNIT[pixels[from] & 0xff];
        }
        Arrays.fill(row, right, row.length, UNIT[GREY]);
    }
}
