package io.candor.data.read;

import java.nio.file.Path;

/** Where the labels of an image are in a YOLO data set. */
public final class LabelFile {

    private static final String IMAGES = "images";
    private static final String LABELS = "labels";

    private LabelFile() {}

    /** The image's path with the last {@code /images/} in it replaced by {@code /labels/}, ending in {@code .txt}. */
    public static Path of(Path image) {
        return withExtension(replaceLast(image, IMAGES, LABELS), "txt");
    }

    /** The folder of labels that belongs to a folder of images, or of images to labels for {@code labels}. */
    static Path replaceLast(Path path, String folder, String by) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            if (path.getName(i).toString().equals(folder)) {
                return replace(path, i, by);
            }
        }
        return path;
    }

    private static Path replace(Path path, int index, String by) {
        Path result = path.getRoot() == null ? Path.of("") : path.getRoot();
        for (int i = 0; i < path.getNameCount(); i++) {
            result = result.resolve(i == index ? by : path.getName(i).toString());
        }
        return result;
    }

    private static Path withExtension(Path file, String extension) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + "." + extension);
    }
}
