package io.candor.data.synth;

import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.Label;
import io.candor.data.Split;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes a drawn data set in the layout YOLO trainers read.
 *
 * <pre>
 * data.yaml            written last: a folder without it is unfinished
 * images/train/...     pictures
 * labels/train/...     what an annotator wrote: with label noise, partly wrong
 * labels_true/train/.. what is really there
 * look_alikes/train/.. harmless spots: kind, then centre and size as in the labels
 * label_noise.csv      every label that was spoiled
 * synth.json           seed, options, versions, counts
 * </pre>
 */
public final class SynthDataset {

    private static final float JPEG_QUALITY = 0.92f;

    private final Path folder;
    private final SynthOptions options;
    private final BoardPainter painter;

    private SynthDataset(Path folder, SynthOptions options) {
        this.folder = folder;
        this.options = options;
        this.painter = new BoardPainter(options);
    }

    /**
     * Draw and write everything into {@code folder}, which is created if need be.
     *
     * @throws io.candor.data.InvalidInput if the folder holds something that may not be replaced
     */
    public static SynthRecord write(Path folder, SynthOptions options) throws IOException {
        SynthFolder.prepare(folder, options.existing());
        SynthDataset dataset = new SynthDataset(folder, options);
        Map<Split, List<Entry>> entries = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            if (options.images().of(split) > 0) {
                entries.put(split, dataset.writeSplit(split));
            }
        }
        SynthRecord record = SynthRecord.of(options, entries);
        record.write(folder, entries);
        SynthFolder.finish(folder);
        return record;
    }

    /** One image's file name, its true labels and what became of them. */
    record Entry(String name, List<Label> truth, List<Annotator.Mark> marks, int lookAlikes) {}

    private List<Entry> writeSplit(Split split) throws IOException {
        String part = split.name().toLowerCase(Locale.ROOT);
        for (String kind : List.of("images", "labels", "labels_true", "look_alikes")) {
            Files.createDirectories(folder.resolve(kind).resolve(part));
        }
        ForkJoinPool pool = new ForkJoinPool(options.workers());
        try {
            return pool.submit(() -> IntStream.range(0, options.images().of(split))
                            .parallel()
                            .mapToObj(index -> writeImage(split, part, index))
                            .toList())
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while drawing " + part, e);
        } catch (ExecutionException e) {
            throw new IOException("could not write the " + part + " images into " + folder, e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private Entry writeImage(Split split, String part, int index) {
        String name = "%s_%05d".formatted(part, index);
        BoardPainter.Board board = painter.paint(split, index);
        List<Annotator.Mark> marks = Annotator.mark(board.labels(), split, index, options);
        try {
            Path images = folder.resolve("images").resolve(part);
            Files.write(
                    images.resolve(name + "." + options.format().suffix()), encode(board.image(), options.format()));
            List<Label> written =
                    marks.stream().flatMap(mark -> mark.written().stream()).toList();
            writeLabels("labels", part, name, written);
            writeLabels("labels_true", part, name, board.labels());
            writeLookAlikes(part, name, board.lookAlikes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Entry(
                part + "/" + name, board.labels(), marks, board.lookAlikes().size());
    }

    private void writeLabels(String kind, String part, String name, List<Label> labels) throws IOException {
        List<String> rows = new ArrayList<>();
        for (Label label : labels) {
            String first = Integer.toString(label.classIndex());
            rows.add(
                    options.labels() == SynthOptions.Labels.BOXES
                            ? row(first, label.box())
                            : row(first, label.polygon()));
        }
        Files.write(folder.resolve(kind).resolve(part).resolve(name + ".txt"), rows);
    }

    private void writeLookAlikes(String part, String name, List<LookAlike> lookAlikes) throws IOException {
        List<String> rows = new ArrayList<>();
        for (LookAlike spot : lookAlikes) {
            rows.add(row(spot.kind().name().toLowerCase(Locale.ROOT), spot.box()));
        }
        Files.write(folder.resolve("look_alikes").resolve(part).resolve(name + ".txt"), rows);
    }

    private String row(String first, Box box) {
        double size = options.size();
        return String.format(
                Locale.ROOT,
                "%s %.6f %.6f %.6f %.6f",
                first,
                box.centerX() / size,
                box.centerY() / size,
                box.width() / size,
                box.height() / size);
    }

    private String row(String first, double... outline) {
        StringBuilder row = new StringBuilder(first);
        for (double coordinate : outline) {
            row.append(String.format(Locale.ROOT, " %.6f", coordinate / options.size()));
        }
        return row.toString();
    }

    /** The bytes of an image file. */
    static byte[] encode(Image image, SynthOptions.Format format) throws IOException {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] pixels = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        System.arraycopy(image.bgr(), 0, pixels, 0, pixels.length);
        ImageWriter writer =
                ImageIO.getImageWritersByFormatName(format.suffix()).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            // For PNG the "quality" is the effort of deflate, 1 being none; noise does not compress anyway.
            param.setCompressionQuality(format == SynthOptions.Format.JPG ? JPEG_QUALITY : 0.7f);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
