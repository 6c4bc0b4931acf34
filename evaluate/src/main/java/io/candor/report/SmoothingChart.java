package io.candor.report;

import io.candor.data.target.Smoothing;
import io.candor.data.target.SmoothingEffect;
import io.candor.data.target.SmoothingFacts;
import io.candor.report.Plot.Align;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;

/** What a smoothing factor does, in four panels: targets, loss, gradient, and the cap over all factors. */
public final class SmoothingChart {

    private static final int WIDTH = 1080;
    private static final int HEIGHT = 860;
    private static final int POINTS = 400;

    /** More bars would be too thin to read. */
    private static final int BARS = 12;

    private static final Color PLAIN = ChartStyle.FAINT;
    private static final Color SMOOTHED = ChartStyle.RIGHT;

    private static final Rectangle2D TOP_LEFT = new Rectangle2D.Double(80, 110, 420, 270);
    private static final Rectangle2D TOP_RIGHT = new Rectangle2D.Double(620, 110, 420, 270);
    private static final Rectangle2D BOTTOM_LEFT = new Rectangle2D.Double(80, 510, 420, 270);
    private static final Rectangle2D BOTTOM_RIGHT = new Rectangle2D.Double(620, 510, 420, 270);

    private final Graphics2D graphics;
    private final SmoothingEffect smoothed;
    private final SmoothingEffect plain;

    private SmoothingChart(Graphics2D graphics, SmoothingEffect effect) {
        this.graphics = graphics;
        this.smoothed = effect;
        this.plain = new SmoothingEffect(new Smoothing.None(), effect.classes(), effect.activation());
    }

    /** Writes a PNG. */
    public static void write(SmoothingEffect effect, Path file) {
        ChartStyle.write(ChartStyle.paint(WIDTH, HEIGHT, g -> new SmoothingChart(g, effect).draw()), file);
    }

    private void draw() {
        SmoothingFacts facts = smoothed.facts();
        String title = "Label smoothing: %s, factor %s, %d classes, %s"
                .formatted(
                        smoothed.smoothing().name(),
                        smoothed.smoothing().epsilon(),
                        smoothed.classes(),
                        smoothed.activation().name().toLowerCase(Locale.ROOT));
        Plot.text(graphics, title, WIDTH / 2d, 34, ChartStyle.TITLE, Align.CENTER, ChartStyle.INK);
        String line = Double.isNaN(smoothed.divergence())
                ? "targets below 0: the loss has no lower bound, and confidences approach 0 and 1"
                : String.format(
                        Locale.ROOT,
                        "score cap %.4f, logit gap %.4f, loss floor %.4f nats, KL from the label %.4f nats",
                        facts.scoreCap(),
                        facts.logitGap(),
                        facts.lossFloor(),
                        smoothed.divergence());
        Plot.text(graphics, line, WIDTH / 2d, 58, ChartStyle.LABEL, Align.CENTER, ChartStyle.FAINT);
        targets();
        curve(TOP_RIGHT, "Loss of the true class, nats", new Rectangle2D.Double(0, 0, 1, 5), SmoothingEffect::loss);
        curve(
                BOTTOM_LEFT,
                "Gradient at the true class's logit",
                new Rectangle2D.Double(0, -1, 1, 1.25),
                SmoothingEffect::gradient);
        caps();
    }

    private void heading(Rectangle2D area, String text) {
        Plot.text(graphics, text, area.getX(), area.getY() - 14, ChartStyle.LABEL, Align.LEFT, ChartStyle.INK);
    }

    private void targets() {
        int bars = Math.min(BARS, smoothed.classes());
        heading(
                TOP_LEFT,
                bars < smoothed.classes()
                        ? "Targets of the true class 0 and the next %d".formatted(bars - 1)
                        : "Targets when class 0 is the true one");
        double least = Math.min(0, smoothed.smoothing().off(smoothed.classes()));
        double most = Math.max(1, smoothed.smoothing().on(smoothed.classes()));
        Plot plot = new Plot(graphics, TOP_LEFT, new Rectangle2D.Double(-0.5, least, bars, most - least));
        plot.horizontalGrid(Plot.roundStep(most - least, 5), "%.1f");
        for (int k = 0; k < bars; k++) {
            double target = k == 0
                    ? smoothed.smoothing().on(smoothed.classes())
                    : smoothed.smoothing().off(smoothed.classes());
            plot.bar(k - 0.38, k - 0.02, 0, k == 0 ? 1 : 0, PLAIN);
            plot.bar(k + 0.02, k + 0.38, 0, target, SMOOTHED);
            String number = String.format(Locale.ROOT, bars > 8 ? "%.3f" : "%.4f", target);
            Plot.text(
                    graphics,
                    number,
                    plot.x(k == 0 ? k + 0.44 : k),
                    plot.y(Math.max(0, target)) + (k == 0 ? 12 : -5),
                    ChartStyle.TICK,
                    k == 0 ? Align.LEFT : Align.CENTER,
                    ChartStyle.INK);
            Plot.text(
                    graphics,
                    Integer.toString(k),
                    plot.x(k),
                    TOP_LEFT.getMaxY() + 16,
                    ChartStyle.TICK,
                    Align.CENTER,
                    ChartStyle.FAINT);
        }
        plot.baseline();
        plot.xTitle("Class");
        legend(TOP_LEFT.getMaxX() - 150, TOP_LEFT.getY() + 20);
    }

