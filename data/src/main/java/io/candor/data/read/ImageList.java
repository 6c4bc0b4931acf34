package io.candor.data.read;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;

/**
 * The image files a split consists of, from folders (searched with all folders in them, links followed) and text lists
 * (one path per line, relative to the list's folder or to the data set's).
 */
final class ImageList {

    private final Path root;
    private final List<Path> images = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();

    private ImageList(Path root) {
        this.root = root;
    }

    /**
     * Folders and lists in the order given; the files of a folder sorted by name.
     *
     * @throws InvalidInput when a folder or list cannot be read
     */
    static ImageList of(List<Path> sources, Path root) {
        ImageList list = new ImageList(root);
        for (Path source : sources) {
            if (Files.isDirectory(source)) {
                list.images.addAll(inFolder(source));
            } else if (ImageFile.isNamedLikeOne(source)) {
                list.images.add(source);
            } else {
                list.addLines(source);
            }
        }
        return list;
    }

    List<Path> images() {
        return images;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    /** All image files below a folder, sorted. */
    static List<Path> inFolder(Path folder) {
        return files(folder).stream().filter(ImageFile::isNamedLikeOne).toList();
    }

    /** All files below a folder, sorted. */
    static List<Path> files(Path folder) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(
                    folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Collector(found));
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
        found.sort(null);
        return found;
    }

    /** What is in folders without images, for the message that says so. */
    static InvalidInput noImages(List<Path> sources) {
        TreeMap<String, Integer> others = new TreeMap<>();
        for (Path source : sources) {
            if (Files.isDirectory(source)) {
                files(source).forEach(file -> others.merge(ImageFile.extension(file.toString()), 1, Integer::sum));
            }
        }
        String found = others.isEmpty() ? "nothing" : "other files only, by extension: " + others;
        return new InvalidInput(
                "no-images",
                "%s holds no images. Found %s. Expected files ending in %s."
                        .formatted(
                                sources.size() == 1 ? sources.get(0) : sources,
                                found,
                                String.join(
                                        ", ",
                                        ImageFile.EXTENSIONS.stream().sorted().toList())));
    }

    static InvalidInput unreadable(Path path, IOException e) {
        String reason = e instanceof AccessDeniedException
                ? "Candor may not read it. Give yourself the permission (chmod -R u+rX), or use a copy."
                : "it cannot be read: " + e.getMessage();
        return new InvalidInput("folder-permission", path + ": " + reason, e);
    }

    private void addLines(Path list) {
        int line = 0;
        for (String text : lines(list)) {
            line++;
            if (!text.isBlank()) {
                add(list, line, text.strip());
            }
        }
    }

    private void add(Path list, int line, String text) {
        Path parent = list.toAbsolutePath().getParent();
        Path besideList = parent.resolve(text).normalize();
        Path inRoot = root.resolve(text).normalize();
        if (Files.exists(besideList)) {
            images.add(besideList);
        } else if (Files.exists(inRoot)) {
            images.add(inRoot);
        } else {
            skipped.add(new Skipped(list, line, Fault.MISSING_IMAGE, "`%s` does not exist".formatted(text)));
        }
    }

    private static List<String> lines(Path list) {
        try {
            return Files.readAllLines(list);
        } catch (CharacterCodingException e) {
            throw new InvalidInput(
                    "data-yaml", list + " is neither a folder of images nor a text list with one path per line.", e);
        } catch (IOException e) {
            throw unreadable(list, e);
        }
    }

    private static final class Collector extends SimpleFileVisitor<Path> {
        private final List<Path> found;

        Collector(List<Path> found) {
            this.found = found;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found.add(file);
            return FileVisitResult.CONTINUE;
        }

        /** A link that leads back up is left alone; a folder without permission ends the search. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            if (e instanceof FileSystemLoopException) {
                return FileVisitResult.CONTINUE;
            }
            throw unreadable(file, e);
        }
    }
}
