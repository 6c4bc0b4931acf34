package io.candor.data.read;

import io.candor.data.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Small data sets and pictures made for one test. */
public final class TestData {

    private TestData() {}

    /** Writes a text file with all its folders. */
    public static Path text(Path file, String... lines) {
        return bytes(file, (String.join("\n", lines) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public static Path bytes(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a picture whose content depends on the file's name. */
    public static Path image(Path file, int width, int height) {
        return bytes(file, encoded(picture(width, height, file.toString().hashCode()), file));
    }

    private static byte[] encoded(Image image, Path file) {
        return ImageWriter.encode(image, ImageFile.extension(file.getFileName().toString()));
    }

    /** Smooth colours with some noise: compresses, but not to nothing. */
    public static Image picture(int width, int height, long seed) {
        Random random = new Random(seed);
        byte[] bgr = new byte[width * height * Image.CHANNELS];
        int phase = random.nextInt(256);
        for (int i = 0; i < bgr.length; i++) {
            int x = i / Image.CHANNELS % width;
            int y = i / Image.CHANNELS / width;
            bgr[i] = (byte) ((phase + x * (1 + i % 3) + 2 * y + random.nextInt(8)) & 0xff);
        }
        return new Image(width, height, bgr);
    }

    /** A left upper corner unlike the rest: shows how a picture was turned. */
    public static Image cornered(int width, int height) {
        Image image = Image.filled(width, height, 40);
        for (int y = 0; y < height / 2; y++) {
            int from = y * width * Image.CHANNELS;
            Arrays.fill(image.bgr(), from, from + width / 4 * Image.CHANNELS, (byte) 220);
        }
        return image;
    }

    /** A JPEG with an EXIF block that holds nothing but an orientation. */
    public static byte[] oriented(byte[] jpeg, int orientation) {
        byte[] block = exif(orientation);
        byte[] result = new byte[jpeg.length + block.length + 10];
        int length = block.length + 8;
        byte[] start = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe1, (byte) (length >> 8), (byte) length};
        System.arraycopy(start, 0, result, 0, 6);
        System.arraycopy(new byte[] {'E', 'x', 'i', 'f', 0, 0}, 0, result, 6, 6);
        System.arraycopy(block, 0, result, 12, block.length);
        System.arraycopy(jpeg, 2, result, 12 + block.length, jpeg.length - 2);
        return result;
    }

    /** The smallest TIFF directory: one entry, the orientation. */
    public static byte[] exif(int orientation) {
        byte little = (byte) orientation;
        return new byte[] {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, little, 0, 0, 0, 0, 0, 0, 0};
    }

    /** A data set of two classes with the images a and b for training, c for validation, one label each. */
    public static Path yolo(Path folder) {
        for (String name : new String[] {"train/a", "train/b", "val/c"}) {
            image(folder.resolve("images/" + name + ".png"), 64, 48);
            text(folder.resolve("labels/" + name + ".txt"), "1 0.5 0.5 0.25 0.5");
        }
        return text(folder.resolve("data.yaml"), "train: images/train", "val: images/val", "names: [open, short]");
    }
}
