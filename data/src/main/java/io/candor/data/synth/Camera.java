package io.candor.data.synth;

import io.candor.data.Image;
import java.util.SplittableRandom;

/** What the sensor makes of the scene: uneven light, a lens that is not quite sharp, noise. */
final class Camera {

    private static final int NOISE = 1 << 12;
    private static final float[] GAUSSIAN = gaussian();

    private final double[] gain = new double[3];
    private final double slopeX;
    private final double slopeY;
    private final double spotX;
    private final double spotY;
    private final double spot;
    private final double vignette;
    private final float softness;
    private final float noise;
    private final Dice dice;

    /** @param difficulty 0 (sharp, clean) to 1 (soft, noisy, unevenly lit) */
    Camera(double difficulty, Dice dice) {
        this.dice = dice;
        double exposure = dice.between(0.92, 1.12);
        for (int c = 0; c < 3; c++) {
            gain[c] = exposure * dice.between(0.97, 1.03);
        }
        double slope = 0.1 + 0.25 * difficulty;
        slopeX = dice.between(-slope, slope);
        slopeY = dice.between(-slope, slope);
        spotX = dice.between(0, 1);
        spotY = dice.between(0, 1);
        spot = dice.between(0, 0.22);
        vignette = dice.between(0.02, 0.14);
        softness = (float) (0.25 + 0.7 * difficulty * dice.between(0.7, 1));
        noise = (float) ((1.6 + 6 * difficulty) * dice.between(0.7, 1.2));
    }

    /** @param rgb one int per pixel, as in {@code TYPE_INT_RGB} */
    Image take(int[] rgb, int size) {
        float[] light = light(size);
        byte[] bgr = new byte[size * size * Image.CHANNELS];
        float[] scene = new float[size * size];
        float[] rows = new float[size * size];
        long state = dice.seed() | 1;
        for (int channel = 0; channel < 3; channel++) {
            int shift = 16 - 8 * channel;
            float factor = (float) gain[channel];
            for (int i = 0; i < scene.length; i++) {
                scene[i] = (rgb[i] >> shift & 0xff) * light[i] * factor;
            }
            blurRows(scene, rows, size);
            state = develop(rows, bgr, 2 - channel, size, state);
        }
        return new Image(size, size, bgr);
    }

    private float[] light(int size) {
        float[] light = new float[size * size];
        for (int y = 0; y < size; y++) {
            double v = (y + 0.5) / size;
            for (int x = 0; x < size; x++) {
                double u = (x + 0.5) / size;
                double toSpot = (u - spotX) * (u - spotX) + (v - spotY) * (v - spotY);
                double toCenter = (u - 0.5) * (u - 0.5) + (v - 0.5) * (v - 0.5);
                light[y * size + x] = (float) (1
                        + slopeX * (u - 0.5)
                        + slopeY * (v - 0.5)
                        + spot / (1 + 14 * toSpot)
                        - 2 * vignette * toCenter);
            }
        }
        return light;
    }

    /** The weights 1 2 1 over 4, blended with the sharp picture. */
    private void blurRows(float[] from, float[] to, int size) {
        for (int y = 0; y < size; y++) {
            int row = y * size;
            for (int x = 0; x < size; x++) {
                int before = row + Math.max(0, x - 1);
                int after = row + Math.min(size - 1, x + 1);
                to[row + x] = soft(from[before], from[row + x], from[after]);
            }
        }
    }

    private long develop(float[] rows, byte[] bgr, int channel, int size, long seed) {
        long state = seed;
        for (int y = 0; y < size; y++) {
            int above = Math.max(0, y - 1) * size;
            int below = Math.min(size - 1, y + 1) * size;
            for (int x = 0; x < size; x++) {
                state ^= state << 13; // xorshift64 (Marsaglia 2003)
                state ^= state >>> 7;
                state ^= state << 17;
                int i = y * size + x;
                float value = soft(rows[above + x], rows[i], rows[below + x]);
                // Photon noise grows with the square root of the light; half of ours does, roughly.
                float grain = noise * (0.7f + 0.6f * value / 255) * GAUSSIAN[(int) (state >>> 52)];
                bgr[3 * i + channel] = (byte) Math.max(0, Math.min(255, Math.round(value + grain)));
            }
        }
        return state;
    }

    private float soft(float before, float middle, float after) {
        return middle + softness * (0.25f * (before + after) - 0.5f * middle);
    }

    private static float[] gaussian() {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[NOISE];
        for (int i = 0; i < NOISE; i += 2) { // Box and Muller 1958
            double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
            double angle = 2 * Math.PI * random.nextDouble();
            values[i] = (float) (radius * Math.cos(angle));
            values[i + 1] = (float) (radius * Math.sin(angle));
        }
        return values;
    }
}
