package io.candor.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** What each figure of the report means, by the key under which the page and report.json name it. */
final class Glossary {

    private static final Map<String, String[]> ENTRIES = entries();

    private Glossary() {}

    /** Definitions by key. */
    static Map<String, String> definitions() {
        Map<String, String> definitions = new LinkedHashMap<>();
        ENTRIES.forEach((key, entry) -> definitions.put(key, entry[1]));
        return definitions;
    }

    /** Names by key. */
    static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        ENTRIES.forEach((key, entry) -> names.put(key, entry[0]));
        return names;
    }

    private static Map<String, String[]> entries() {
        Map<String, String[]> entries = new LinkedHashMap<>();
        add(
                entries,
                "map50",
                "mAP50",
                "Average precision at IoU .5, mean over the classes with objects, by the COCO rule: 101 recall levels, at most 100 detections per image and class. 1 is perfect.");
        add(
                entries,
                "map50_95",
                "mAP50-95",
                "Average precision by the COCO rule, mean over the IoU thresholds .5, .55 to .95: it also rewards boxes that fit closely.");
        add(
                entries,
                "precision",
                "precision, pooled",
                "Share of the detections that are right: matched to an object of their class with IoU of at least .5, each object once, the most confident detection first. Over all classes together, like recall and F1; candor evaluate prints means of the classes.");
        add(
                entries,
                "recall",
                "recall, pooled",
                "Share of the objects that a detection of at least the threshold's confidence finds.");
        add(entries, "f1", "F1, pooled", "Harmonic mean of precision and recall: 2 right / (right + wrong + objects).");
        add(
                entries,
                "best_confidence",
                "best threshold",
                "The confidence threshold with the highest F1, averaged over classes and smoothed over a tenth of the axis, as the YOLO tools choose it.");
        add(
                entries,
                "false_alarms",
                "false alarms per image",
                "Detections of at least the threshold's confidence that match no object, divided by the number of images.");
        add(entries, "objects", "objects", "Number of labelled objects; crowd regions do not count.");
        add(entries, "mean_confidence", "mean confidence", "Mean confidence of the detections at or above the floor.");
        add(entries, "mean_outcome", "share right", "Share of these detections that are right.");
        add(
                entries,
                "signed_gap",
                "confidence gap",
                "Mean confidence minus share right. Above 0 the detector is over-confident (too sure), below 0 under-confident (too modest).");
        add(
                entries,
                "d_ece",
                "D-ECE",
                "Detection expected calibration error (Küppers et al. 2020): detections at or above the floor in 10 equal bins of confidence; mean over detections of |mean confidence - share right| of their bin. 0 is perfect. Misses do not enter: read it beside recall.");
        add(
                entries,
                "la_ece0",
                "LaECE0",
                "Localisation-aware calibration error (Kuzucu et al. 2024): as D-ECE, but confidence should equal the IoU with the object, 0 without one; 25 bins per class, mean over classes.");
        add(
                entries,
                "la_ace0",
                "LaACE0",
                "Mean of |confidence - IoU| without bins, mean over classes (Kuzucu et al. 2024).");
        add(
                entries,
                "mce",
                "largest gap",
                "Largest |mean confidence - share right| of any bin; loose when bins hold few detections.");
        add(
                entries,
                "brier",
                "Brier score",
                "Mean of (confidence - outcome) squared; outcome 1 if right, else 0. Lower is better; it rewards both calibration and telling right from wrong.");
        add(
                entries,
                "log_loss",
                "log loss",
                "Mean of -log of the probability given to what turned out to be the case. Lower is better.");
        add(
                entries,
                "lrp",
                "optimal LRP",
                "Localisation recall precision error (Oksuz et al. 2018) at the best threshold of each class, mean over classes: 0 perfect, 1 useless.");
        add(
                entries,
                "aurc",
                "area under risk-coverage",
                "Mean share of wrong detections over all ways to keep only the surest ones. Lower is better.");
        add(
                entries,
                "error_split",
                "cost of an error kind",
                "How much average precision at IoU .5 would rise if all errors of this kind, and no others, were mended (TIDE, Bolya et al. 2020). The costs do not add up. In brackets: how many there are at the threshold.");
        add(
                entries,
                "review_load",
                "reviews per image",
                "Detections between the two thresholds, which a person looks at, per image.");
        add(
                entries,
                "expected_cost",
                "expected cost per image",
                "Wrong reported detections times the cost of a false alarm, plus objects that no detection reaches even for review times the cost of a miss, plus reviews times their cost, per image; a person is taken to be always right.");
        add(
                entries,
                "images_stopped",
                "images stopped",
                "Share of the images with at least one detection at or above the reporting threshold.");
        add(
                entries,
                "images_reviewed",
                "images to review",
                "Share of the images whose surest detection lies between the two thresholds.");
        add(
                entries,
                "escapes",
                "images that escape",
                "Share of the images with objects on which no detection reaches the review threshold.");
        return entries;
    }

    private static void add(Map<String, String[]> entries, String key, String name, String text) {
        entries.put(key, new String[] {name, text});
    }
}
