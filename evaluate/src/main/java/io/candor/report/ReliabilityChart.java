package io.candor.report;

import io.candor.metric.CalibrationError;
import io.candor.metric.Reliability;
import io.candor.metric.ReliabilityBin;
import io.candor.report.Plot.Align;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Locale;

/**
 * The reliability diagram (Guo et al. 2017, figure 1): in each bin of confidence the share of right detections with
 * its 95 % interval against the diagonal, and below how many detections the bin holds.
 */
final class ReliabilityChart {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 780;
    private static final Color OVER = new Color(0xF0B48C);
    private static final Color UNDER = new Color(0x8FD3BC);
    private static final Color BAR = new Color(0x7FB4D6);

    private ReliabilityChart() {}

    static BufferedImage of(CalibrationError error) {
        return paint(title(error), subtitle(error.pooled(), error), error.pooled(), outcome(error));
    }

    /**
     * A part of the detections.
     *
     * @param name of the part
     * @param error whose settings hold for it
     */
    static BufferedImage of(String name, Reliability part, CalibrationError error) {
        String title = "Reliability, %s: D-ECE %s".formatted(name, ChartStyle.number(part.error()));
        return paint(title, subtitle(part, error), part, outcome(error));
    }

    /**
     * Predictions of a classifier.
     *
     * @param name of the part, or when they were judged
     * @param bins rule of the bins' edges, in words
     */
    static BufferedImage of(String name, Reliability part, String bins) {
        String facts = "%d bins, %s, %d predictions, mean confidence %s, accuracy %s"
                .formatted(
                        part.bins().size(),
                        bins,
                        part.count(),
                        ChartStyle.number(part.meanConfidence()),
                        ChartStyle.number(part.meanOutcome()));
        return paint("Reliability%s: ECE %s".formatted(name, ChartStyle.number(part.error())), facts, part, "Accuracy");
    }

    private static String outcome(CalibrationError error) {
        return error.settings().outcome() == io.candor.metric.CalibrationSettings.Outcome.IOU
                ? "Mean IoU"
                : "Precision";
    }

    private static BufferedImage paint(String title, String facts, Reliability part, String outcome) {
        return ChartStyle.paint(WIDTH, HEIGHT, g -> {
            Plot.text(g, title, WIDTH / 2d, 30, ChartStyle.TITLE, Align.CENTER, ChartStyle.INK);
            Plot.text(g, facts, WIDTH / 2d, 50, ChartStyle.TICK, Align.CENTER, ChartStyle.FAINT);
            legend(g);
            reliability(g, part, outcome);
            counts(g, part);
        });
    }

    private static String title(CalibrationError error) {
        return "Reliability: %s %s"
                .formatted(
                        error.definition().metric(),
                        ChartStyle.number(error.expected().value()));
    }

    private static String subtitle(Reliability part, CalibrationError error) {
        return "%d bins, IoU %s, confidence floor %s, %d detections, mean confidence %s, mean outcome %s"
                .formatted(
                        error.settings().bins(),
                        error.settings().iou(),
                        error.settings().confidenceFloor(),
                        part.count(),
                        ChartStyle.number(part.meanConfidence()),
                        ChartStyle.number(part.meanOutcome()));
    }

    private static void legend(Graphics2D g) {
        swatch(g, 82, BAR, "share that is right");
        swatch(g, 262, OVER, "over-confident");
        swatch(g, 382, UNDER, "under-confident");
        Plot.text(g, "\u2336  95 % interval", 512, 78, ChartStyle.TICK, Align.LEFT, ChartStyle.INK);
        Plot.text(g, "- -  perfectly calibrated", 606, 78, ChartStyle.TICK, Align.LEFT, ChartStyle.INK);
    }

    private static void swatch(Graphics2D g, int x, Color color, String text) {
        g.setColor(color);
        g.fillRect(x, 68, 14, 12);
        Plot.text(g, text, x + 20, 78, ChartStyle.TICK, Align.LEFT, ChartStyle.INK);
    }

    private static void reliability(Graphics2D g, Reliability pooled, String outcome) {
        Plot plot =
                new Plot(g, new Rectangle2D.Double(82, 96, WIDTH - 82 - 36, 420), new Rectangle2D.Double(0, 0, 1, 1));
        plot.horizontalGrid(.2, "%.1f");
        for (ReliabilityBin bin : pooled.bins()) {
            if (!bin.isEmpty()) {
                double inset = .06 * (bin.high() - bin.low());
                Color gap = bin.gap() > 0 ? OVER : UNDER;
                plot.bar(bin.low() + inset, bin.high() - inset, 0, bin.meanOutcome(), BAR);
                plot.bar(bin.low() + inset, bin.high() - inset, bin.meanOutcome(), bin.meanConfidence(), gap);
                double middle = (bin.low() + bin.high()) / 2;
                plot.segment(
                        bin.low() + inset,
                        bin.meanOutcome(),
                        bin.high() - inset,
                        bin.meanOutcome(),
                        ChartStyle.RIGHT,
                        2);
                plot.whisker(middle, bin.lowest(), bin.highest(), ChartStyle.INK);
            }
        }
        plot.dashed(0, 0, 1, 1, ChartStyle.FAINT);
        plot.baseline();
        plot.verticalTicks(.1, "%.1f");
        plot.yTitle(outcome);
    }

    private static void counts(Graphics2D g, Reliability pooled) {
        int most = pooled.bins().stream().mapToInt(ReliabilityBin::count).max().orElse(1);
        double step = Math.max(1, Plot.roundStep(Math.max(1, most) * 1.12, 4));
        double top = Math.max(step, Math.ceil(most * 1.12 / step) * step);
        Plot plot = new Plot(
                g, new Rectangle2D.Double(82, 566, WIDTH - 82 - 36, 150), new Rectangle2D.Double(0, 0, 1, top));
        plot.horizontalGrid(step, "%.0f");
        for (ReliabilityBin bin : pooled.bins()) {
            double inset = .06 * (bin.high() - bin.low());
            plot.bar(bin.low() + inset, bin.high() - inset, 0, bin.count(), new Color(0x9AA5AE));
            String count = String.format(Locale.ROOT, "%,d", bin.count());
            double middle = plot.x((bin.low() + bin.high()) / 2);
            if (pooled.bins().size() <= 15) {
                plot.text(count, middle, plot.y(bin.count()) - 4, ChartStyle.TICK, Align.CENTER);
            }
        }
        plot.baseline();
        plot.verticalTicks(.1, "%.1f");
        plot.yTitle("Count");
        plot.xTitle("Confidence");
    }
}
