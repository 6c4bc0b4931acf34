package io.candor.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/** Fonts, colours and sizes that all charts share; every chart is drawn at twice its nominal size. */
final class ChartStyle {

    /** Eight colours that stay apart for the colour-blind (Okabe and Ito 2008), the yellow left for last. */
    static final List<Color> PALETTE = List.of(
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9),
            new Color(0x7A7A7A),
            new Color(0xC9B800));

    static final Color INK = new Color(0x222222);
    static final Color FAINT = new Color(0x777777);
    static final Color GRID = new Color(0xE3E3E3);
    static final Color RIGHT = PALETTE.get(0);
    static final Color WRONG = PALETTE.get(1);

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font TICK = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    private static final int SCALE = 2;

    private ChartStyle() {}

    /** A new picture of the given nominal size, white, filled by {@code painting}. */
    static BufferedImage paint(int width, int height, Consumer<Graphics2D> painting) {
        BufferedImage image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.scale(SCALE, SCALE);
            painting.accept(graphics);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    /** Writes a PNG: to a temporary file in the same folder, which is then moved. */
    static void write(BufferedImage image, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            Path partial = Files.createTempFile(folder, file.getFileName().toString(), ".part");
            try {
                ImageIO.write(image, "png", partial.toFile());
                Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** A number for people: three digits after the point, or a dash where there is none. */
    static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** The colour of the n-th series. */
    static Color color(int n) {
        return PALETTE.get(n % PALETTE.size());
    }

    static String shortened(String name, int length) {
        return name.length() <= length ? name : name.substring(0, length - 1) + "\u2026";
    }
}
