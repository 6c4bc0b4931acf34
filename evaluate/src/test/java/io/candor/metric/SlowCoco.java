package io.candor.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** COCO average precision written as its definition, one class, threshold and size range at a time, with objects. */
final class SlowCoco {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Truth(String image, int classIndex, double[] box, double area, boolean crowd) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Found(String image, int classIndex, double[] box, double confidence) {}

    private record Verdict(double confidence, boolean right, boolean ignored) {}

    private final List<String> images;
    private final List<Truth> truths;
    private final List<Found> founds;

    /** Images in the order that breaks ties. */
    SlowCoco(List<String> images, List<Truth> truths, List<Found> founds) {
        this.images = images;
        this.truths = truths;
        this.founds = founds;
    }

    /** Average precision and recall; NaN without objects. */
    double[] of(int classIndex, double threshold, double low, double high, int maxDetections) {
        List<Verdict> verdicts = new ArrayList<>();
        int objects = 0;
        for (String image : images) {
            List<Truth> here = truths.stream()
                    .filter(t -> t.image.equals(image) && t.classIndex == classIndex)
                    .sorted(Comparator.comparing((Truth t) -> ignored(t, low, high)))
                    .toList();
            objects += (int) here.stream().filter(t -> !ignored(t, low, high)).count();
            List<Found> detections = founds.stream()
                    .filter(f -> f.image.equals(image) && f.classIndex == classIndex)
                    .sorted(Comparator.comparing((Found f) -> -f.confidence))
                    .limit(maxDetections)
                    .toList();
            verdicts.addAll(judge(here, detections, threshold, low, high));
        }
        verdicts.sort(Comparator.comparing((Verdict v) -> -v.confidence));
        return objects == 0 ? new double[] {Double.NaN, Double.NaN} : summarize(verdicts, objects);
    }

    private static List<Verdict> judge(
            List<Truth> truths, List<Found> founds, double threshold, double low, double high) {
        List<Verdict> verdicts = new ArrayList<>();
        boolean[] taken = new boolean[truths.size()];
        for (Found found : founds) {
            int match = -1;
            double best = threshold;
            for (int t = 0; t < truths.size(); t++) {
                Truth truth = truths.get(t);
                if (taken[t] && !truth.crowd) {
                    continue;
                }
                if (match >= 0 && !ignored(truths.get(match), low, high) && ignored(truth, low, high)) {
                    break;
                }
                double iou = iou(found.box, truth.box, truth.crowd);
                if (iou >= best) {
                    best = iou;
                    match = t;
                }
            }
            if (match >= 0) {
                taken[match] = true;
                boolean ignored = ignored(truths.get(match), low, high);
                verdicts.add(new Verdict(found.confidence, !ignored, ignored));
            } else {
                double area = area(found.box);
                verdicts.add(new Verdict(found.confidence, false, area < low || area > high));
            }
        }
        return verdicts;
    }

    private static double[] summarize(List<Verdict> verdicts, int objects) {
        List<Verdict> counted = verdicts.stream().filter(v -> !v.ignored).toList();
        double[] precision = new double[counted.size()];
        double[] recall = new double[counted.size()];
        int right = 0;
        for (int i = 0; i < precision.length; i++) {
            right += counted.get(i).right ? 1 : 0;
            precision[i] = right / (double) (i + 1);
            recall[i] = right / (double) objects;
        }
        double sum = 0;
        for (int level = 0; level <= 100; level++) {
            double wanted = level * .01;
            sum += IntStream.range(0, precision.length)
                    .filter(i -> recall[i] >= wanted)
                    .mapToDouble(i -> precision[i])
                    .max()
                    .orElse(0);
        }
        return new double[] {sum / 101, right / (double) objects};
    }

    private static boolean ignored(Truth truth, double low, double high) {
        return truth.crowd || truth.area < low || truth.area > high;
    }

    private static double iou(double[] a, double[] b, boolean crowd) {
        double width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
        double height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double overlap = width * height;
        return overlap / (crowd ? area(a) : area(a) + area(b) - overlap);
    }

    private static double area(double[] box) {
        return (box[2] - box[0]) * (box[3] - box[1]);
    }

    private static EvaluationSet.Builder.Region region(Truth truth) {
        return new EvaluationSet.Builder.Region(truth.area, truth.area, truth.crowd, null);
    }

    /** The same objects and detections as a set for the fast implementation. */
    EvaluationSet set(io.candor.data.Classes classes) {
        EvaluationSet.Builder set = EvaluationSet.builder(classes);
        Map<String, Integer> index = images.stream().collect(java.util.stream.Collectors.toMap(i -> i, set::image));
        truths.forEach(t -> set.object(index.get(t.image), t.classIndex, t.box, area(t.box), region(t)));
        founds.forEach(f -> set.detection(index.get(f.image), f.classIndex, f.box, f.confidence));
        return set.build();
    }
}
