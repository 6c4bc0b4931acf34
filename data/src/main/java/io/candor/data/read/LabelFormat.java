package io.candor.data.read;

import io.candor.data.InvalidInput;
import java.nio.file.Files;
import java.nio.file.Path;

/** The forms in which data sets come. */
public enum LabelFormat {
    YOLO_TEXT,
    COCO_JSON,
    PASCAL_VOC;

    /**
     * The form of the data set at a path.
     *
     * @throws InvalidInput when there is nothing at the path, or nothing that is known
     */
    public static LabelFormat of(Path data) {
        if (!Files.exists(data)) {
            throw new InvalidInput(
                    "data-not-found",
                    "%s does not exist (looked in %s). Expected a data.yaml, a COCO JSON file or a Pascal VOC folder."
                            .formatted(data, Path.of("").toAbsolutePath()));
        }
        return Files.isDirectory(data) ? ofFolder(data) : ofFile(data);
    }

    private static LabelFormat ofFile(Path file) {
        return switch (ImageFile.extension(file.getFileName().toString())) {
            case "yaml", "yml" -> YOLO_TEXT;
            case "json" -> COCO_JSON;
            default ->
                throw new InvalidInput(
                        "data-not-found",
                        "%s is neither .yaml (YOLO) nor .json (COCO); for Pascal VOC give the folder that holds Annotations."
                                .formatted(file));
        };
    }

    private static LabelFormat ofFolder(Path folder) {
        if (Files.exists(folder.resolve("data.yaml"))) {
            return YOLO_TEXT;
        }
        if (Files.isDirectory(folder.resolve("Annotations"))) {
            return PASCAL_VOC;
        }
        throw new InvalidInput(
                "data-not-found",
                ("%s holds neither a data.yaml nor a folder Annotations (Pascal VOC)."
                                + " For COCO give the JSON file and, if needed, --images with the folder of its images.")
                        .formatted(folder));
    }
}
