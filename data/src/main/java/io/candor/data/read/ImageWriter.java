package io.candor.data.read;

import io.candor.data.AtomicFile;
import io.candor.data.Image;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pixels to image files; the extension of the name chooses the format. */
public final class ImageWriter {

    private static final int JPEG_QUALITY = 95; // hard to tell from the original, a fifth of the size of a PNG

    private ImageWriter() {}

    /**
     * Writes a file, replacing an older one only when the new one is complete.
     *
     * @param file its extension is png, jpg, bmp, tif or webp
     * @throws java.io.UncheckedIOException when the file cannot be written
     */
    public static void write(Image image, Path file) {
        AtomicFile.write(
                file, encode(image, ImageFile.extension(file.getFileName().toString())));
    }

    /** The bytes of an image file of the given kind: {@code png}, {@code jpg}, {@code bmp}, {@code tif}, {@code webp}. */
    public static byte[] encode(Image image, String extension) {
        if (!ImageFile.EXTENSIONS.contains(extension)) {
            throw new IllegalArgumentException("cannot write images of kind '" + extension + "', use png or jpg");
        }
        OpenCv.load();
        try (BytePointer pixels = new BytePointer(image.bgr());
                Mat mat = new Mat(image.height(), image.width(), opencv_core.CV_8UC3, pixels);
                BytePointer encoded = new BytePointer();
                IntPointer options = options(extension)) {
            if (!opencv_imgcodecs.imencode("." + extension, mat, encoded, options)) {
                throw new IllegalStateException("OpenCV cannot write " + extension);
            }
            byte[] bytes = new byte[(int) encoded.limit()];
            encoded.get(bytes);
            return bytes;
        }
    }

    private static IntPointer options(String extension) {
        return extension.startsWith("jp")
                ? new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, JPEG_QUALITY)
                : new IntPointer();
    }
}
