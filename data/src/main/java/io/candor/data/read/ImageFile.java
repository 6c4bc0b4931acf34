package io.candor.data.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Image files as such: which names count as images, what their first and last bytes tell. */
final class ImageFile {

    /** What OpenCV decodes; lower case. */
    static final Set<String> EXTENSIONS = Set.of("bmp", "dng", "jpeg", "jpg", "mpo", "png", "tif", "tiff", "webp");

    private static final List<ImageFormat> FORMATS =
            List.of(new JpegFormat(), new PngFormat(), new WebpFormat(), new BmpFormat(), new TiffFormat());

    /** Enough for the header of almost every file; the others are read again as a whole. */
    private static final int START = 1 << 16;

    private static final int TAIL = 16;

    private ImageFile() {}

    /** The name ends like an image's and is not a hidden file. */
    static boolean isNamedLikeOne(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && EXTENSIONS.contains(extension(name));
    }

    /** Lower case, without the dot; empty if there is none. */
    static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /**
     * Size and orientation, from the first and the last bytes of the file.
     *
     * @throws UnreadableImage when the file is no image or was cut short
     */
    static ImageFormat.Header header(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = channel.size();
            ByteBuffer start = bytes(channel, 0, (int) Math.min(length, START));
            if (length <= START) {
                return header(start, file.toString());
            }
            return header(start, bytes(channel, length - TAIL, TAIL), length, file);
        } catch (NoSuchFileException e) {
            throw new UnreadableImage(Fault.MISSING_IMAGE, file.toString(), "there is no such file");
        } catch (IOException e) {
            throw new UnreadableImage(file.toString(), "cannot be read: " + e.getMessage());
        }
    }

    /** As {@link #header(Path)}, from all bytes of a file. */
    static ImageFormat.Header header(ByteBuffer whole, String name) {
        ImageFormat format = format(whole, name);
        try {
            int tail = Math.max(0, whole.limit() - TAIL);
            return complete(format, whole, whole.slice(tail, whole.limit() - tail), whole.limit(), name);
        } catch (IndexOutOfBoundsException e) {
            throw truncated(name, whole.limit());
        }
    }

    private static ImageFormat.Header header(ByteBuffer start, ByteBuffer tail, long length, Path file)
            throws IOException {
        ImageFormat format = format(start, file.toString());
        try {
            if (format.ends(tail)) {
                return complete(format, start, tail, length, file.toString());
            }
        } catch (IndexOutOfBoundsException e) {
            // the header is longer than the start that was read
        }
        if (length > Integer.MAX_VALUE - 16) {
            throw new UnreadableImage(file.toString(), "is too large to be decoded");
        }
        return header(ByteBuffer.wrap(Files.readAllBytes(file)), file.toString());
    }

    private static ImageFormat.Header complete(
            ImageFormat format, ByteBuffer start, ByteBuffer tail, long length, String name) {
        ImageFormat.Header header = format.header(start);
        if (header.width() < 1 || header.height() < 1) {
            throw new UnreadableImage(name, "its header states no size");
        }
        boolean ended = format.ends(tail) || format.endsEarly(start);
        if (!ended || length < format.leastLength(start)) {
            throw truncated(name, length);
        }
        return header;
    }

    static ImageFormat format(ByteBuffer start, String name) {
        if (start.limit() == 0) {
            throw new UnreadableImage(Fault.TRUNCATED_IMAGE, name, "the file is empty");
        }
        return FORMATS.stream()
                .filter(format -> format.recognises(start))
                .findFirst()
                .orElseThrow(() -> new UnreadableImage(name, "is not a JPEG, PNG, WebP, BMP or TIFF image"));
    }

    private static UnreadableImage truncated(String name, long length) {
        return new UnreadableImage(
                Fault.TRUNCATED_IMAGE,
                name,
                "was cut short: it ends after " + length + " bytes, before the picture does");
    }

    private static ByteBuffer bytes(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {}
        return bytes.flip();
    }
}
