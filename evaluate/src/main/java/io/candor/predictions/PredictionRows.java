package io.candor.predictions;

import com.fasterxml.jackson.core.JsonToken;
import io.candor.data.Box;
import io.candor.data.InvalidInput;
import io.candor.data.Mask;
import io.candor.data.read.CocoSegmentation;
import io.candor.metric.CornerBox;
import io.candor.metric.Extent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The detections of a file: a COCO results array, or the object {@code candor predict} writes. Row by row, so that a
 * file of millions of detections is never held as a whole.
 */
final class PredictionRows {

    /** Takes the detections in file order. */
    interface Taker {
        void detection(int image, int classIndex, CornerBox box, double score, Optional<Mask> mask);
    }

    private final Annotations annotations;
    private final Taker taker;
    private final double[] corners = new double[4];

    private PredictionRows(Annotations annotations, Taker taker) {
        this.annotations = annotations;
        this.taker = taker;
    }

    /** Hands every detection to the taker; InvalidInput at the first that cannot be used. */
    static void read(Path path, Annotations annotations, Taker taker) {
        PredictionRows rows = new PredictionRows(annotations, taker);
        JsonFile.read(path, file -> {
            if (file.parser.currentToken() == JsonToken.START_OBJECT) {
                rows.pictures(file);
            } else {
                file.require(
                        file.parser.currentToken() == JsonToken.START_ARRAY,
                        "a JSON array of detections, or what candor predict writes");
                file.eachObject(rows::row);
            }
        });
    }

    private void row(JsonFile file) throws IOException {
        int image = -1;
        int classIndex = -1;
        CornerBox box = null;
        Optional<CocoSegmentation> outline = Optional.empty();
        double score = Double.NaN;
        for (String key = file.nextKey(); key != null; key = file.nextKey()) {
            switch (key) {
                case "image_id" -> image = annotations.find(file.text(key), file::place);
                case "category_id" -> classIndex = annotations.classOf(file.wholeNumber(key), file::place);
                case "bbox" -> box = file.cornerBox(key);
                case "score" -> score = score(file, key);
                case "segmentation" -> outline = outline(file);
                default -> file.parser.skipChildren();
            }
        }
        file.require(image >= 0, "image_id in every detection");
        file.require(classIndex >= 0, "category_id in every detection");
        Optional<Mask> mask = mask(outline, image, file);
        file.require(box != null || mask.isPresent(), "bbox: [x, y, width, height] in every detection");
        file.require(!Double.isNaN(score), "score in every detection");
        taker.detection(image, classIndex, box == null ? around(mask.get()) : box, score, mask);
    }

    private static double score(JsonFile file, String key) throws IOException {
        double score = file.number(key);
        if (!(score >= 0 && score <= 1)) {
            throw file.invalid(key + " is " + score, "a number from 0 to 1");
        }
        return score;
    }

    private void pictures(JsonFile file) throws IOException {
        boolean known = false;
        for (String key = file.nextKey(); key != null; key = file.nextKey()) {
            if (key.equals("images")) {
                known = true;
                file.eachObject(this::picture);
            } else if (key.equals("annotations")) {
                throw annotationFile(file);
            } else {
                file.parser.skipChildren();
            }
        }
        if (!known) {
            throw new InvalidInput(
                    JsonFile.HELP,
                    "%s is an object without `images`. Expected a JSON array of detections (COCO results), or what candor predict writes."
                            .formatted(file.path));
        }
    }

    /** An annotation file would count as one without any detection. */
    private static InvalidInput annotationFile(JsonFile file) {
        return new InvalidInput(
                JsonFile.HELP,
                "%s holds annotations, not detections. Give it as --annotations, and as --predictions a JSON array of detections (COCO results), or what candor predict writes."
                        .formatted(file.path));
    }

    private void picture(JsonFile file) throws IOException {
        int image = -1;
        boolean listed = false;
        for (String key = file.nextKey(); key != null; key = file.nextKey()) {
            if (key.equals("image")) {
                image = annotations.find(file.text(key), file::place);
            } else if (key.equals("detections")) {
                file.require(image >= 0, "`image` before `detections`");
                listed = true;
                int found = image;
                file.eachObject(each -> found(each, found));
            } else {
                file.parser.skipChildren();
            }
        }
        file.require(listed, "`image` and `detections` in every entry of `images`");
    }

    private void found(JsonFile file, int image) throws IOException {
        int classIndex = -1;
        String name = "";
        Optional<CocoSegmentation> outline = Optional.empty();
        CornerBox box = null;
        double score = Double.NaN;
        for (String key = file.nextKey(); key != null; key = file.nextKey()) {
            switch (key) {
                case "class" -> classIndex = (int) file.wholeNumber(key);
                case "name" -> name = file.text(key);
                case "confidence" -> score = score(file, key);
                case "box" -> box = fromCorners(file, key);
                case "segmentation" -> outline = outline(file);
                default -> file.parser.skipChildren();
            }
        }
        file.require(box != null && !Double.isNaN(score), "class, confidence and box in every detection");
        int known = annotations.classNamed(name, classIndex, file::place);
        taker.detection(image, known, box, score, mask(outline, image, file));
    }

    private Optional<CocoSegmentation> outline(JsonFile file) throws IOException {
        if (annotations.extent == Extent.BOX) {
            file.parser.skipChildren();
            return Optional.empty();
        }
        return Optional.of(file.segmentation());
    }

    /** Results that hold masks alone are COCO's form too. */
    private static CornerBox around(Mask mask) {
        Box box = mask.bounds();
        return new CornerBox(box.x1(), box.y1(), box.width(), box.height());
    }

    private Optional<Mask> mask(Optional<CocoSegmentation> outline, int image, JsonFile file) {
        return outline.flatMap(each -> annotations.mask(each, image, file::place));
    }

    private CornerBox fromCorners(JsonFile file, String key) throws IOException {
        file.fourNumbers(key, corners);
        return file.checked(
                key, new CornerBox(corners[0], corners[1], corners[2] - corners[0], corners[3] - corners[1]));
    }
}
