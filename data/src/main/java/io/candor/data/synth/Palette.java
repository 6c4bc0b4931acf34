package io.candor.data.synth;

import java.util.List;

/**
 * Colours of a board as red, green, blue, 0 to 255.
 *
 * @param laminate solder mask over laminate
 * @param copper solder mask over copper
 * @param finish bare pads, plated
 * @param silk printing
 */
@SuppressWarnings("ArrayRecordComponent") // constants, never compared
record Palette(double[] laminate, double[] copper, double[] finish, double[] silk) {

    /** Laminate without solder mask, seen as a rim around pads. */
    static final double[] BARE = {146, 128, 84};

    static final double[] HOLE = {24, 21, 18};

    private static final double[] GOLD = {214, 176, 92};
    private static final double[] SILVER = {192, 197, 200};
    private static final double[] WHITE = {226, 230, 222};

    /** Green most often, as in the world. */
    private static final List<double[][]> MASKS = List.of(
            mask(12, 70, 44, 46, 136, 82),
            mask(12, 70, 44, 46, 136, 82),
            mask(10, 56, 44, 36, 114, 84),
            mask(22, 88, 36, 70, 156, 74),
            mask(14, 42, 98, 50, 100, 172),
            mask(12, 52, 84, 44, 112, 150),
            mask(108, 22, 26, 178, 60, 52),
            mask(28, 30, 34, 72, 76, 82),
            mask(54, 26, 82, 106, 66, 146));

    /** @param contrast between copper and laminate, 1 being ordinary */
    static Palette choose(double contrast, Dice dice) {
        double[][] mask = dice.pick(MASKS);
        double[] copper = new double[3];
        double bend = contrast * dice.between(0.9, 1.1);
        for (int c = 0; c < 3; c++) {
            copper[c] = mask[0][c] + bend * (mask[1][c] - mask[0][c]);
        }
        return new Palette(mask[0], copper, dice.chance(0.6) ? GOLD : SILVER, WHITE);
    }

    private static double[][] mask(double... c) {
        return new double[][] {{c[0], c[1], c[2]}, {c[3], c[4], c[5]}};
    }
}
