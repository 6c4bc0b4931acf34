package io.candor.calibrate;

import io.candor.metric.MatchedDetections;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The detections a calibrator is fitted on, class by class. */
@SuppressWarnings("ArrayRecordComponent") // millions of rows, lives for one fit
record FitRows(int[] image, int[] classIndex, Observations observations) {

    /** Rows at or above the floor and their class' cut, without those in crowd regions. */
    static FitRows of(MatchedDetections matched, FitOptions options, double[] cuts) {
        int[] rows = IntStream.range(0, matched.size())
                .filter(r -> !matched.excused(r))
                .filter(r -> matched.confidence(r) >= Math.max(options.floor(), cuts[matched.classIndex(r)]))
                .toArray();
        return new FitRows(
                Arrays.stream(rows).map(matched::image).toArray(),
                Arrays.stream(rows).map(matched::classIndex).toArray(),
                new Observations(
                        Arrays.stream(rows).mapToDouble(matched::confidence).toArray(),
                        Arrays.stream(rows)
                                .mapToDouble(r -> target(matched, r, options.target()))
                                .toArray()));
    }

    private static double target(MatchedDetections matched, int row, Target target) {
        return target == Target.IOU ? Math.min(1, matched.iou(row)) : matched.right(row) ? 1 : 0;
    }

    int size() {
        return image.length;
    }

    /** The rows at these positions. */
    FitRows at(int[] positions) {
        return new FitRows(
                Arrays.stream(positions).map(i -> image[i]).toArray(),
                Arrays.stream(positions).map(i -> classIndex[i]).toArray(),
                observations.at(positions));
    }

    /** The observations of one class. */
    Observations ofClass(int k) {
        return observations.at(
                IntStream.range(0, size()).filter(i -> classIndex[i] == k).toArray());
    }
}
