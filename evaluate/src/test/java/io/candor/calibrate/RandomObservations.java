package io.candor.calibrate;

import java.util.Random;

/** Claims of a miscalibrated detector, some of them with equal confidence. */
final class RandomObservations {

    private RandomObservations() {}

    /** Even seeds have targets 0 and 1, odd seeds anything between. */
    static Observations with(long seed, int size) {
        Random random = new Random(seed);
        double[] confidence = new double[size];
        double[] target = new double[size];
        for (int i = 0; i < size; i++) {
            double c = random.nextDouble();
            confidence[i] = random.nextInt(3) == 0 ? Math.rint(10 * c) / 10 : c;
            boolean right = random.nextDouble() < .1 + .7 * confidence[i] * confidence[i];
            target[i] = right ? (seed % 2 == 0 ? 1 : random.nextDouble()) : 0;
        }
        return new Observations(confidence, target);
    }
}
