package io.candor.errors;

import io.candor.data.Box;
import io.candor.metric.AnnotatedRegion;
import io.candor.metric.EvaluationSet;
import io.candor.metric.MatchedDetections;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The objects and detections of a matched set by image; crowd regions take no part. */
final class Scene {

    final EvaluationSet set;
    final MatchedDetections matches;
    /** Per image its objects. */
    final int[][] objects;
    /** Per image its detections. */
    final int[][] detections;

    Scene(MatchedDetections matches) {
        this.matches = matches;
        set = matches.set();
        objects = byImage(
                IntStream.range(0, set.objects())
                        .filter(o -> set.region(o).kind() == AnnotatedRegion.Kind.OBJECT)
                        .toArray(),
                set::objectImage);
        detections = byImage(IntStream.range(0, set.detections()).toArray(), set::detectionImage);
    }

    int images() {
        return objects.length;
    }

    boolean found(int object, double confidence) {
        int detection = matches.foundBy(object);
        return detection >= 0 && set.confidence(detection) >= confidence;
    }

    boolean falseAlarm(int detection, double confidence) {
        return set.confidence(detection) >= confidence && !matches.right(detection) && !matches.excused(detection);
    }

    /** Highest IoU of an object with another one on its image. */
    double neighbourOverlap(int object) {
        return Arrays.stream(objects[set.objectImage(object)])
                .filter(other -> other != object)
                .mapToDouble(other -> set.objectBox(object).iou(set.objectBox(other)))
                .max()
                .orElse(0);
    }

    /** Distance to the nearest other object on the image, in pixels; 0 if they touch, infinite if it is alone. */
    double neighbourGap(int object) {
        return Arrays.stream(objects[set.objectImage(object)])
                .filter(other -> other != object)
                .mapToDouble(other -> gap(set.objectBox(object), set.objectBox(other)))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static double gap(Box one, Box other) {
        double x = Math.max(0, Math.max(one.x1(), other.x1()) - Math.min(one.x2(), other.x2()));
        double y = Math.max(0, Math.max(one.y1(), other.y1()) - Math.min(one.y2(), other.y2()));
        return Math.hypot(x, y);
    }

    private int[][] byImage(int[] rows, java.util.function.IntUnaryOperator image) {
        int[] count = new int[set.images().size()];
        Arrays.stream(rows).forEach(row -> count[image.applyAsInt(row)]++);
        int[][] grouped = Arrays.stream(count).mapToObj(int[]::new).toArray(int[][]::new);
        int[] next = new int[count.length];
        for (int row : rows) {
            grouped[image.applyAsInt(row)][next[image.applyAsInt(row)]++] = row;
        }
        return grouped;
    }
}
