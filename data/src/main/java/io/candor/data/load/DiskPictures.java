package io.candor.data.load;

import io.candor.data.Image;
import io.candor.data.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Pictures as raw files, width and height before the pixels, in a temporary folder of their own. */
final class DiskPictures implements Pictures {

    private static final int HEADER = 2 * Integer.BYTES;

    private final IntFunction<Image> decode;
    private final Path folder;

    DiskPictures(IntFunction<Image> decode) {
        this.decode = decode;
        try {
            folder = Files.createTempDirectory("candor-pictures");
        } catch (IOException failure) {
            throw refused(Path.of(System.getProperty("java.io.tmpdir")), failure);
        }
    }

    @Override
    public Image picture(int sample) {
        Path file = folder.resolve(sample + ".bgr");
        try {
            if (Files.exists(file)) {
                return read(file);
            }
            Image decoded = decode.apply(sample);
            write(decoded, file);
            return decoded;
        } catch (IOException failure) {
            throw refused(file, failure);
        }
    }

    Path folder() {
        return folder;
    }

    private static Image read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer header = ByteBuffer.wrap(bytes);
        return new Image(header.getInt(), header.getInt(), Arrays.copyOfRange(bytes, HEADER, bytes.length));
    }

    private void write(Image image, Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + image.bgr().length);
        bytes.putInt(image.width()).putInt(image.height()).put(image.bgr());
        Path unfinished = Files.createTempFile(folder, "unfinished", ".bgr");
        Files.write(unfinished, bytes.array());
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static InvalidInput refused(Path place, IOException failure) {
        return new InvalidInput(
                "cache-disk",
                "--cache disk: cannot use %s (%s); expected a temporary folder with room. Use --cache auto or point"
                                .formatted(place, failure)
                        + " java.io.tmpdir elsewhere.",
                failure);
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove the picture cache " + folder, failure);
        }
    }
}
