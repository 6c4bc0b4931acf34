package io.candor.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.data.read.CocoSegmentation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Writes detections as a COCO results file ({@code predictions.json}): image_id, category_id, bbox as x, y, width,
 * height in pixels of the original image, score, and where a detection has a mask, segmentation. The file appears when the writer is closed after {@link #finish}.
 */
public final class PredictionsWriter implements AutoCloseable {

    private static final double COORDINATE_STEPS = 1000;

    private final Path file;
    private final Path partial;
    private final IntUnaryOperator categoryIds;
    private final JsonGenerator json;

    /**
     * Begins a file in a folder that is created if needed.
     *
     * @param categoryIds the category id of a class index; COCO counts from 1
     */
    public PredictionsWriter(Path file, IntUnaryOperator categoryIds) {
        this.file = file;
        this.categoryIds = categoryIds;
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            partial = Files.createTempFile(folder, file.getFileName().toString(), ".part");
            OutputStream stream = Files.newOutputStream(partial);
            json = new JsonMapper().createGenerator(stream);
            json.writeStartArray();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * The detections of one image.
     *
     * @param imageId written as a number if it is one
     */
    public void add(String imageId, List<Detection> detections) {
        try {
            for (Detection detection : detections) {
                json.writeStartObject();
                json.writeFieldName("image_id");
                writeId(imageId);
                json.writeNumberField("category_id", categoryIds.applyAsInt(detection.classIndex()));
                writeBox(detection.box());
                json.writeNumberField("score", detection.confidence());
                if (detection.mask().isPresent()) {
                    json.writeFieldName("segmentation");
                    json.writeTree(CocoSegmentation.runLengths(detection.mask().get()));
                }
                json.writeEndObject();
                json.writeRaw('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Completes the file and gives it its name. */
    public void finish() {
        try {
            json.writeEndArray();
            json.close();
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Gives up an unfinished file; does nothing after {@link #finish}. */
    @Override
    public void close() {
        try {
            json.close();
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private void writeId(String imageId) throws IOException {
        if (imageId.matches("0|[1-9][0-9]{0,17}")) {
            json.writeNumber(Long.parseLong(imageId));
        } else {
            json.writeString(imageId);
        }
    }

    private void writeBox(Box box) throws IOException {
        json.writeArrayFieldStart("bbox");
        for (double value : new double[] {box.x1(), box.y1(), box.width(), box.height()}) {
            json.writeNumber(Math.round(value * COORDINATE_STEPS) / COORDINATE_STEPS);
        }
        json.writeEndArray();
    }
}
