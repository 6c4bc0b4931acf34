package io.candor.run.experiment;

import io.candor.metric.Bootstrap;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.Interval;
import io.candor.metric.Resampled;
import io.candor.run.experiment.Experiment.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Figures of several arms and how they differ from the first, with intervals over images: each resample of the images is
 * drawn once and every training judged by it; the trainings of an arm are averaged inside the resample. Seeds are not
 * resampled, for there are too few; each one's difference is kept instead.
 *
 * @param arms per arm its trainings, of the same number and order of seeds
 */
record PairedDifferences(List<List<Resampled>> arms, int images, BootstrapSettings settings) {

    /** Per figure, one cell for each arm. */
    List<List<Cell>> cells() {
        int[] once = new int[images];
        Arrays.fill(once, 1);
        double[][][] values = each(once);
        int figures = values[0][0].length;
        List<Interval> intervals = Bootstrap.intervals(images, weights -> flat(each(weights), figures), settings);
        List<List<Cell>> rows = new ArrayList<>();
        for (int f = 0; f < figures; f++) {
            List<Cell> row = new ArrayList<>();
            for (int a = 0; a < arms.size(); a++) {
                int at = 2 * (a * figures + f);
                row.add(new Cell(
                        mean(values[a], f),
                        intervals.get(at),
                        mean(values[a], f) - mean(values[0], f),
                        a == 0 ? Interval.UNKNOWN : intervals.get(at + 1),
                        perSeed(values[a], f)));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Per arm, per training, every figure. */
    private double[][][] each(int[] weights) {
        double[][][] values = new double[arms.size()][][];
        for (int a = 0; a < values.length; a++) {
            values[a] = arms.get(a).stream().map(run -> run.figures(weights)).toArray(double[][]::new);
        }
        return values;
    }

    /** Per arm and figure, its mean and its difference from the first arm's. */
    private static double[] flat(double[][][] values, int figures) {
        double[] flat = new double[2 * values.length * figures];
        for (int a = 0; a < values.length; a++) {
            for (int f = 0; f < figures; f++) {
                int at = 2 * (a * figures + f);
                flat[at] = mean(values[a], f);
                flat[at + 1] = flat[at] - mean(values[0], f);
            }
        }
        return flat;
    }

    private static double mean(double[][] runs, int figure) {
        return Arrays.stream(runs).mapToDouble(run -> run[figure]).average().orElse(Double.NaN);
    }

    private static List<Double> perSeed(double[][] runs, int figure) {
        return Arrays.stream(runs).map(run -> run[figure]).toList();
    }
}
