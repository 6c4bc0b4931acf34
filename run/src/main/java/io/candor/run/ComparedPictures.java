package io.candor.run;

import io.candor.data.Image;
import io.candor.data.Mask;
import io.candor.data.augment.Letterbox;
import io.candor.data.draw.Annotation;
import io.candor.data.draw.BoxPainter;
import io.candor.data.read.ImageReader;
import io.candor.data.read.ImageWriter;
import io.candor.data.read.UnreadableImage;
import io.candor.metric.EvaluationSet;
import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.Experiment.Picture;
import io.candor.run.experiment.Experiment.View;
import io.candor.run.experiment.Figure;
import io.candor.run.experiment.Trained;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A few of the images the arms are judged by, each with its labels and with what the first training of each arm found. */
final class ComparedPictures {

    private static final int PICTURES = 4;
    private static final int SIDE = 384; // pixels of a picture, so that captions can be read

    private ComparedPictures() {}

    /** The block with pictures: spread evenly over the split, not chosen by what was found on them. */
    static Block added(Block block, List<Trained<EvaluationSet>> arms) {
        EvaluationSet truth = arms.get(0).sets().get(0);
        int count = Math.min(PICTURES, truth.images().size());
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int image = i * truth.images().size() / count;
            picture(block, arms, image).ifPresent(pictures::add);
        }
        return new Block(
                block.name(),
                block.images(),
                block.matchedRecall(),
                block.arms(),
                block.rows(),
                block.notes(),
                pictures);
    }

    private static Optional<Picture> picture(Block block, List<Trained<EvaluationSet>> arms, int image) {
        EvaluationSet truth = arms.get(0).sets().get(0);
        Optional<Image> read = read(Path.of(truth.image(image).file()));
        return read.map(picture -> {
            List<View> views = new ArrayList<>();
            views.add(new View("labels", painted(picture, labels(truth, image))));
            for (int a = 0; a < arms.size(); a++) {
                double threshold =
                        block.row(Figure.THRESHOLD).cells().get(a).perSeed().get(0);
                views.add(new View(
                        arms.get(a).name(),
                        painted(picture, found(arms.get(a).sets().get(0), image, threshold))));
            }
            String name = truth.images().get(image);
            return new Picture(
                    name.substring(name.lastIndexOf('/') + 1)
                            + ", detections from the confidence on that gives every run the same recall",
                    "image/jpeg",
                    views);
        });
    }

    private static Optional<Image> read(Path file) {
        try {
            return Files.isRegularFile(file) ? Optional.of(ImageReader.read(file)) : Optional.empty();
        } catch (UnreadableImage unreadable) {
            return Optional.empty(); // a report without one picture is better than none
        }
    }

    private static List<Annotation> labels(EvaluationSet set, int image) {
        List<Annotation> labels = new ArrayList<>();
        for (int o = 0; o < set.objects(); o++) {
            if (set.objectImage(o) == image) {
                int k = set.objectClass(o);
                labels.add(new Annotation(
                        set.objectBox(o),
                        outline(set.objectMask(o)),
                        set.classes().name(k),
                        k));
            }
        }
        return labels;
    }

    /** None if there is no such threshold. */
    private static List<Annotation> found(EvaluationSet set, int image, double threshold) {
        List<Annotation> found = new ArrayList<>();
        for (int d = 0; d < set.detections(); d++) {
            if (set.detectionImage(d) == image && set.confidence(d) >= threshold) {
                int k = set.detectionClass(d);
                String caption =
                        String.format(Locale.ROOT, "%s %.2f", set.classes().name(k), set.confidence(d));
                found.add(new Annotation(set.detectionBox(d), outline(set.detectionMask(d)), caption, k));
            }
        }
        return found;
    }

    private static double[] outline(Optional<Mask> mask) {
        return mask.map(Mask::outline).orElseGet(() -> new double[0]);
    }

    private static byte[] painted(Image image, List<Annotation> annotations) {
        Letterbox frame = Letterbox.square(image.width(), image.height(), SIDE, Letterbox.ScaleUp.YES);
        List<Annotation> placed =
                annotations.stream().map(drawn -> drawn.in(frame)).toList();
        return ImageWriter.encode(BoxPainter.paint(frame.apply(image), placed), "jpg");
    }
}
