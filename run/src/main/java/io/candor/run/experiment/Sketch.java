package io.candor.run.experiment;

import io.candor.data.AtomicFile;
import io.candor.report.Html;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A drawing of lines, boxes, dots and words that is written as SVG into a page and as a PNG beside it. */
final class Sketch {

    /** Colours of ink: the page chooses its own for light and dark, the PNG is on white. */
    enum Ink {
        TEXT("label", new Color(0x555555)),
        STRONG("label strong", new Color(0x222222)),
        GRID("grid", new Color(0xE3E3E3)),
        AXIS("axis", new Color(0x777777)),
        IDEAL("ideal", new Color(0x444444));

        private final String style;
        private final Color color;

        Ink(String style, Color color) {
            this.style = style;
            this.color = color;
        }
    }

    /** Where a text is anchored. */
    enum Anchor {
        START("start", 0),
        MIDDLE("middle", .5),
        END("end", 1);

        private final String name;
        private final double share;

        Anchor(String name, double share) {
            this.name = name;
            this.share = share;
        }
    }

    /** The first arm is grey, the others keep apart for the colour-blind (after Okabe and Ito 2008), on light and dark. */
    private static final List<Color> COLORS = List.of(
            new Color(0x7B868C),
            new Color(0x2F86CC),
            new Color(0xE06C1F),
            new Color(0x14A078),
            new Color(0xC76BA1),
            new Color(0xD29600),
            new Color(0x63A9DD),
            new Color(0x8E6BD0));

    private static final int SCALE = 2;
    private static final int FONT = 12;

    private final String title;
    private final double width;
    private final double height;
    private final StringBuilder svg = new StringBuilder();
    private final List<Stroke> strokes = new ArrayList<>();

    /** One step of painting the PNG. */
    private interface Stroke {
        void paint(Graphics2D graphics);
    }

    Sketch(String title, double width, double height) {
        this.title = title;
        this.width = width;
        this.height = height;
    }

    String title() {
        return title;
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }

    /** The colour of an arm as the page writes it. */
    static String color(int arm) {
        Color color = COLORS.get(arm % COLORS.size());
        return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xFFFFFF);
    }

    void line(double x1, double y1, double x2, double y2, Ink ink) {
        add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", ink.style, x1, y1, x2, y2);
        strokes.add(g -> {
            g.setColor(ink.color);
            boolean dashed = ink == Ink.IDEAL;
            g.setStroke(
                    dashed
                            ? new BasicStroke(
                                    1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {5, 4}, 0)
                            : new BasicStroke(1));
            g.draw(new Line2D.Double(x1, y1, x2, y2));
        });
    }

    void line(double x1, double y1, double x2, double y2, int arm, double thickness) {
        add(
                "<line stroke=\"%s\" stroke-width=\"%.1f\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                color(arm), thickness, x1, y1, x2, y2);
        strokes.add(g -> {
            g.setColor(COLORS.get(arm % COLORS.size()));
            g.setStroke(new BasicStroke((float) thickness));
            g.draw(new Line2D.Double(x1, y1, x2, y2));
        });
    }

    /** A line through points x0, y0, x1, y1, ... */
    void path(List<Double> points, int arm, double thickness, double opacity) {
        if (points.size() < 4) {
            return;
        }
        StringBuilder text = new StringBuilder();
        Path2D path = new Path2D.Double();
        for (int i = 0; i + 1 < points.size(); i += 2) {
            text.append(String.format(Locale.ROOT, "%.1f,%.1f ", points.get(i), points.get(i + 1)));
            if (i == 0) {
                path.moveTo(points.get(i), points.get(i + 1));
            } else {
                path.lineTo(points.get(i), points.get(i + 1));
            }
        }
        add(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" opacity=\"%.2f\" stroke-linejoin=\"round\" points=\"%s\"/>",
                color(arm), thickness, opacity, text.toString().strip());
        strokes.add(g -> {
            faint(g, opacity);
            g.setColor(COLORS.get(arm % COLORS.size()));
            g.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            g.draw(path);
            faint(g, 1);
        });
    }

    void dot(double x, double y, double radius, int arm, double opacity) {
        add(
                "<circle fill=\"%s\" opacity=\"%.2f\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>",
                color(arm), opacity, x, y, radius);
        strokes.add(g -> {
            faint(g, opacity);
            g.setColor(COLORS.get(arm % COLORS.size()));
            g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
            faint(g, 1);
        });
    }

    void box(double x, double y, double boxWidth, double boxHeight, int arm, double opacity) {
        add(
                "<rect fill=\"%s\" opacity=\"%.2f\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                color(arm), opacity, x, y, Math.max(0, boxWidth), Math.max(0, boxHeight));
        strokes.add(g -> {
            faint(g, opacity);
            g.setColor(COLORS.get(arm % COLORS.size()));
            g.fill(new Rectangle2D.Double(x, y, Math.max(0, boxWidth), Math.max(0, boxHeight)));
            faint(g, 1);
        });
    }

    void text(double x, double y, Anchor anchor, Ink ink, String words) {
        add(
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                ink.style, x, y, anchor.name, Html.escape(words));
        strokes.add(g -> {
            g.setColor(ink.color);
            g.setFont(new Font(Font.SANS_SERIF, ink == Ink.STRONG ? Font.BOLD : Font.PLAIN, FONT));
            double length = g.getFontMetrics().stringWidth(words);
            g.drawString(words, (float) (x - anchor.share * length), (float) y);
        });
    }

    /** For a page: scales with its column. */
    String svg() {
        return String.format(
                        Locale.ROOT,
                        "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\"><title>%s</title>",
                        width,
                        height,
                        Html.escape(title),
                        Html.escape(title))
                + svg
                + "</svg>";
    }

    /** Several drawings below each other, with their titles, as one picture at twice the nominal size. */
    static void png(Path file, List<Sketch> sketches) {
        int head = 28;
        double wide = sketches.stream().mapToDouble(Sketch::width).max().orElse(1);
        double high =
                sketches.stream().mapToDouble(sketch -> sketch.height + head).sum();
        BufferedImage image = new BufferedImage(
                (int) Math.ceil(SCALE * wide), (int) Math.ceil(SCALE * high), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.scale(SCALE, SCALE);
            for (Sketch sketch : sketches) {
                graphics.setColor(Ink.STRONG.color);
                graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, FONT + 2));
                graphics.drawString(sketch.title, 12, 20);
                graphics.translate(0, head);
                sketch.strokes.forEach(stroke -> stroke.paint(graphics));
                graphics.translate(0, sketch.height);
            }
        } finally {
            graphics.dispose();
        }
        AtomicFile.write(file, temporary -> ImageIO.write(image, "png", temporary.toFile()));
    }

    private static void faint(Graphics2D graphics, double opacity) {
        graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) opacity));
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
