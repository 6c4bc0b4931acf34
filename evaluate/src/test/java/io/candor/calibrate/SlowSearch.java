package io.candor.calibrate;

import java.util.function.ToDoubleFunction;

/** Minimises by trying a step along every direction of a grid around the best point, halving it when none helps. */
final class SlowSearch {

    private SlowSearch() {}

    static double[] minimise(ToDoubleFunction<double[]> function, double... start) {
        double[] best = start.clone();
        double lowest = function.applyAsDouble(best);
        for (double step = 1; step > 1e-6; ) {
            double[] improved = null;
            int directions = (int) Math.pow(3, start.length);
            for (int d = 0; d < directions; d++) {
                double[] tried = best.clone();
                for (int j = 0, rest = d; j < tried.length; j++, rest /= 3) {
                    tried[j] += step * (rest % 3 - 1);
                }
                double value = function.applyAsDouble(tried);
                if (value < lowest) {
                    lowest = value;
                    improved = tried;
                }
            }
            step = improved == null ? step / 2 : step;
            best = improved == null ? best : improved;
        }
        return best;
    }
}
