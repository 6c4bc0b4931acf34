package io.candor.infer;

import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.detect.Suppression;
import io.candor.detect.SuppressionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** How the numbers of a detector's output are arranged, and what detections they mean. */
public enum Layout {
    /** (4 + K, A): centre x, centre y, width, height, then probabilities, one column per anchor. YOLOv8, 11, Candor. */
    ANCHOR_COLUMNS("(N, 4 + K, A)") {
        @Override
        public List<Detection> detections(float[] output, int classes, SuppressionOptions options) {
            return Suppression.apply(output, classes, output.length / (4 + classes), options);
        }
    },
    /** (A, 4 + K): the same transposed. */
    ANCHOR_ROWS("(N, A, 4 + K)") {
        @Override
        public List<Detection> detections(float[] output, int classes, SuppressionOptions options) {
            int width = 4 + classes;
            int anchors = output.length / width;
            float[] columns = new float[output.length];
            for (int a = 0; a < anchors; a++) {
                for (int i = 0; i < width; i++) {
                    columns[i * anchors + a] = output[a * width + i];
                }
            }
            return Suppression.apply(columns, classes, anchors, options);
        }
    },
    /** (A, 5 + K): centre x, centre y, width, height, objectness, then probabilities given an object. YOLOv5. */
    ANCHOR_ROWS_WITH_OBJECTNESS("(N, A, 5 + K)") {
        @Override
        public List<Detection> detections(float[] output, int classes, SuppressionOptions options) {
            int width = 5 + classes;
            int anchors = output.length / width;
            float[] columns = new float[(4 + classes) * anchors];
            for (int a = 0; a < anchors; a++) {
                float object = output[a * width + 4];
                for (int i = 0; i < 4; i++) {
                    columns[i * anchors + a] = output[a * width + i];
                }
                for (int k = 0; k < classes; k++) {
                    columns[(4 + k) * anchors + a] = object * output[a * width + 5 + k];
                }
            }
            return Suppression.apply(columns, classes, anchors, options);
        }
    },
    /** (M, 6): x1, y1, x2, y2, confidence, class; selected already. YOLOv10, and files with suppression inside. */
    SELECTED_ROWS("(N, M, 6)") {
        @Override
        public List<Detection> detections(float[] output, int classes, SuppressionOptions options) {
            List<Detection> detections = new ArrayList<>();
            for (int i = 0; i + ROW <= output.length; i += ROW) {
                float[] row = Arrays.copyOfRange(output, i, i + ROW);
                int classIndex = (int) row[5];
                boolean wanted =
                        options.onlyClasses().isEmpty() || options.onlyClasses().contains(classIndex);
                if (row[4] > options.confidence() && classIndex >= 0 && classIndex < classes && wanted) {
                    detections.add(new Detection(classIndex, row[4], new Box(row[0], row[1], row[2], row[3])));
                }
            }
            detections.sort(Comparator.comparingDouble(Detection::confidence).reversed());
            return detections.size() > options.maxDetections()
                    ? detections.subList(0, options.maxDetections())
                    : detections;
        }
    };

    private static final int ROW = 6;

    private final String shape;

    Layout(String shape) {
        this.shape = shape;
    }

    /** As people write it, with N images, K classes, A anchors, M rows. */
    public String shape() {
        return shape;
    }

    /**
     * The detections of one image, most confident first, in pixels of the network's input.
     *
     * @param output the numbers of one image
     */
    public abstract List<Detection> detections(float[] output, int classes, SuppressionOptions options);
}
