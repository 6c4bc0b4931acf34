package io.candor.metric;

import io.candor.data.Classes;
import java.util.List;

/** Twelve detections of two classes with given confidences and overlaps; A has six objects, B three. */
final class WorkedExample {

    private static final double[][] A = {
        {.95, .90}, {.90, .80}, {.85, 0}, {.70, .60}, {.60, .55}, {.55, 0}, {.30, .20}, {.10, 0}
    };
    private static final double[][] B = {{.99, 0}, {.80, .75}, {.40, .45}, {.20, 0}};

    private WorkedExample() {}

    static EvaluationSet set() {
        EvaluationSet.Builder set = EvaluationSet.builder(new Classes(List.of("A", "B")));
        int image = set.image("1");
        add(set, image, 0, A, 6);
        add(set, image, 1, B, 3);
        return set.build();
    }

    /** Objects are 1 x 1 and far apart; a detection inside one covers as much of it as the wanted overlap. */
    private static void add(EvaluationSet.Builder set, int image, int classIndex, double[][] rows, int objects) {
        int object = 0;
        for (double[] row : rows) {
            double x = row[1] > 0 ? 10 * object : 1000 + 10 * row[0];
            if (row[1] > 0) {
                set.object(image, classIndex, x, 0, x + 1, 1);
                object++;
            }
            set.detection(image, classIndex, new double[] {x, 0, x + 1, row[1] > 0 ? row[1] : 1}, row[0]);
        }
        for (; object < objects; object++) {
            set.object(image, classIndex, 10 * object, 500, 10 * object + 1, 501);
        }
    }
}
