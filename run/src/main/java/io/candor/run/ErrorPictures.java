package io.candor.run;

import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.draw.Annotation;
import io.candor.data.draw.BoxPainter;
import io.candor.data.draw.Thumbnail;
import io.candor.data.read.ImageWriter;
import io.candor.errors.Crop;
import io.candor.errors.ErrorAnalysis;
import io.candor.metric.EvaluationSet;
import io.candor.metric.MatchedDetections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Crops and contact sheets of mistakes. */
final class ErrorPictures {

    private static final int SIDE = 320; // pixels of a crop
    private static final int CELL = 200; // pixels of a picture on a sheet
    private static final int COLUMNS = 6;
    private static final int SHEET = 48;

    private final JudgedFiles files;
    private final EvaluationSet set;
    private final MatchedDetections matches;
    private final RunFolder folder;

    /**
     * One crop that is wanted.
     *
     * @param color palette index of the box: that of its class
     */
    private record Wanted(int image, Box box, String caption, int color) {}

    ErrorPictures(JudgedFiles files, MatchedDetections matches, RunFolder folder) {
        this.files = files;
        this.set = matches.set();
        this.matches = matches;
        this.folder = folder;
    }

    /** The worst {@code top} of each list, as crops in a folder and on a sheet. */
    void write(ErrorAnalysis analysis, int top) {
        list(
                "false_alarms",
                top,
                analysis.falseAlarms().stream().map(this::wanted).toList());
        list("misses", top, analysis.misses().stream().map(this::wanted).toList());
        list("confusions", top, analysis.confusions().stream().map(this::wanted).toList());
        list(
                "clean_alarms",
                top,
                analysis.cleanAlarms().stream().map(this::wanted).toList());
    }

    private Wanted wanted(ErrorAnalysis.FalseAlarm alarm) {
        return found(alarm.detection());
    }

    private Wanted wanted(ErrorAnalysis.CleanAlarm alarm) {
        return found(alarm.surestDetection());
    }

    private Wanted wanted(ErrorAnalysis.Confusion confusion) {
        Wanted found = found(confusion.detection());
        return new Wanted(
                found.image(),
                found.box(),
                found.caption() + " is " + set.classes().name(confusion.truth()),
                found.color());
    }

    private Wanted wanted(ErrorAnalysis.Miss miss) {
        return new Wanted(
                miss.image(), miss.box(), set.classes().name(miss.classIndex()) + " missed", miss.classIndex());
    }

    private Wanted found(int detection) {
        int k = matches.classIndex(detection);
        String caption = String.format(Locale.ROOT, "%s %.2f", set.classes().name(k), matches.confidence(detection));
        return new Wanted(matches.image(detection), matches.box(detection), caption, k);
    }

    private void list(String name, int top, List<Wanted> wanted) {
        List<Image> cells = new ArrayList<>();
        for (int i = 0; i < Math.min(top, wanted.size()); i++) {
            Optional<Image> picture = files.picture(set.image(wanted.get(i).image()));
            if (picture.isPresent()) {
                Image crop = crop(wanted.get(i), picture.get());
                ImageWriter.write(crop, crops(name).resolve("%04d_%s.jpg".formatted(i + 1, fileName(wanted.get(i)))));
                if (cells.size() < SHEET) {
                    cells.add(Thumbnail.titled(
                            Thumbnail.of(crop, CELL), CELL, wanted.get(i).caption()));
                }
            }
        }
        if (!cells.isEmpty()) {
            ImageWriter.write(BoxPainter.grid(cells, COLUMNS), folder.file(name + ".jpg"));
        }
    }

    private static Image crop(Wanted wanted, Image picture) {
        Crop crop = Crop.around(wanted.box(), picture, SIDE);
        return BoxPainter.paint(crop.image(), List.of(new Annotation(crop.apply(wanted.box()), "", wanted.color())));
    }

    private Path crops(String name) {
        try {
            return Files.createDirectories(folder.file("crops").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for the crops", e);
        }
    }

    /** The picture's name and what was found, without characters that file systems refuse. */
    private String fileName(Wanted wanted) {
        String image = set.images().get(wanted.image());
        String stem = image.substring(image.lastIndexOf('/') + 1).replaceFirst("\\.[^.]*$", "");
        String name = (stem + "_" + wanted.caption()).replaceAll("[^\\p{L}\\p{N}._-]+", "_");
        return name.substring(0, Math.min(80, name.length()));
    }
}
