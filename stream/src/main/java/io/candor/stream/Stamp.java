package io.candor.stream;

import io.candor.data.Image;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacv.Frame;

/**
 * A time drawn into a picture as black and white squares, so that it survives any encoder: what is measured with it
 * includes encoding, transport and decoding. Two rows of squares in the upper left corner hold the last 48 bits of the
 * microseconds since 1970 and 8 bits that check them.
 */
final class Stamp {

    private static final int SIDE = 16; // pixels of a square: one macroblock of H.264
    private static final int COLUMNS = 28;
    private static final int BITS = 56;
    private static final int CHECK = 8;
    private static final long MASK = (1L << (BITS - CHECK)) - 1;
    private static final byte BLACK = 16;
    private static final byte WHITE = (byte) 235;

    private Stamp() {}

    /** The wall clock in microseconds: shared by the processes of a machine. */
    static long now() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1000;
    }

    /** Draws a time into a picture of three bytes a pixel that is at least 448 x 32. */
    static void write(Frame picture, long micros) {
        ByteBuffer pixels = ((ByteBuffer) picture.image[0]).duplicate();
        long shortened = micros & MASK;
        long word = shortened << CHECK | check(shortened);
        byte[] square = new byte[SIDE * Image.CHANNELS];
        for (int bit = 0; bit < BITS; bit++) {
            java.util.Arrays.fill(square, (word >> bit & 1) == 0 ? BLACK : WHITE);
            for (int y = 0; y < SIDE; y++) {
                pixels.position((top(bit) + y) * picture.imageStride + left(bit) * Image.CHANNELS);
                pixels.put(square);
            }
        }
    }

    /**
     * How long before {@code now} the time drawn into the picture was, in microseconds; empty if there is none or it
     * cannot be read.
     */
    static OptionalLong age(Image image, long now) {
        if (image.width() < SIDE * COLUMNS || image.height() < 2 * SIDE) {
            return OptionalLong.empty();
        }
        long word = 0;
        for (int bit = 0; bit < BITS; bit++) {
            word |= (long) (level(image, bit) > 128 ? 1 : 0) << bit;
        }
        long micros = word >> CHECK;
        return check(micros) == (word & 0xff) ? OptionalLong.of(now - micros & MASK) : OptionalLong.empty();
    }

    /** Mean of the middle of a square: its rim may have been blurred. */
    private static int level(Image image, int bit) {
        int sum = 0;
        for (int y = SIDE / 4; y < SIDE * 3 / 4; y++) {
            for (int x = SIDE / 4; x < SIDE * 3 / 4; x++) {
                int pixel = (top(bit) + y) * image.width() + left(bit) + x;
                sum += image.bgr()[pixel * Image.CHANNELS + 1] & 0xff; // green carries most of the brightness
            }
        }
        return sum / (SIDE * SIDE / 4);
    }

    private static int top(int bit) {
        return bit / COLUMNS * SIDE;
    }

    private static int left(int bit) {
        return bit % COLUMNS * SIDE;
    }

    private static long check(long micros) {
        long folded = 0x5a; // neither all black nor all white is a time
        for (long rest = micros; rest != 0; rest >>>= 8) {
            folded ^= rest & 0xff;
        }
        return folded & 0xff;
    }
}
