package io.candor.data.read;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.Polygon;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.CocoFile.CocoAnnotation;
import io.candor.data.read.CocoFile.CocoImage;
import io.candor.data.read.CocoFile.Crowd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * COCO JSON to samples. Category ids may have gaps; the class index is the rank of the id. Crowd regions are no labels
 * of single objects and are left out.
 */
final class CocoReader {

    private final CocoFile coco;
    private final NavigableMap<Long, Integer> classIndex = new TreeMap<>();
    private final Path images;

    private CocoReader(CocoFile coco, NavigableMap<Long, String> categories, Optional<Path> images) {
        this.coco = coco;
        categories.keySet().forEach(id -> classIndex.put(id, classIndex.size()));
        this.images = images.map(CocoReader::existing).orElseGet(this::usualPlace);
    }

    static Dataset read(Path json, ReadOptions options) {
        CocoFile coco = CocoFile.read(json);
        NavigableMap<Long, String> categories = coco.categories();
        Classes classes = new Classes(List.copyOf(categories.values()));
        Reading train = new CocoReader(coco, categories, options.images()).read();
        if (options.validation().isEmpty()) {
            Map<Split, List<Sample>> splits = HoldOut.split(train.samples(), options.holdOut());
            String note = HoldOut.note(json, splits, options.holdOut());
            return new Dataset(json, classes, splits, train.skipped(), List.of(note));
        }
        CocoFile second = CocoFile.read(options.validation().get());
        agree(coco, second);
        Reading val =
                new CocoReader(second, categories, options.validationImages().or(options::images)).read();
        Map<Split, List<Sample>> splits = new EnumMap<>(Split.class);
        splits.put(Split.TRAIN, train.samples());
        splits.put(Split.VAL, val.samples());
        return new Dataset(
                json, classes, splits, Reading.joined(List.of(train, val)).skipped(), List.of());
    }

    private static void agree(CocoFile first, CocoFile second) {
        second.categories().forEach((id, name) -> {
            String expected = first.categories().get(id);
            if (!Objects.equals(expected, name)) {
                throw new InvalidInput(
                        "class-names",
                        "%s calls category %d `%s`, but %s calls it `%s`. Both files must use the same categories."
                                .formatted(second.file(), id, name, first.file(), expected));
            }
        });
    }

    private Reading read() {
        Map<Long, List<CocoAnnotation>> byImage = new HashMap<>();
        coco.images().forEach(image -> byImage.put(image.id(), new ArrayList<>()));
        List<Skipped> unknown = new ArrayList<>();
        for (CocoAnnotation annotation : coco.annotations()) {
            List<CocoAnnotation> ofImage = byImage.get(annotation.image());
            if (ofImage == null) {
                String reason = "annotation %d belongs to image %d, which the file does not list"
                        .formatted(annotation.id(), annotation.image());
                unknown.add(new Skipped(coco.file(), annotation.line(), Fault.UNKNOWN_IMAGE, reason));
            } else {
                ofImage.add(annotation);
            }
        }
        Reading reading = Reading.each(coco.images(), image -> sample(image, byImage.get(image.id())));
        refuseAllMissing(reading);
        return reading.and(unknown);
    }

    private void refuseAllMissing(Reading reading) {
        long missing = reading.skipped().stream()
                .filter(each -> each.fault() == Fault.MISSING_IMAGE)
                .count();
        if (missing == coco.images().size()) {
            throw new InvalidInput(
                    "folder-not-found",
                    "none of the %d images of %s is in %s (the first is `%s`). Give the folder with --images."
                            .formatted(
                                    missing,
                                    coco.file(),
                                    images,
                                    coco.images().get(0).fileName()));
        }
    }

    private Reading sample(CocoImage image, List<CocoAnnotation> annotations) {
        Path file = images.resolve(image.fileName()).normalize();
        return Reading.ofImage(file, size -> {
            if (image.width() > 0 && (image.width() != size.width() || image.height() != size.height())) {
                String reason = "is %s pixels (upright), but %s:%d says %d x %d"
                        .formatted(size, coco.file(), image.line(), image.width(), image.height());
                return Reading.leftOut(new Skipped(file, 0, Fault.SIZE_MISMATCH, reason));
            }
            LabelCollector labels = new LabelCollector(coco.file(), classIndex.size());
            annotations.forEach(annotation -> add(labels, annotation, size));
            return labels.of(file, size);
        });
    }

    private void add(LabelCollector labels, CocoAnnotation annotation, Size size) {
        Integer index = classIndex.get(annotation.category());
        int line = annotation.line();
        if (annotation.crowd() == Crowd.GROUP) {
            labels.skip(line, Fault.CROWD_REGION, "annotation %d is a crowd region".formatted(annotation.id()));
        } else if (index == null) {
            labels.skip(
                    line,
                    Fault.UNKNOWN_CLASS,
                    "annotation %d has category %d, which the file does not list"
                            .formatted(annotation.id(), annotation.category()));
        } else {
            add(labels, annotation, index, size);
        }
    }

    private static void add(LabelCollector labels, CocoAnnotation annotation, int index, Size size) {
        double[] box = annotation.box();
        int line = annotation.line();
        String fault = annotation.segmentation().faultAsObject(size, box);
        double[] outline = fault.isEmpty() ? annotation.segmentation().outline(size) : new double[0];
        if (!fault.isEmpty()) {
            labels.skip(
                    line,
                    Fault.UNUSABLE_MASK,
                    "annotation %d: %s; only its box is used".formatted(annotation.id(), fault));
        }
        if (box.length == 4) {
            Box corners = new Box(box[0], box[1], box[0] + box[2], box[1] + box[3]);
            labels.addInside(line, index, corners, outline, size);
        } else if (box.length == 0 && outline.length > 0) {
            labels.addInside(line, index, Polygon.extent(outline), outline, size);
        } else {
            labels.skip(
                    line,
                    Fault.COLUMN_COUNT,
                    "`bbox` of annotation %d has %d numbers, expected x, y, width, height"
                            .formatted(annotation.id(), box.length));
        }
    }

    private static Path existing(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidInput("folder-not-found", "the folder of images %s does not exist.".formatted(folder));
        }
        return folder;
    }

    /** Where the first image is: beside the JSON, or in the folder the JSON is named after, as published sets have it. */
    private Path usualPlace() {
        Path beside = coco.file().toAbsolutePath().getParent();
        Path above = beside.getParent() == null ? beside : beside.getParent();
        String stem = coco.file().getFileName().toString().replaceFirst("\\.[^.]*$", "");
        String split = stem.substring(stem.lastIndexOf('_') + 1); // instances_val2017 -> val2017
        String first = coco.images().get(0).fileName();
        List<Path> places = List.of(
                beside,
                beside.resolve("images"),
                beside.resolve(split),
                above.resolve(split),
                above.resolve("images").resolve(split),
                above.resolve("images"));
        return places.stream()
                .filter(place -> Files.exists(place.resolve(first)))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "folder-not-found",
                        "the images of %s were not found: looked for `%s` in %s. Give their folder with --images."
                                .formatted(coco.file(), first, places)));
    }
}
