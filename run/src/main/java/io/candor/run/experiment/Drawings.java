package io.candor.run.experiment;

import io.candor.metric.Interval;
import io.candor.run.experiment.Experiment.Arm;
import io.candor.run.experiment.Experiment.Bin;
import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.Experiment.Cell;
import io.candor.run.experiment.Experiment.Curve;
import io.candor.run.experiment.Experiment.Row;
import io.candor.run.experiment.Sketch.Anchor;
import io.candor.run.experiment.Sketch.Ink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The drawings of a block. */
final class Drawings {

    private static final double WIDTH = 460;
    private static final double RIGHT = 14;

    private final Block block;

    Drawings(Block block) {
        this.block = block;
    }

    // ---- differences

    /** Per figure that has intervals: each arm's difference from the first, its interval, and the seeds. */
    List<Sketch> differences() {
        return block.rows().stream()
                .filter(row -> row.cells().stream()
                        .anyMatch(cell -> cell.differenceInterval().isKnown()))
                .map(this::differences)
                .toList();
    }

    private Sketch differences(Row row) {
        int others = row.cells().size() - 1;
        double left = 130;
        double step = 30;
        double bottom = 14 + step * others;
        Sketch sketch = new Sketch(title(row), WIDTH, bottom + 34);
        double[] range = range(row);
        Scale x = new Scale(range[0], range[1], left, WIDTH - RIGHT);
        for (double tick : ticks(range[0], range[1], 5)) {
            sketch.line(x.at(tick), 8, x.at(tick), bottom, Ink.GRID);
            sketch.text(x.at(tick), bottom + 18, Anchor.MIDDLE, Ink.TEXT, tick(tick, range[1] - range[0]));
        }
        sketch.line(x.at(0), 4, x.at(0), bottom, Ink.AXIS);
        for (int a = 1; a <= others; a++) {
            double y = 8 + step * (a - 0.5);
            Cell cell = row.cells().get(a);
            sketch.text(
                    left - 10,
                    y + 4,
                    Anchor.END,
                    Ink.TEXT,
                    shortened(block.arms().get(a).name(), 18));
            if (cell.differenceInterval().isKnown()) {
                Interval interval = cell.differenceInterval();
                sketch.line(x.at(interval.low()), y, x.at(interval.high()), y, a, 3);
                sketch.dot(x.at(cell.difference()), y, 5, a, 1);
            }
            if (cell.perSeed().size() > 1) {
                for (double one : cell.differences(row.cells().get(0))) {
                    if (!Double.isNaN(one)) {
                        sketch.dot(x.at(one), y + 9, 2.5, a, .8);
                    }
                }
            }
        }
        return sketch;
    }

    private static String title(Row row) {
        String better = row.figure().better().words();
        return row.figure() + (better.isEmpty() ? "" : ", " + better);
    }

    /** From the lowest to the highest of intervals and seeds, zero included. */
    private static double[] range(Row row) {
        double[] shown = row.cells().stream()
                .flatMapToDouble(cell -> DoubleStream.concat(
                        DoubleStream.of(
                                cell.differenceInterval().low(),
                                cell.differenceInterval().high()),
                        cell.differences(row.cells().get(0)).stream().mapToDouble(d -> d)))
                .filter(Double::isFinite)
                .toArray();
        double low = Math.min(0, DoubleStream.of(shown).min().orElse(0));
        double high = Math.max(0, DoubleStream.of(shown).max().orElse(0));
        double margin = Math.max(.05 * (high - low), 1e-6);
        return new double[] {low - margin, high + margin};
    }

    // ---- curves

    /** Per column: every training as a thin line, each arm's mean as a thick one. */
    List<Sketch> curves() {
        List<Sketch> sketches = new ArrayList<>();
        for (int c = 0; c < block.arms().get(0).curves().size(); c++) {
            int column = c;
            List<Curve> curves =
                    block.arms().stream().map(arm -> arm.curves().get(column)).toList();
            sketches.add(curves(curves));
        }
        return sketches;
    }

