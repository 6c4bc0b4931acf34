package io.candor.data.draw;

import io.candor.data.Box;
import io.candor.data.Image;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Draws boxes, tinted areas and captions on pictures. Lines and letters grow with the picture; each line has a dark rim so that it
 * shows on any ground; captions move out of each other's way where there is room.
 */
public final class BoxPainter {

    private static final Color RIM = new Color(0, 0, 0, 130);
    private static final int TINT = 115; // of 255: how strongly the pixels of an object are coloured
    private static final int GAP = 4; // pixels between the pictures of a grid
    private static final int GROUND = 30; // grey level around them

    private BoxPainter() {}

    /** A copy of {@code image} with all boxes on it, large ones first. */
    public static Image paint(Image image, List<Annotation> annotations) {
        List<Annotation> ordered = annotations.stream()
                .sorted(Comparator.comparingDouble(
                        annotation -> -annotation.box().area()))
                .toList();
        return Canvas.draw(image, graphics -> {
            double side = Math.sqrt((double) image.width() * image.height());
            float thickness = (float) Math.max(1.5, side * 0.003);
            ordered.forEach(annotation -> tint(graphics, annotation));
            ordered.forEach(annotation -> outline(graphics, annotation, thickness));
            graphics.setFont(Canvas.font((int) Math.round(Math.max(11, side * 0.025))));
            captions(graphics, image, ordered);
        });
    }

    /**
     * Pictures side by side, row by row, each in the middle of a cell as large as the largest of them.
     *
     * @param columns at least 1; fewer pictures than that make a narrower grid
     */
    public static Image grid(List<Image> images, int columns) {
        if (images.isEmpty() || columns < 1) {
            throw new IllegalArgumentException(images.size() + " images in " + columns + " columns");
        }
        int across = Math.min(columns, images.size());
        int rows = (images.size() + across - 1) / across;
        int width = images.stream().mapToInt(Image::width).max().orElseThrow() + GAP;
        int height = images.stream().mapToInt(Image::height).max().orElseThrow() + GAP;
        Image sheet = Image.filled(across * width + GAP, rows * height + GAP, GROUND);
        for (int i = 0; i < images.size(); i++) {
            Image image = images.get(i);
            int x = GAP + i % across * width + (width - GAP - image.width()) / 2;
            int y = GAP + i / across * height + (height - GAP - image.height()) / 2;
            paste(image, sheet, x, y);
        }
        return sheet;
    }

    private static void paste(Image image, Image onto, int x, int y) {
        int row = image.width() * Image.CHANNELS;
        for (int i = 0; i < image.height(); i++) {
            int to = ((y + i) * onto.width() + x) * Image.CHANNELS;
            System.arraycopy(image.bgr(), i * row, onto.bgr(), to, row);
        }
    }

    private static void tint(Graphics2D graphics, Annotation annotation) {
        double[] outline = annotation.outline();
        if (outline.length == 0) {
            return;
        }
        Path2D area = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        area.moveTo(outline[0], outline[1]);
        for (int i = 2; i < outline.length; i += 2) {
            area.lineTo(outline[i], outline[i + 1]);
        }
        area.closePath();
        Color color = Palette.color(annotation.colorIndex());
        graphics.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), TINT));
        graphics.fill(area);
    }

    private static void outline(Graphics2D graphics, Annotation annotation, float thickness) {
        Box box = annotation.box();
        Rectangle2D shape = new Rectangle2D.Double(box.x1(), box.y1(), box.width(), box.height());
        graphics.setColor(RIM);
        graphics.setStroke(new BasicStroke(thickness + 2));
        graphics.draw(shape);
        graphics.setColor(Palette.color(annotation.colorIndex()));
        graphics.setStroke(new BasicStroke(thickness));
        graphics.draw(shape);
    }

    private static void captions(Graphics2D graphics, Image image, List<Annotation> annotations) {
        List<Rectangle> taken = new ArrayList<>();
        for (Annotation annotation : annotations) {
            if (!annotation.caption().isBlank()) {
                FontMetrics letters = graphics.getFontMetrics();
                int pad = Math.max(2, letters.getHeight() / 6);
                int width = letters.stringWidth(annotation.caption()) + 2 * pad;
                Rectangle place = place(annotation.box(), width, letters.getHeight(), image, taken);
                taken.add(place);
                caption(graphics, annotation, place, pad);
            }
        }
    }

    private static void caption(Graphics2D graphics, Annotation annotation, Rectangle place, int pad) {
        Color color = Palette.color(annotation.colorIndex());
        graphics.setColor(color);
        graphics.fill(place);
        graphics.setColor(Palette.ink(color));
        graphics.drawString(
                annotation.caption(),
                place.x + pad,
                place.y + graphics.getFontMetrics().getAscent());
    }

    /** Above the box, inside it, below it, at its right end, inside its lower end: the first place still free. */
    private static Rectangle place(Box box, int width, int height, Image image, List<Rectangle> taken) {
        int left = (int) box.x1();
        int right = (int) box.x2() - width;
        int above = (int) box.y1() - height;
        int below = (int) box.y2();
        int[][] corners = {
            {left, above}, {left, (int) box.y1()}, {left, below}, {right, above}, {right, below}, {left, below - height}
        };
        Rectangle first = null;
        for (int[] corner : corners) {
            Rectangle place = inside(corner[0], corner[1], width, height, image);
            boolean moved = place.y != corner[1];
            if (!moved && taken.stream().noneMatch(place::intersects)) {
                return place;
            }
            first = first == null ? place : first;
        }
        return first;
    }

    private static Rectangle inside(int x, int y, int width, int height, Image image) {
        int left = Math.max(0, Math.min(x, image.width() - width));
        return new Rectangle(left, Math.max(0, Math.min(y, image.height() - height)), width, height);
    }
}