    private void legend(double x, double y) {
        graphics.setColor(PLAIN);
        graphics.fill(new Rectangle2D.Double(x, y - 10, 12, 12));
        Plot.text(graphics, "one-hot", x + 18, y, ChartStyle.TICK, Align.LEFT, ChartStyle.INK);
        graphics.setColor(SMOOTHED);
        graphics.fill(new Rectangle2D.Double(x, y + 10, 12, 12));
        Plot.text(graphics, "smoothed", x + 18, y + 20, ChartStyle.TICK, Align.LEFT, ChartStyle.INK);
    }

    private void curve(
            Rectangle2D area, String title, Rectangle2D range, ToDoubleBiFunction<SmoothingEffect, Double> value) {
        heading(area, title);
        Plot plot = new Plot(graphics, area, range);
        plot.horizontalGrid(Plot.roundStep(range.getHeight(), 5), range.getHeight() > 2 ? "%.0f" : "%.2f");
        plot.verticalGrid(.1);
        plot.verticalTicks(.2, "%.1f");
        double cap = smoothed.facts().scoreCap();
        plot.dashed(cap, range.getY(), cap, range.getMaxY(), ChartStyle.WRONG);
        if (range.getY() < 0) {
            plot.segment(0, 0, 1, 0, ChartStyle.FAINT, 1);
        }
        line(plot, plain, range, PLAIN, value);
        line(plot, smoothed, range, SMOOTHED, value);
        plot.xTitle("Confidence in the true class (dashed: the cap)");
    }

    private static void line(
            Plot plot,
            SmoothingEffect effect,
            Rectangle2D range,
            Color color,
            ToDoubleBiFunction<SmoothingEffect, Double> value) {
        double[] xs = new double[POINTS - 1];
        double[] ys = new double[POINTS - 1];
        for (int i = 1; i < POINTS; i++) {
            xs[i - 1] = i / (double) POINTS;
            double y = value.applyAsDouble(effect, xs[i - 1]);
            ys[i - 1] = y > range.getMaxY() || y < range.getY() ? Double.NaN : y;
        }
        plot.polyline(xs, ys, color, 2.4f);
    }

    private void caps() {
        heading(BOTTOM_RIGHT, "Score cap and loss floor over the factor");
        var table = smoothed.table().stream()
                .filter(line -> line.effect().smoothing().epsilon() <= .5)
                .toList();
        double most = 1;
        for (SmoothingEffect.Line line : table) {
            most = Math.max(most, line.effect().facts().lossFloor());
        }
        double step = Plot.roundStep(most, 5);
        Plot plot = new Plot(graphics, BOTTOM_RIGHT, new Rectangle2D.Double(0, 0, .5, step * Math.ceil(most / step)));
        plot.horizontalGrid(step, "%.1f");
        plot.verticalTicks(.1, "%.1f");
        double[] factors = new double[table.size()];
        double[] caps = new double[table.size()];
        double[] floors = new double[table.size()];
        for (int i = 0; i < table.size(); i++) {
            SmoothingEffect effect = table.get(i).effect();
            factors[i] = effect.smoothing().epsilon();
            caps[i] = effect.facts().scoreCap();
            floors[i] = effect.facts().lossFloor();
        }
        plot.polyline(factors, caps, SMOOTHED, 2.4f);
        plot.polyline(factors, floors, ChartStyle.WRONG, 2.4f);
        name(18, "score cap", SMOOTHED);
        name(36, "loss floor, nats", ChartStyle.WRONG);
        double own = smoothed.smoothing().epsilon();
        if (own > 0 && own <= .5) {
            plot.dot(own, smoothed.facts().scoreCap(), SMOOTHED, 5);
            plot.dot(own, smoothed.facts().lossFloor(), ChartStyle.WRONG, 5);
        }
        plot.baseline();
        plot.xTitle("Factor (dots: this one)");
    }

    private void name(double below, String text, Color color) {
        Plot.text(
                graphics,
                text,
                BOTTOM_RIGHT.getX() + 10,
                BOTTOM_RIGHT.getY() + below,
                ChartStyle.LABEL,
                Align.LEFT,
                color.darker());
    }
}