    private static Sketch curves(List<Curve> curves) {
        double height = 280;
        String column = curves.get(0).column();
        String own = column.endsWith("loss") ? ", each arm by its own targets" : "";
        Sketch sketch = new Sketch(column + " after each epoch" + own, WIDTH, height);
        List<List<Double>> all =
                curves.stream().flatMap(curve -> curve.perSeed().stream()).toList();
        int epochs = Math.max(2, all.stream().mapToInt(List::size).max().orElse(2));
        double[] values = all.stream()
                .flatMap(List::stream)
                .mapToDouble(v -> v)
                .filter(Double::isFinite)
                .toArray();
        double low = DoubleStream.of(values).min().orElse(0);
        double high = Math.max(low + 1e-6, DoubleStream.of(values).max().orElse(1));
        Scale x = new Scale(1, epochs, 52, WIDTH - RIGHT);
        Scale y = new Scale(low, high, height - 38, 12);
        for (double tick : ticks(low, high, 5)) {
            sketch.line(52, y.at(tick), WIDTH - RIGHT, y.at(tick), Ink.GRID);
            sketch.text(46, y.at(tick) + 4, Anchor.END, Ink.TEXT, tick(tick, high - low));
        }
        for (double tick : ticks(1, epochs, 7)) {
            if (tick == Math.rint(tick)) {
                sketch.text(x.at(tick), height - 20, Anchor.MIDDLE, Ink.TEXT, "%.0f".formatted(tick));
            }
        }
        sketch.text((52 + WIDTH - RIGHT) / 2, height - 4, Anchor.MIDDLE, Ink.TEXT, "epoch");
        for (int a = 0; a < curves.size(); a++) {
            boolean several = curves.get(a).perSeed().size() > 1;
            for (List<Double> path : several ? curves.get(a).perSeed() : List.<List<Double>>of()) {
                sketch.path(points(path, x, y), a, 1, .35);
            }
        }
        for (int a = 0; a < curves.size(); a++) {
            sketch.path(points(curves.get(a).mean(), x, y), a, 2.2, 1);
        }
        return sketch;
    }

