package io.candor.data.inspect;

import io.candor.data.read.Fault;
import io.candor.data.read.ImageReader;
import io.candor.data.read.UnreadableImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * One image, decoded as training will decode it.
 *
 * @param image the file
 * @param checksum SHA-256 of its bytes, to find copies; empty if it cannot be read
 * @param finding what is wrong with its pixels
 */
record PixelCheck(Path image, String checksum, Optional<Finding> finding) {

    static PixelCheck of(Path image) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(image);
        } catch (IOException e) {
            return new PixelCheck(
                    image,
                    "",
                    Optional.of(new Finding(Fault.UNREADABLE_IMAGE, image, 0, "cannot be read: " + e.getMessage())));
        }
        return new PixelCheck(image, checksum(bytes), finding(image, bytes));
    }

    private static Optional<Finding> finding(Path image, byte[] bytes) {
        try {
            ImageReader.decode(bytes, image.toString());
            return damage(bytes).map(message -> new Finding(Fault.DAMAGED_IMAGE, image, 0, message));
        } catch (UnreadableImage e) {
            return Optional.of(new Finding(e.fault(), image, 0, e.reason()));
        }
    }

    /** OpenCV fills what is missing inside a JPEG without a word; the decoder of the JDK says so. */
    private static Optional<String> damage(byte[] bytes) {
        boolean jpeg = bytes.length > 2 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8;
        if (!jpeg) {
            return Optional.empty();
        }
        List<String> warnings = new ArrayList<>();
        javax.imageio.ImageReader reader =
                ImageIO.getImageReadersByFormatName("jpeg").next();
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(stream, true, true);
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.readRaster(0, null);
        } catch (IIOException e) {
            return Optional.empty(); // kinds of JPEG the JDK does not know; OpenCV has decoded it
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        } finally {
            reader.dispose();
        }
        return warnings.stream()
                .filter(warning -> warning.contains("Corrupt JPEG data") || warning.contains("Premature end"))
                .findFirst()
                .map(warning -> "decodes, but with errors: " + warning);
    }

    private static String checksum(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
