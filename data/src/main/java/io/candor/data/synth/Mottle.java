package io.candor.data.synth;

/** Smooth random variation over the board, about -1 to 1: value noise on a coarse lattice plus the weave of the glass. */
final class Mottle {

    private static final int LATTICE = 8;

    private final double[] lattice = new double[(LATTICE + 1) * (LATTICE + 1)];
    private final double[] weaveX;
    private final double[] weaveY;
    private final int size;

    Mottle(int size, double weavePitch, Dice dice) {
        this.size = size;
        for (int i = 0; i < lattice.length; i++) {
            lattice[i] = dice.between(-1, 1);
        }
        weaveX = weave(weavePitch, dice.between(0, 6));
        weaveY = weave(weavePitch, dice.between(0, 6));
    }

    double at(int x, int y) {
        double u = x * (double) LATTICE / size;
        double v = y * (double) LATTICE / size;
        int i = ((int) v) * (LATTICE + 1) + (int) u;
        double fu = smooth(u - (int) u);
        double fv = smooth(v - (int) v);
        double upper = lattice[i] + fu * (lattice[i + 1] - lattice[i]);
        double lower = lattice[i + LATTICE + 1] + fu * (lattice[i + LATTICE + 2] - lattice[i + LATTICE + 1]);
        return upper + fv * (lower - upper) + 0.35 * weaveX[x] * weaveY[y];
    }

    private double[] weave(double pitch, double phase) {
        double[] wave = new double[size];
        for (int i = 0; i < size; i++) {
            wave[i] = Math.sin(phase + 2 * Math.PI * i / pitch);
        }
        return wave;
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }
}
