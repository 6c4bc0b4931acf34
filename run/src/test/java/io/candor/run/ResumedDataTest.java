package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.read.ImageWriter;
import io.candor.train.Outcome;
import io.candor.train.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is resumed on the data it was begun with, wherever that is, and on no other. */
class ResumedDataTest {

    @TempDir
    private Path folder;

    private static TrainRun small(Path data, String model) {
        return TrainRun.on(data)
                .with(TrainKeys.MODEL, model)
                .with(TrainKeys.BATCH, 4)
                .with(TrainKeys.WORKERS, 1)
                .with(TrainKeys.DEVICE, "cpu")
                .with(TrainKeys.PRECISION, "fp32");
    }

    private Path pictures() throws IOException {
        Random random = new Random(5);
        for (String split : List.of("train", "val")) {
            for (String name : List.of("cat", "dog")) {
                Path place = Files.createDirectories(
                        folder.resolve("pictures").resolve(split).resolve(name));
                for (int i = 0; i < 4; i++) {
                    byte[] bgr = new byte[8 * 8 * 3];
                    random.nextBytes(bgr);
                    ImageWriter.write(new Image(8, 8, bgr), place.resolve(name + i + ".png"));
                }
            }
        }
        return folder.resolve("pictures");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void refused(TrainRun run, String difference) {
        assertThatThrownBy(run::run)
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(difference)
                .hasMessageContaining("--data")
                .satisfies(thrown -> assertThat(((InvalidInput) thrown).help()).isEqualTo("resume-data"));
    }

    /** A classifier after one of two epochs. */
    private static void stopped(Path pictures, Path out) throws IOException {
        StopRequest stop = new StopRequest();
        TrainRun.Result stopped = small(pictures, "mlp")
                .with(TrainKeys.EPOCHS, 2)
                .with(TrainKeys.OUT, out)
                .run(
                        new Told() {
                            @Override
                            public void say(String line) {
                                if (line.startsWith("epoch 1/2")) {
                                    stop.make();
                                }
                            }
                        },
                        stop);
        assertThat(stopped.outcome().ending()).isEqualTo(Outcome.Ending.STOPPED);
    }

    @Test
    void a_classifier_goes_on_with_the_same_pictures_in_another_place_alone() throws IOException {
        Path pictures = pictures();
        Path out = folder.resolve("run");
        stopped(pictures, out);
        TrainRun resume =
                new TrainRun(Settings.of(TrainKeys.ALL).with(TrainKeys.OUT, out).with(TrainKeys.RESUME, "true"));

        Path dog = pictures.resolve("train/dog/dog1.png");
        Path cat = pictures.resolve("train/cat/dog1.png");
        Files.move(dog, cat);
        refused(resume, "train has other images");
        Files.delete(cat);
        refused(resume, "train had 8 images and has 7");
        Files.copy(pictures.resolve("train/dog/dog2.png"), dog); // pixels are not looked at

        Path moved = folder.resolve("moved");
        copy(pictures, moved);
        Files.move(pictures, folder.resolve("hidden"));
        refused(resume, "the data set of this run is not there");
        Told listener = new Told();
        TrainRun.Result resumed = resume.with(TrainKeys.DATA, moved).run(listener, new StopRequest());
        assertThat(resumed.outcome().ending()).isEqualTo(Outcome.Ending.FINISHED);
        assertThat(listener.lines).contains("data is at %s now, was at %s.".formatted(moved, pictures));
        assertThat(out.resolve("args.yaml")).content().contains(moved.toString());
    }

    /** Whose record of the data is missing, as runs of earlier versions have none; the order of columns is that of classes. */
    @Test
    void a_classifier_does_not_go_on_with_its_classes_in_another_order() throws IOException {
        List<String> rows = new ArrayList<>(List.of("path,cat,dog,split"));
        try (Stream<Path> files = Files.walk(pictures())) {
            files.filter(Files::isRegularFile)
                    .sorted()
                    .forEach(file -> rows.add("%s,%s,%s"
                            .formatted(
                                    file,
                                    file.getParent().endsWith("cat") ? "1,0" : "0,1",
                                    file.getParent().getParent().getFileName())));
        }
        Path table = Files.write(folder.resolve("table.csv"), rows);
        Path out = folder.resolve("run");
        stopped(table, out);
        Files.delete(out.resolve(DataFingerprint.FILE));
        rows.set(0, "path,dog,cat,split");
        Files.write(table, rows);
        TrainRun resume = new TrainRun(Settings.of(TrainKeys.ALL).with(TrainKeys.RESUME, out.toString()));
        refused(resume, "the classes were cat, dog and are dog, cat");
        assertThat(out.resolve(DataFingerprint.FILE)).doesNotExist();
        rows.set(0, "path,cat,dog,split");
        Files.write(table, rows);
        assertThat(resume.run().outcome().ending()).isEqualTo(Outcome.Ending.FINISHED);
    }

    @Test
    void a_detector_does_not_go_on_with_other_labels() throws IOException {
        Path data = DrawnBoards.in(folder.resolve("boards"));
        Path out = folder.resolve("run");
        small(data, "yolov8n")
                .with(TrainKeys.EPOCHS, 1)
                .with(TrainKeys.IMGSZ, 32)
                .with(TrainKeys.OUT, out)
                .run();
        Path labels;
        try (Stream<Path> files = Files.list(folder.resolve("boards/labels/train"))) {
            labels = files.sorted().findFirst().orElseThrow();
        }
        List<String> right = Files.readAllLines(labels);
        Files.write(labels, right.subList(1, right.size()));
        TrainRun resume = new TrainRun(Settings.of(TrainKeys.ALL).with(TrainKeys.RESUME, out.toString()));
        refused(resume, "train has other labels on the same images");
        Files.write(labels, right);
        assertThat(resume.run().outcome().ending()).isEqualTo(Outcome.Ending.FINISHED);
    }
}
