package io.candor.run.compare;

import io.candor.report.Html;
import io.candor.run.compare.Comparison.Bin;
import io.candor.run.compare.Comparison.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The report's drawings as inline SVG; their colours come from the page's style sheet, so they follow light and dark. */
final class ComparisonCharts {

    private static final double LEFT = 46;
    private static final double TOP = 12;
    private static final double BOTTOM = 40;

    private final StringBuilder svg = new StringBuilder();
    private final double width;
    private final double height;

    private ComparisonCharts(String title, double width, double height) {
        this.width = width;
        this.height = height;
        add(
                "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\"><title>%s</title>",
                width, height, Html.escape(title), Html.escape(title));
    }

    /** mAP50 after each epoch, both runs. */
    static String learning(Run plain, Run smoothed) {
        ComparisonCharts chart = new ComparisonCharts("mAP50 after each epoch", 440, 270);
        int epochs = Math.max(
                2, Math.max(plain.map50Path().size(), smoothed.map50Path().size()));
        chart.frame("epoch", "mAP50", 1);
        for (int epoch : ticks(epochs)) {
            chart.text(chart.x((epoch - 1.0) / (epochs - 1)), chart.height - 24, "middle", Integer.toString(epoch));
        }
        chart.line(plain.map50Path(), epochs, "plain");
        chart.line(smoothed.map50Path(), epochs, "smooth");
        return chart.end();
    }

