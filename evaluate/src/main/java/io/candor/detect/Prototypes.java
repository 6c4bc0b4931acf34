package io.candor.detect;

import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.data.Mask;
import io.candor.data.augment.Letterbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pictures from which the masks of one image are mixed (Bolya et al., YOLACT, 2019), as a network gives them: they
 * cover the letterbox at a fraction of its size.
 *
 * @param count number of pictures
 * @param width columns of each
 * @param height rows of each
 * @param values (count, height, width), row by row
 */
@SuppressWarnings("ArrayRecordComponent") // consumed once and never compared
public record Prototypes(int count, int width, int height, float[] values) {

    public Prototypes {
        if (values.length != (long) count * width * height) {
            throw new IllegalArgumentException("%d prototypes of %d x %d need %d numbers, got %d"
                    .formatted(count, width, height, (long) count * width * height, values.length));
        }
    }

    /**
     * The detections with boxes and masks in pixels of the original image. A mask without any pixel, as of an object
     * smaller than what the network can outline, is empty; the box stands nevertheless.
     *
     * @param survivors in pixels of the letterbox
     * @param coefficients (count, anchors), row by row: how much of each prototype an anchor's mask holds
     * @param letterbox of the image
     */
    public List<Detection> detections(Survivors survivors, float[] coefficients, Letterbox letterbox) {
        List<Detection> found = new ArrayList<>();
        List<Detection> boxes = survivors.detections();
        for (int i = 0; i < boxes.size(); i++) {
            Detection inFrame = boxes.get(i);
            Box box = letterbox.undo(inFrame.box());
            Mask mask = mask(column(coefficients, survivors.anchor()[i]), box, letterbox);
            found.add(new Detection(inFrame.classIndex(), inFrame.confidence(), box, Optional.of(mask)));
        }
        return found;
    }

    /**
     * The coefficients of one anchor.
     *
     * @param coefficients (count, anchors), row by row
     */
    public float[] column(float[] coefficients, int anchor) {
        int anchors = coefficients.length / count;
        float[] column = new float[count];
        for (int k = 0; k < count; k++) {
            column[k] = coefficients[k * anchors + anchor];
        }
        return column;
    }

    /**
     * The mask of one object at the size of the original image: the prototypes' sum is enlarged, bilinear, and a pixel
     * belongs to the object if its value there is above 0 (probability above one half) and it lies in the box. Cut after
     * enlarging, a mask never leaves its box.
     *
     * @param coefficients one per prototype
     * @param box in pixels of the original image; of its columns and rows those are inside for which
     *     {@code x1 <= x < x2}
     */
    public Mask mask(float[] coefficients, Box box, Letterbox letterbox) {
        Axis columns = Axis.columns(letterbox, width, box);
        Axis rows = Axis.rows(letterbox, height, box);
        Mask.Builder mask = new Mask.Builder(letterbox.sourceWidth(), letterbox.sourceHeight());
        if (columns.size() > 0 && rows.size() > 0) {
            new Enlarged(sum(coefficients, columns, rows), columns, rows).write(mask);
        }
        return mask.build();
    }

    /** The weighted sum over the cells that the box needs, row by row. */
    private float[] sum(float[] coefficients, Axis columns, Axis rows) {
        int across = columns.cells();
        float[] sum = new float[across * rows.cells()];
        for (int k = 0; k < count; k++) {
            float weight = coefficients[k];
            for (int y = 0; y < rows.cells(); y++) {
                int from = (k * height + rows.firstCell() + y) * width + columns.firstCell();
                for (int x = 0; x < across; x++) {
                    sum[y * across + x] += weight * values[from + x];
                }
            }
        }
        return sum;
    }
}
