package io.candor.data.draw;

import io.candor.data.Image;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.function.Consumer;

/** A copy of an image that Java2D can draw on; needs no display. */
final class Canvas {

    private Canvas() {}

    /** A copy of {@code image} after {@code drawing}. */
    static Image draw(Image image, Consumer<Graphics2D> drawing) {
        BufferedImage canvas = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] pixels = ((DataBufferByte) canvas.getRaster().getDataBuffer()).getData();
        System.arraycopy(image.bgr(), 0, pixels, 0, pixels.length);
        Graphics2D graphics = canvas.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            drawing.accept(graphics);
        } finally {
            graphics.dispose();
        }
        return new Image(image.width(), image.height(), pixels);
    }

    static Font font(int pixels) {
        return new Font(Font.SANS_SERIF, Font.BOLD, pixels);
    }
}
