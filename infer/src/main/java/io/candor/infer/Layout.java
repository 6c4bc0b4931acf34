package io.candor.infer;

import io.candor.data.Detection;
import io.candor.detect.Suppression;
import io.candor.detect.SuppressionOptions;
import io.candor.detect.Survivors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the numbers of a detector's output are arranged, and what detections they mean. Behind the numbers of an anchor or
 * a row a network with masks says how much of each of M prototypes the mask holds.
 */
public enum Layout {
    /** (4 + K + M, A): centre x, centre y, width, height, then probabilities, one column per anchor. YOLOv8, 11, Candor. */
    ANCHOR_COLUMNS("(N, 4 + K, A)") {
        @Override
        Selected select(float[] output, Columns columns, SuppressionOptions options) {
            int anchors = output.length / columns.width();
            return suppressed(output, anchors, columns, options);
        }
    },
    /** (A, 4 + K + M): the same transposed. */
    ANCHOR_ROWS("(N, A, 4 + K)") {
        @Override
        Selected select(float[] output, Columns columns, SuppressionOptions options) {
            int anchors = output.length / columns.width();
            return suppressed(transposed(output, columns.width()), anchors, columns, options);
        }
    },
    /** (A, 5 + K + M): centre x, centre y, width, height, objectness, then probabilities given an object. YOLOv5. */
    ANCHOR_ROWS_WITH_OBJECTNESS("(N, A, 5 + K)") {
        @Override
        Selected select(float[] output, Columns columns, SuppressionOptions options) {
            int width = 1 + columns.width();
            int anchors = output.length / width;
            float[] turned = transposed(output, width);
            float[] without = new float[columns.width() * anchors];
            System.arraycopy(turned, 0, without, 0, OBJECT * anchors);
            System.arraycopy(
                    turned, (OBJECT + 1) * anchors, without, OBJECT * anchors, without.length - OBJECT * anchors);
            for (int i = 0; i < columns.classes * anchors; i++) {
                without[OBJECT * anchors + i] *= turned[OBJECT * anchors + i % anchors];
            }
            return suppressed(without, anchors, columns, options);
        }
    },
    /** (R, 6 + M): x1, y1, x2, y2, confidence, class; selected already. YOLOv10, and files with suppression inside. */
    SELECTED_ROWS("(N, R, 6)") {
        @Override
        Selected select(float[] output, Columns columns, SuppressionOptions options) {
            int width = ROW + columns.masks;
            int[] chosen = IntStream.range(0, output.length / width)
                    .filter(row -> isWanted(output, row * width, columns.classes, options))
                    .boxed()
                    .sorted(Comparator.comparing(row -> -output[row * width + CONFIDENCE]))
                    .limit(options.maxDetections())
                    .mapToInt(Integer::intValue)
                    .toArray();
            int size = chosen.length;
            Survivors rows = new Survivors(chosen, new int[size], new float[size], new float[4 * size]);
            for (int i = 0; i < size; i++) {
                int at = chosen[i] * width;
                System.arraycopy(output, at, rows.boxes(), 4 * i, 4);
                rows.confidence()[i] = output[at + CONFIDENCE];
                rows.classIndex()[i] = (int) output[at + CONFIDENCE + 1];
            }
            float[] turned = columns.masks == 0 ? new float[0] : transposed(output, width);
            return new Selected(rows, Arrays.copyOfRange(turned, turned.length / width * ROW, turned.length));
        }

        private boolean isWanted(float[] output, int at, int classes, SuppressionOptions options) {
            int classIndex = (int) output[at + CONFIDENCE + 1];
            boolean wanted =
                    options.onlyClasses().isEmpty() || options.onlyClasses().contains(classIndex);
            return wanted && output[at + CONFIDENCE] > options.confidence() && classIndex >= 0 && classIndex < classes;
        }
    };

    private static final int ROW = 6;
    private static final int CONFIDENCE = 4;
    /** Where files with an objectness have it: behind the box. */
    private static final int OBJECT = 4;

    private final String shape;

    Layout(String shape) {
        this.shape = shape;
    }

    /**
     * What the numbers of an anchor mean.
     *
     * @param classes number of probabilities
     * @param masks number of coefficients, 0 without masks
     */
    record Columns(int classes, int masks) {
        int width() {
            return 4 + classes + masks;
        }
    }

    /**
     * What is left after selection.
     *
     * @param coefficients (M, A), row by row: a survivor's are in the column of its anchor
     */
    @SuppressWarnings("ArrayRecordComponent") // consumed once and never compared
    record Selected(Survivors survivors, float[] coefficients) {}

    /** As people write it, with N images, K classes, A anchors, R rows; without the coefficients of masks. */
    public String shape() {
        return shape;
    }

    /**
     * The detections of one image without masks, most confident first, in pixels of the network's input.
     *
     * @param output the numbers of one image
     */
    public List<Detection> detections(float[] output, int classes, SuppressionOptions options) {
        return select(output, new Columns(classes, 0), options).survivors().detections();
    }

    /** The detections of one image, in pixels of the network's input. */
    abstract Selected select(float[] output, Columns columns, SuppressionOptions options);

    private static Selected suppressed(float[] table, int anchors, Columns columns, SuppressionOptions options) {
        int end = (4 + columns.classes) * anchors;
        float[] prediction = columns.masks == 0 ? table : Arrays.copyOf(table, end);
        return new Selected(
                Suppression.survivors(prediction, columns.classes, anchors, options),
                Arrays.copyOfRange(table, end, table.length));
    }

    /** Rows of {@code width} numbers as columns. */
    private static float[] transposed(float[] rows, int width) {
        int count = rows.length / width;
        float[] columns = new float[rows.length];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < width; i++) {
                columns[i * count + row] = rows[row * width + i];
            }
        }
        return columns;
    }
}
