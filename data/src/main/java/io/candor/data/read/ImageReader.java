package io.candor.data.read;

import io.candor.data.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Image files to pixels: JPEG, MPO, PNG, WebP, BMP, TIFF and DNG of any depth and colour model become 8-bit blue green
 * red, turned upright as their EXIF orientation asks. A file that was cut short is refused, although decoders would
 * fill the rest with grey.
 */
public final class ImageReader {

    private static final int AS_STORED = opencv_imgcodecs.IMREAD_COLOR | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

    private ImageReader() {}

    /**
     * The pixels of a file.
     *
     * @throws UnreadableImage when the file is missing, no image, damaged or cut short
     */
    public static Image read(Path file) {
        return decode(bytes(file), file.toString());
    }

    /**
     * The pixels of an encoded image.
     *
     * @param bytes the content of an image file
     * @param name what to call it in messages
     * @throws UnreadableImage as {@link #read}
     */
    public static Image decode(byte[] bytes, String name) {
        ByteBuffer whole = ByteBuffer.wrap(bytes);
        Orientation orientation = ImageFile.header(whole, name).orientation();
        ImageFormat format = ImageFile.format(whole, name);
        format.damage(whole).ifPresent(words -> {
            throw new UnreadableImage(name, "is damaged: " + words);
        });
        boolean turnedByDecoder = orientation != Orientation.UPRIGHT && format instanceof TiffFormat;
        return orientation.apply(stored(turnedByDecoder ? TiffFormat.upright(bytes) : bytes, name));
    }

    /**
     * The size of the upright picture, without decoding it.
     *
     * @throws UnreadableImage when the file is missing, no image or was cut short
     */
    public static Size size(Path file) {
        return ImageFile.header(file).size();
    }

    /**
     * The size of the upright picture, without decoding it.
     *
     * @param bytes the content of an image file
     * @param name what to call it in messages
     * @throws UnreadableImage when it is no image or was cut short
     */
    public static Size size(byte[] bytes, String name) {
        return ImageFile.header(ByteBuffer.wrap(bytes), name).size();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UnreadableImage(Fault.MISSING_IMAGE, file.toString(), "there is no such file");
        } catch (IOException e) {
            throw new UnreadableImage(file.toString(), "cannot be read: " + e.getMessage());
        }
    }

    private static Image stored(byte[] bytes, String name) {
        OpenCv.load();
        try (BytePointer content = new BytePointer(bytes);
                Mat encoded = new Mat(1, bytes.length, opencv_core.CV_8UC1, content);
                Mat decoded = opencv_imgcodecs.imdecode(encoded, AS_STORED)) {
            if (decoded.empty()) {
                throw new UnreadableImage(name, "is damaged: it cannot be decoded");
            }
            return copy(decoded, name);
        } catch (UnreadableImage e) {
            throw e;
        } catch (RuntimeException e) { // how the binding passes on errors of OpenCV
            throw new UnreadableImage(name, "cannot be decoded: " + e.getMessage());
        }
    }

    private static Image copy(Mat decoded, String name) {
        long length = (long) decoded.rows() * decoded.cols() * Image.CHANNELS;
        if (length > Integer.MAX_VALUE - 16 || !decoded.isContinuous() || decoded.type() != opencv_core.CV_8UC3) {
            throw new UnreadableImage(
                    name, "is too large or of an unknown kind: " + decoded.cols() + " x " + decoded.rows());
        }
        byte[] bgr = new byte[(int) length];
        decoded.data().get(bgr);
        return new Image(decoded.cols(), decoded.rows(), bgr);
    }
}
