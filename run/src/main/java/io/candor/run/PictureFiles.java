package io.candor.run;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The image files that files and folders given by a user amount to. */
final class PictureFiles {

    private static final Set<String> ENDINGS =
            Set.of("jpg", "jpeg", "jpe", "png", "bmp", "tif", "tiff", "webp", "mpo", "dng");

    private PictureFiles() {}

    /**
     * Files as given, folders with everything below them that has the ending of an image, by name.
     *
     * @throws InvalidInput if something is missing or a folder holds no image
     */
    static List<Path> of(List<Path> sources) {
        List<Path> files = new ArrayList<>();
        for (Path source : sources) {
            if (Files.isDirectory(source)) {
                files.addAll(below(source));
            } else if (Files.isRegularFile(source)) {
                files.add(source);
            } else {
                throw new InvalidInput(
                        "source", "%s: no such file or folder. Give images or folders of images.".formatted(source));
            }
        }
        return files;
    }

    private static List<Path> below(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> images = walk.filter(PictureFiles::isImage).sorted().toList();
            if (images.isEmpty()) {
                throw new InvalidInput(
                        "source",
                        "%s: no images in this folder or below it; looked for %s."
                                .formatted(
                                        folder,
                                        String.join(
                                                ", ", ENDINGS.stream().sorted().toList())));
            }
            return images;
        } catch (IOException unreadable) {
            throw new InvalidInput(
                    "source", "%s: cannot be read (%s).".formatted(folder, Reason.of(unreadable)), unreadable);
        }
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
