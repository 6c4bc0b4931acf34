package io.candor.run;

import io.candor.data.Batch;
import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Image;
import io.candor.data.Mask;
import io.candor.data.draw.Annotation;
import io.candor.data.draw.BoxPainter;
import io.candor.data.read.ImageWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Draws the first training batches as the network sees them, beside the training. */
final class BatchPictures {

    private static final int BATCHES = 3;
    private static final int PICTURES = 16;
    private static final int COLUMNS = 4;

    private final RunFolder folder;
    private final Classes classes;
    private final List<CompletableFuture<Void>> drawing = new ArrayList<>();
    private int seen;

    BatchPictures(RunFolder folder, Classes classes) {
        this.folder = folder;
        this.classes = classes;
    }

    /** Draws the batch if it is one of the first of the run and not drawn before the run was resumed. */
    void seen(int number, Batch batch) {
        if (seen < BATCHES && number == seen++) {
            Path file = folder.file("train_batch%d.jpg".formatted(number));
            if (!Files.exists(file)) {
                drawing.add(CompletableFuture.runAsync(() -> ImageWriter.write(picture(batch, classes), file)));
            }
        }
    }

    /** Waits for pictures under way; fails if one could not be written. */
    void finish() {
        drawing.forEach(CompletableFuture::join);
    }

    /** The first images of a batch with their labels. */
    static Image picture(Batch batch, Classes classes) {
        List<Image> painted = new ArrayList<>();
        for (int i = 0; i < Math.min(batch.size(), PICTURES); i++) {
            painted.add(BoxPainter.paint(image(batch, i), annotations(batch, i, classes)));
        }
        return BoxPainter.grid(painted, COLUMNS);
    }

    private static Image image(Batch batch, int index) {
        int size = batch.height() * batch.width() * Image.CHANNELS;
        byte[] bgr = new byte[size];
        int from = index * size;
        for (int i = 0; i < size; i += Image.CHANNELS) {
            bgr[i] = batch.rgb()[from + i + 2];
            bgr[i + 1] = batch.rgb()[from + i + 1];
            bgr[i + 2] = batch.rgb()[from + i];
        }
        return new Image(batch.width(), batch.height(), bgr);
    }

    /** What a label's mask shows, in pixels of the batch's images. */
    private static double[] outline(Batch batch, int label) {
        if (!batch.hasMasks()) {
            return new double[0];
        }
        int width = batch.width() / Batch.MASK_STRIDE;
        int height = batch.height() / Batch.MASK_STRIDE;
        int start = batch.imageIndex()[label] * width * height;
        double[] outline = Mask.where(width, height, (x, y) -> batch.masks()[start + y * width + x] == label)
                .outline();
        for (int i = 0; i < outline.length; i++) {
            outline[i] *= Batch.MASK_STRIDE;
        }
        return outline;
    }

    private static List<Annotation> annotations(Batch batch, int index, Classes classes) {
        List<Annotation> annotations = new ArrayList<>();
        for (int label = 0; label < batch.labels(); label++) {
            if (batch.imageIndex()[label] == index) {
                float[] b = batch.boxes();
                int k = batch.classIndex()[label];
                Box box = new Box(b[4 * label], b[4 * label + 1], b[4 * label + 2], b[4 * label + 3]);
                annotations.add(new Annotation(box, outline(batch, label), classes.name(k), k));
            }
        }
        return annotations;
    }
}
