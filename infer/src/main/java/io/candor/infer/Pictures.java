package io.candor.infer;

import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.read.ImageReader;
import io.candor.data.read.OpenCv;
import io.candor.data.read.Size;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.file.Path;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** Every form in which an application may hold a picture, as {@link Image}; too large ones are refused undecoded. */
final class Pictures {

    private final long mostPixels;

    Pictures(long mostPixels) {
        this.mostPixels = mostPixels;
    }

    Image read(Path file) {
        check(ImageReader.size(file), file.toString());
        return ImageReader.read(file);
    }

    Image decode(byte[] bytes) {
        check(ImageReader.size(bytes, "image"), "image");
        return ImageReader.decode(bytes, "image");
    }

    /** Transparency is dropped, as when a file is decoded. */
    Image of(BufferedImage image) {
        check(new Size(image.getWidth(), image.getHeight()), "image");
        byte[] bgr = new byte[Math.multiplyExact(image.getWidth() * image.getHeight(), Image.CHANNELS)];
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR && isWhole(image)) {
            byte[] stored = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
            System.arraycopy(stored, 0, bgr, 0, bgr.length);
        } else {
            convert(image, bgr);
        }
        return new Image(image.getWidth(), image.getHeight(), bgr);
    }

    /** Not a part of a larger picture. */
    private static boolean isWhole(BufferedImage image) {
        return image.getRaster().getParent() == null
                && image.getRaster().getDataBuffer().getSize() == image.getWidth() * image.getHeight() * Image.CHANNELS;
    }

    private static void convert(BufferedImage image, byte[] bgr) {
        int[] row = new int[image.getWidth()];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int pixel : row) {
                bgr[at++] = (byte) pixel;
                bgr[at++] = (byte) (pixel >> 8);
                bgr[at++] = (byte) (pixel >> 16);
            }
        }
    }

    /** One, three (blue, green, red) or four channels of 8 or 16 bits; the caller's matrix is not changed. */
    Image of(Mat matrix) {
        OpenCv.load();
        if (matrix.empty() || matrix.dims() != 2) {
            throw new InvalidInput("image-pixels", "the matrix is empty or has more than two axes.");
        }
        check(new Size(matrix.cols(), matrix.rows()), "matrix");
        try (Mat eight = eightBit(matrix);
                Mat color = color(eight)) {
            byte[] bgr = new byte[Math.multiplyExact(color.rows() * color.cols(), Image.CHANNELS)];
            color.data().get(bgr);
            return new Image(color.cols(), color.rows(), bgr);
        }
    }

    private static Mat eightBit(Mat matrix) {
        return switch (matrix.depth()) {
            case opencv_core.CV_8U -> matrix.clone();
            case opencv_core.CV_16U -> {
                Mat eight = new Mat();
                matrix.convertTo(eight, opencv_core.CV_8U, 1 / 256., 0);
                yield eight;
            }
            default ->
                throw new InvalidInput(
                        "image-pixels",
                        "the matrix holds numbers of OpenCV's depth %d; expected 8 or 16 bits without sign."
                                .formatted(matrix.depth()));
        };
    }

    private static Mat color(Mat eight) {
        Mat color = new Mat();
        switch (eight.channels()) {
            case 1 -> opencv_imgproc.cvtColor(eight, color, opencv_imgproc.COLOR_GRAY2BGR);
            case 3 -> eight.copyTo(color);
            case 4 -> opencv_imgproc.cvtColor(eight, color, opencv_imgproc.COLOR_BGRA2BGR);
            default ->
                throw new InvalidInput(
                        "image-pixels", "the matrix has %d channels; expected 1, 3 or 4.".formatted(eight.channels()));
        }
        return color;
    }

    Image check(Image image) {
        check(new Size(image.width(), image.height()), "image");
        return image;
    }

    private void check(Size size, String name) {
        if ((long) size.width() * size.height() > mostPixels) {
            throw new InvalidInput(
                    "image-pixels",
                    "%s: %d x %d pixels, more than the limit of %d. Scale it down, cut it into tiles, or raise the limit."
                            .formatted(name, size.width(), size.height(), mostPixels));
        }
    }
}
