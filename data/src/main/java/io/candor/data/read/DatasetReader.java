package io.candor.data.read;

import io.candor.data.InvalidInput;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a data set in any of the forms users have, telling them apart by what the path points at. */
public final class DatasetReader {

    private DatasetReader() {}

    /** {@link #read(Path, ReadOptions)} with {@link ReadOptions#defaults()}. */
    public static Dataset read(Path data) {
        return read(data, ReadOptions.defaults());
    }

    /**
     * All samples and what had to be skipped. Files are looked at in parallel; the result does not depend on it.
     *
     * @param data a {@code data.yaml}, a folder that holds one, a COCO JSON, or a Pascal VOC folder
     * @throws InvalidInput when the source as a whole cannot be used; single bad images and rows are skipped instead
     */
    public static Dataset read(Path data, ReadOptions options) {
        return switch (LabelFormat.of(data)) {
            case YOLO_TEXT -> YoloReader.read(Files.isDirectory(data) ? data.resolve("data.yaml") : data);
            case COCO_JSON -> CocoReader.read(data, options);
            case PASCAL_VOC -> VocReader.read(data, options);
        };
    }
}
