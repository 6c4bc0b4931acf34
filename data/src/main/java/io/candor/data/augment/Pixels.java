package io.candor.data.augment;

import io.candor.data.Image;
import io.candor.data.read.OpenCv;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Pixel work done by OpenCV; native memory lives inside single methods. */
final class Pixels {

    /** The grey around pictures, of all trainers of this family. */
    static final int FILL = 114;

    static {
        OpenCv.load();
    }

    private Pixels() {}

    /** Bilinear with half-pixel centres. */
    static Image resize(Image image, int width, int height) {
        if (image.width() == width && image.height() == height) {
            return image;
        }
        try (BytePointer bytes = new BytePointer(image.bgr());
                Mat source = new Mat(image.height(), image.width(), opencv_core.CV_8UC3, bytes);
                Mat target = new Mat();
                Size size = new Size(width, height)) {
            opencv_imgproc.resize(source, target, size, 0, 0, opencv_imgproc.INTER_LINEAR);
            return image(target);
        }
    }

    /**
     * Draws the image through a projective map onto a square, bilinear, grey outside.
     *
     * @param matrix 3 x 3, row by row, from source to target pixels
     */
    static Image warp(Image image, double[] matrix, int size) {
        boolean affine = matrix[6] == 0 && matrix[7] == 0;
        try (BytePointer bytes = new BytePointer(image.bgr());
                Mat source = new Mat(image.height(), image.width(), opencv_core.CV_8UC3, bytes);
                DoublePointer values = new DoublePointer(matrix);
                Mat map = new Mat(affine ? 2 : 3, 3, opencv_core.CV_64FC1, values);
                Mat target = new Mat();
                Size extent = new Size(size, size);
                Scalar fill = new Scalar(FILL, FILL, FILL, 0)) {
            int flags = opencv_imgproc.INTER_LINEAR;
            if (affine) {
                opencv_imgproc.warpAffine(source, target, map, extent, flags, opencv_core.BORDER_CONSTANT, fill);
            } else {
                opencv_imgproc.warpPerspective(source, target, map, extent, flags, opencv_core.BORDER_CONSTANT, fill);
            }
            return image(target);
        }
    }

    /** Looks up hue (0..179), saturation and value of every pixel in three tables of 256 entries, one after another. */
    static Image lookUpHsv(Image image, byte[] tables) {
        byte[] interleaved = new byte[tables.length];
        for (int i = 0; i < 256; i++) {
            for (int channel = 0; channel < Image.CHANNELS; channel++) {
                interleaved[i * Image.CHANNELS + channel] = tables[channel * 256 + i];
            }
        }
        try (BytePointer bytes = new BytePointer(image.bgr());
                Mat pixels = new Mat(image.height(), image.width(), opencv_core.CV_8UC3, bytes);
                BytePointer entries = new BytePointer(interleaved);
                Mat table = new Mat(1, 256, opencv_core.CV_8UC3, entries)) {
            opencv_imgproc.cvtColor(pixels, pixels, opencv_imgproc.COLOR_BGR2HSV);
            opencv_core.LUT(pixels, table, pixels);
            opencv_imgproc.cvtColor(pixels, pixels, opencv_imgproc.COLOR_HSV2BGR);
            return image(pixels);
        }
    }

    /** Copies rows of {@code source}, cut to {@code width x height} from its corner, to a place on {@code target}. */
    static void paste(Image source, int sourceX, int sourceY, int width, int height, Image target, int x, int y) {
        for (int row = 0; row < height; row++) {
            int from = ((sourceY + row) * source.width() + sourceX) * Image.CHANNELS;
            int to = ((y + row) * target.width() + x) * Image.CHANNELS;
            System.arraycopy(source.bgr(), from, target.bgr(), to, width * Image.CHANNELS);
        }
    }

    private static Image image(Mat pixels) {
        byte[] bgr = new byte[pixels.rows() * pixels.cols() * Image.CHANNELS];
        try (BytePointer data = pixels.data()) {
            data.get(bgr);
        }
        return new Image(pixels.cols(), pixels.rows(), bgr);
    }
}
