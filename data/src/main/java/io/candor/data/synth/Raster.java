package io.candor.data.synth;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/** A square layer of the board: how much of each pixel it covers, 0 to 255, with smooth edges. */
final class Raster {

    final int size;
    private final byte[] cover;
    private final Graphics2D pen;

    Raster(int size) {
        this.size = size;
        BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        cover = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        pen = smooth(picture.createGraphics());
    }

    /** Edges smooth, lines exactly where they were put. */
    static Graphics2D smooth(Graphics2D pen) {
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        return pen;
    }

    /** A line with round ends and corners. */
    static BasicStroke round(double width) {
        return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    Raster copy() {
        Raster copy = new Raster(size);
        System.arraycopy(cover, 0, copy.cover, 0, cover.length);
        return copy;
    }

    /** The cover of pixel {@code i} = y * size + x. */
    int at(int i) {
        return cover[i] & 0xff;
    }

    int at(int x, int y) {
        return cover[y * size + x] & 0xff;
    }

    /** Make pixel {@code i} what it is in {@code other}. */
    void restore(Raster other, int i) {
        cover[i] = other.cover[i];
    }

    void fill(Shape shape) {
        pen.setColor(Color.WHITE);
        pen.fill(shape);
    }

    void stroke(Shape line, double width) {
        pen.setColor(Color.WHITE);
        pen.setStroke(round(width));
        pen.draw(line);
    }

    void erase(Shape shape) {
        pen.setColor(Color.BLACK);
        pen.fill(shape);
    }

    void eraseStroke(Shape line, double width) {
        pen.setColor(Color.BLACK);
        pen.setStroke(round(width));
        pen.draw(line);
    }
}