    /** Share of right detections over confidence; bars on the diagonal are honest. */
    static String reliability(Run run, String style) {
        ComparisonCharts chart = new ComparisonCharts("Reliability, " + run.name(), 380, 340);
        chart.frame("confidence", "share that is right", 1);
        chart.unitTicks();
        for (Bin bin : run.confidence().bins()) {
            if (bin.count() > 0) {
                chart.bar(bin, style);
            }
        }
        chart.add(
                "<line class=\"ideal\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                chart.x(0), chart.y(0), chart.x(1), chart.y(1));
        for (Bin bin : run.confidence().bins()) {
            if (bin.count() > 0) {
                chart.add(
                        "<circle class=\"%s dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>",
                        style, chart.x(bin.meanConfidence()), chart.y(bin.precision()));
            }
        }
        return chart.end();
    }

    /** How many right (upwards) and wrong (downwards) detections there are per confidence. */
    static String histogram(Run run, String style, int most) {
        ComparisonCharts chart =
                new ComparisonCharts("Confidence of right and wrong detections, " + run.name(), 380, 260);
        double middle = chart.y(0.5);
        double half = middle - chart.y(1);
        int bins = run.confidence().right().size();
        for (int i = 0; i < bins; i++) {
            double left = chart.x(i / (double) bins) + 0.7;
            double barWidth = chart.x((i + 1.0) / bins) - left - 0.7;
            double up = half * run.confidence().right().get(i) / most;
            double down = half * run.confidence().wrong().get(i) / most;
            chart.rectangle(
                    style + " fill",
                    left,
                    middle - up,
                    barWidth,
                    up,
                    "right: " + run.confidence().right().get(i));
            chart.rectangle(
                    "wrong",
                    left,
                    middle,
                    barWidth,
                    down,
                    "wrong: " + run.confidence().wrong().get(i));
        }
        chart.add(
                "<line class=\"axis\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                chart.x(0), middle, chart.x(1), middle);
        chart.text(LEFT - 6, chart.y(1) + 10, "end", Integer.toString(most));
        chart.text(LEFT - 6, chart.y(0), "end", Integer.toString(most));
        chart.text(LEFT + 4, chart.y(1) + 10, "start", "right ↑");
        chart.text(LEFT + 4, chart.y(0) - 2, "start", "wrong ↓");
        chart.unitTicks(false);
        chart.text((LEFT + chart.width - 12) / 2, chart.height - 6, "middle", "confidence");
        return chart.end();
    }

    /** Average precision of each class, both runs. */
    static String classes(Run plain, Run smoothed) {
        Map<String, Double> first = plain.scores().perClass();
        double row = 38;
        ComparisonCharts chart =
                new ComparisonCharts("Average precision at IoU .5 by class", 440, 16 + row * first.size());
        double label = 86;
        double span = chart.width - label - 60;
        int i = 0;
        for (Map.Entry<String, Double> entry : first.entrySet()) {
            double y = 8 + row * i++;
            double other = smoothed.scores().perClass().getOrDefault(entry.getKey(), Double.NaN);
            chart.text(label - 8, y + 18, "end", entry.getKey());
            chart.score("plain fill", label, y, span, entry.getValue());
            chart.score("smooth fill", label, y + 13, span, other);
        }
        return chart.end();
    }

    /** The largest count of any bin of the runs, so that their histograms share a scale. */
    static int most(Run... runs) {
        return Stream.of(runs)
                .flatMap(run -> Stream.concat(run.confidence().right().stream(), run.confidence().wrong().stream()))
                .mapToInt(count -> count)
                .max()
                .orElse(0);
    }

    // ---- parts

    private void score(String style, double x, double y, double span, double value) {
        double known = Double.isNaN(value) ? 0 : value;
        rectangle(style, x, y, span * known, 11, Verdict.number(value));
        text(x + span * known + 6, y + 10, "start", Verdict.number(value));
    }

    private void bar(Bin bin, String style) {
        double left = x(bin.low()) + 1;
        double w = x(bin.high()) - x(bin.low()) - 2;
        String note = "%d detections, mean confidence %s, right %s"
                .formatted(bin.count(), Verdict.number(bin.meanConfidence()), Verdict.number(bin.precision()));
        rectangle(style + " fill soft", left, y(bin.precision()), w, y(0) - y(bin.precision()), note);
    }

    private void frame(String xName, String yName, double top) {
        for (double tick = 0; tick <= top + 1e-9; tick += 0.2) {
            add("<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", x(0), y(tick), x(1), y(tick));
            text(LEFT - 6, y(tick) + 4, "end", String.format(Locale.ROOT, "%.1f", tick));
        }
        text((LEFT + width - 12) / 2, height - 6, "middle", xName);
        add(
                "<text class=\"label\" text-anchor=\"middle\" transform=\"translate(11 %.1f) rotate(-90)\">%s</text>",
                (TOP + height - BOTTOM) / 2, yName);
    }

    private void unitTicks() {
        unitTicks(true);
    }

    private void unitTicks(boolean zero) {
        for (double tick = zero ? 0 : 0.2; tick <= 1 + 1e-9; tick += 0.2) {
            text(x(tick), height - 24, "middle", String.format(Locale.ROOT, "%.1f", tick));
        }
    }

    private void line(List<Double> values, int epochs, String style) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (!Double.isNaN(values.get(i))) {
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i / (epochs - 1.0)), y(values.get(i))));
            }
        }
        add(
                "<polyline class=\"%s line\" points=\"%s\"/>",
                style, points.toString().strip());
    }

    private static List<Integer> ticks(int epochs) {
        int step = Math.max(1, (int) Math.ceil(epochs / 8.0));
        List<Integer> ticks = new ArrayList<>();
        for (int epoch = step; epoch <= epochs; epoch += step) {
            ticks.add(epoch);
        }
        return ticks;
    }

    private void rectangle(String style, double x, double y, double w, double h, String note) {
        add(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>",
                style, x, y, w, h, Html.escape(note));
    }

    private void text(double x, double y, String anchor, String words) {
        add(
                "<text class=\"label\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                x, y, anchor, Html.escape(words));
    }

    private double x(double share) {
        return LEFT + share * (width - LEFT - 12);
    }

    private double y(double share) {
        return height - BOTTOM - share * (height - BOTTOM - TOP);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    private String end() {
        return svg.append("</svg>").toString();
    }
}
