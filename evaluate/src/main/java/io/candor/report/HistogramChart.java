package io.candor.report;

import io.candor.metric.ConfidenceHistogram;
import io.candor.report.Plot.Align;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** How confident right and wrong detections are: two histograms back to back. */
final class HistogramChart {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 600;
    private static final int BINS = ConfidenceHistogram.BINS;

    private HistogramChart() {}

    static BufferedImage of(ConfidenceHistogram histogram) {
        return ChartStyle.paint(WIDTH, HEIGHT, g -> {
            Plot.text(
                    g,
                    "Confidence of right and wrong " + noun(histogram),
                    WIDTH / 2d,
                    30,
                    ChartStyle.TITLE,
                    Align.CENTER,
                    ChartStyle.INK);
            String facts = Double.isNaN(histogram.iou())
                    ? "all predictions"
                    : "IoU %s, confidence floor %s".formatted(histogram.iou(), histogram.confidenceFloor());
            Plot.text(g, facts, WIDTH / 2d, 50, ChartStyle.TICK, Align.CENTER, ChartStyle.FAINT);
            double step = step(histogram);
            double top = step * Math.ceil(most(histogram) / step);
            draw(
                    g,
                    92,
                    top,
                    step,
                    histogram.right(),
                    histogram.meanRight(),
                    ChartStyle.RIGHT,
                    "right",
                    noun(histogram));
            draw(
                    g,
                    340,
                    top,
                    step,
                    histogram.wrong(),
                    histogram.meanWrong(),
                    ChartStyle.WRONG,
                    "wrong",
                    noun(histogram));
        });
    }

    private static String noun(ConfidenceHistogram histogram) {
        return Double.isNaN(histogram.iou()) ? "predictions" : "detections";
    }

    private static void draw(
            Graphics2D g,
            int y,
            double top,
            double step,
            int[] counts,
            double mean,
            Color color,
            String name,
            String noun) {
        Plot plot =
                new Plot(g, new Rectangle2D.Double(86, y, WIDTH - 86 - 30, 180), new Rectangle2D.Double(0, 0, 1, top));
        plot.horizontalGrid(step, "%.0f");
        for (int b = 0; b < BINS; b++) {
            plot.bar((b + .06) / BINS, (b + .94) / BINS, 0, counts[b], color);
        }
        plot.baseline();
        plot.verticalTicks(.1, "%.1f");
        plot.yTitle(noun.substring(0, 1).toUpperCase(Locale.ROOT) + noun.substring(1));
        if (!Double.isNaN(mean)) {
            plot.dashed(mean, 0, mean, top, ChartStyle.INK);
        }
        String label = "%s: %,d %s, mean confidence %s (dashed)"
                .formatted(name, Arrays.stream(counts).sum(), noun, ChartStyle.number(mean));
        Plot.text(g, label, 86, y - 10, ChartStyle.LABEL, Align.LEFT, color.darker());
        if (name.equals("wrong")) {
            plot.xTitle("Confidence");
        }
    }

    private static double most(ConfidenceHistogram histogram) {
        return 1.15
                * Math.max(
                        1,
                        IntStream.concat(Arrays.stream(histogram.right()), Arrays.stream(histogram.wrong()))
                                .max()
                                .orElse(1));
    }

    private static double step(ConfidenceHistogram histogram) {
        return Math.max(1, Plot.roundStep(most(histogram), 4));
    }
}
