package io.candor.data.draw;

import io.candor.data.Image;
import io.candor.data.read.OpenCv;
import java.awt.Color;
import java.awt.FontMetrics;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Small versions of pictures. */
public final class Thumbnail {

    private static final int GROUND = 30;

    private Thumbnail() {}

    /** The factor by which a picture is scaled to fit into a square of {@code side} pixels. */
    public static double factor(Image image, int side) {
        return (double) side / Math.max(image.width(), image.height());
    }

    /** The picture scaled to fit into a square; every source pixel counts, so that thin lines survive. */
    public static Image of(Image image, int side) {
        double factor = factor(image, side);
        int width = (int) Math.max(1, Math.round(image.width() * factor));
        int height = (int) Math.max(1, Math.round(image.height() * factor));
        int method = factor < 1 ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR;
        OpenCv.load();
        try (BytePointer pixels = new BytePointer(image.bgr());
                Mat large = new Mat(image.height(), image.width(), opencv_core.CV_8UC3, pixels);
                Size size = new Size(width, height);
                Mat small = new Mat()) {
            opencv_imgproc.resize(large, small, size, 0, 0, method);
            byte[] bgr = new byte[width * height * Image.CHANNELS];
            small.data().get(bgr);
            return new Image(width, height, bgr);
        }
    }

    /** The picture in the middle of a square, with a line of text below it. */
    public static Image titled(Image image, int side, String title) {
        int letters = Math.max(11, side / 28);
        Image framed = Image.filled(side, side + letters + 8, GROUND);
        int left = (side - image.width()) / 2;
        int top = (side - image.height()) / 2;
        for (int y = 0; y < image.height(); y++) {
            int row = image.width() * Image.CHANNELS;
            System.arraycopy(image.bgr(), y * row, framed.bgr(), ((top + y) * side + left) * Image.CHANNELS, row);
        }
        return Canvas.draw(framed, graphics -> {
            graphics.setFont(Canvas.font(letters));
            graphics.setColor(Color.WHITE);
            FontMetrics metrics = graphics.getFontMetrics();
            String text = shortened(title, metrics, side - 8);
            graphics.drawString(text, (side - metrics.stringWidth(text)) / 2, side + 2 + metrics.getAscent());
        });
    }

    /** The end of a name tells more than its start. */
    private static String shortened(String text, FontMetrics metrics, int width) {
        String result = text;
        while (metrics.stringWidth(result) > width && result.length() > 4) {
            result = "..." + result.substring(4);
        }
        return result;
    }
}
