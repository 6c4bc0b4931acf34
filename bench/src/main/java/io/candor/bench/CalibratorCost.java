package io.candor.bench;

import io.candor.calibrate.Beta;
import io.candor.calibrate.Fit;
import io.candor.calibrate.Isotonic;
import io.candor.calibrate.Observations;
import io.candor.calibrate.Platt;
import java.util.Random;
import java.util.function.Function;

/** Prints how long fits take: by default of ten million observations, half of them with one of 1,000 confidences. */
public final class CalibratorCost {

    private CalibratorCost() {}

    public static void main(String[] arguments) {
        int size = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000_000;
        Random random = new Random(1);
        double[] confidence = new double[size];
        double[] target = new double[size];
        for (int i = 0; i < size; i++) {
            double drawn = random.nextDouble();
            confidence[i] = i % 2 == 0 ? drawn : Math.rint(1000 * drawn) / 1000;
            target[i] = random.nextDouble() < drawn * drawn ? 1 : 0;
        }
        Observations observations = new Observations(confidence, target);
        print("isotonic", Isotonic::fit, observations);
        print("Platt", Platt::fit, observations);
        print("beta", Beta::fit, observations);
    }

    private static void print(String name, Function<Observations, Fit> fit, Observations observations) {
        long start = System.nanoTime();
        double loss = fit.apply(observations).loss();
        System.out.printf(
                "%s, %d observations: %.2f s, loss %.4f%n",
                name, observations.size(), (System.nanoTime() - start) / 1e9, loss);
    }
}