    private static List<Double> points(List<Double> values, Scale x, Scale y) {
        List<Double> points = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (Double.isFinite(values.get(i))) {
                points.add(x.at(i + 1));
                points.add(y.at(values.get(i)));
            }
        }
        return points;
    }

    // ---- confidence

    /** Per arm: share of right claims over confidence; bars on the diagonal are honest. */
    List<Sketch> reliability() {
        List<Sketch> sketches = new ArrayList<>();
        for (int a = 0; a < block.arms().size(); a++) {
            sketches.add(reliability(block.arms().get(a), a));
        }
        return sketches;
    }

    private static Sketch reliability(Arm arm, int color) {
        double side = 320;
        Sketch sketch = new Sketch("Reliability, " + arm.name(), side, side);
        Scale x = new Scale(0, 1, 42, side - RIGHT);
        Scale y = new Scale(0, 1, side - 38, 10);
        for (int i = 0; i <= 5; i++) {
            double tick = i / 5.;
            sketch.line(42, y.at(tick), side - RIGHT, y.at(tick), Ink.GRID);
            sketch.text(36, y.at(tick) + 4, Anchor.END, Ink.TEXT, String.format(Locale.ROOT, "%.1f", tick));
            sketch.text(x.at(tick), side - 20, Anchor.MIDDLE, Ink.TEXT, String.format(Locale.ROOT, "%.1f", tick));
        }
        for (Bin bin : arm.bins()) {
            if (bin.count() > 0) {
                double top = y.at(bin.precision());
                sketch.box(x.at(bin.low()) + 1, top, x.at(bin.high()) - x.at(bin.low()) - 2, y.at(0) - top, color, .45);
            }
        }
        sketch.line(x.at(0), y.at(0), x.at(1), y.at(1), Ink.IDEAL);
        for (Bin bin : arm.bins()) {
            if (bin.count() > 0) {
                sketch.dot(x.at(bin.meanConfidence()), y.at(bin.precision()), 3.5, color, 1);
            }
        }
        sketch.text((42 + side - RIGHT) / 2, side - 4, Anchor.MIDDLE, Ink.TEXT, "confidence");
        return sketch;
    }

    /** Per arm: how many right (upwards) and wrong (downwards) claims there are per confidence, on one scale. */
    List<Sketch> histograms() {
        double most = block.arms().stream()
                .flatMap(arm -> Stream.concat(arm.right().stream(), arm.wrong().stream()))
                .mapToDouble(count -> count)
                .max()
                .orElse(0);
        List<Sketch> sketches = new ArrayList<>();
        for (int a = 0; a < block.arms().size(); a++) {
            sketches.add(histogram(block.arms().get(a), a, Math.max(1, most)));
        }
        return sketches;
    }

    private static Sketch histogram(Arm arm, int color, double most) {
        double width = 320;
        double height = 210;
        Sketch sketch = new Sketch("Confidence of right and wrong, " + arm.name(), width, height);
        Scale x = new Scale(0, 1, 46, width - RIGHT);
        Scale y = new Scale(-most, most, height - 38, 10);
        int bins = arm.right().size();
        for (int b = 0; b < bins; b++) {
            double left = x.at(b / (double) bins) + .7;
            double bar = x.at((b + 1.) / bins) - left - .7;
            double up = y.at(arm.right().get(b));
            double down = y.at(-arm.wrong().get(b));
            sketch.box(left, up, bar, y.at(0) - up, color, 1);
            sketch.box(left, y.at(0), bar, down - y.at(0), color, .4);
        }
        sketch.line(x.at(0), y.at(0), x.at(1), y.at(0), Ink.AXIS);
        sketch.text(42, y.at(most) + 10, Anchor.END, Ink.TEXT, "%.0f".formatted(most));
        sketch.text(42, y.at(-most), Anchor.END, Ink.TEXT, "%.0f".formatted(most));
        sketch.text(52, y.at(most) + 10, Anchor.START, Ink.TEXT, "right ↑");
        sketch.text(52, y.at(-most) - 2, Anchor.START, Ink.TEXT, "wrong ↓");
        for (int i = 0; i <= 5; i++) {
            sketch.text(x.at(i / 5.), height - 20, Anchor.MIDDLE, Ink.TEXT, String.format(Locale.ROOT, "%.1f", i / 5.));
        }
        sketch.text((46 + width - RIGHT) / 2, height - 4, Anchor.MIDDLE, Ink.TEXT, "confidence");
        return sketch;
    }

    // ---- classes

    /** One bar per arm for each class. */
    Sketch classes(String what) {
        Map<String, Double> first = block.arms().get(0).perClass();
        double bar = 12;
        double row = bar * block.arms().size() + 14;
        double left = 120;
        Sketch sketch = new Sketch(what, WIDTH, 12 + row * first.size());
        Scale x = new Scale(0, 1, left, WIDTH - 60);
        double top = 6;
        for (String name : first.keySet()) {
            sketch.text(left - 8, top + row / 2, Anchor.END, Ink.TEXT, shortened(name, 16));
            for (int a = 0; a < block.arms().size(); a++) {
                double value = block.arms().get(a).perClass().getOrDefault(name, Double.NaN);
                double y = top + bar * a;
                sketch.box(left, y, x.at(Double.isNaN(value) ? 0 : value) - left, bar - 1.5, a, 1);
                sketch.text(
                        x.at(Double.isNaN(value) ? 0 : value) + 6,
                        y + bar - 2,
                        Anchor.START,
                        Ink.TEXT,
                        Numbers.plain(value));
            }
            top += row;
        }
        return sketch;
    }

    // ---- scales

    /** Where a value lies between two ends of a drawing. */
    private record Scale(double low, double high, double from, double to) {
        double at(double value) {
            return from + (value - low) / (high - low) * (to - from);
        }
    }

    /** Multiples of a round step (1, 2 or 5 times a power of ten) inside a range. */
    private static List<Double> ticks(double low, double high, int parts) {
        double rough = (high - low) / parts;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / power;
        double step = power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private static String tick(double value, double size) {
        int digits = (int) Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(size))));
        return String.format(Locale.ROOT, "%." + digits + "f", value == 0 ? 0. : value)
                .replace('-', '−');
    }

    private static String shortened(String name, int length) {
        return name.length() <= length ? name : name.substring(0, length - 1) + "…";
    }
}
