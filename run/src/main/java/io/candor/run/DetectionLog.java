package io.candor.run;

import io.candor.network.Task;
import io.candor.train.EpochReport;
import io.candor.train.Losses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The run of a network that finds objects, with masks or without.
 *
 * @param task decides whether masks are in the tables
 */
record DetectionLog(Task task) implements TaskLog {

    @Override
    public List<String> columns() {
        List<String> columns = new ArrayList<>(hasMasks() ? ResultsCsv.SEGMENTATION : ResultsCsv.STANDARD);
        columns.addAll(ResultsCsv.EXTRA);
        columns.addAll(RunLog.CONFIDENCE);
        return columns;
    }

    @Override
    public Map<String, Double> trained(Losses losses) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("train/box_loss", losses.meanBox());
        if (hasMasks()) {
            values.put("train/seg_loss", losses.meanMasks());
        }
        values.put("train/cls_loss", losses.meanClasses());
        values.put("train/dfl_loss", losses.meanDfl());
        return values;
    }

    @Override
    public List<String> progress(Losses losses) {
        List<String> parts = new ArrayList<>(List.of(
                number("box %.3f", losses.meanBox()),
                number("cls %.3f", losses.meanClasses()),
                number("dfl %.3f", losses.meanDfl())));
        if (hasMasks()) {
            parts.add(number("seg %.3f", losses.meanMasks()));
        }
        return parts;
    }

    private boolean hasMasks() {
        return task.outlines();
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    @Override
    public String sentence(EpochReport report) {
        Map<String, Double> found = report.verdict().columns();
        String masks = hasMasks()
                ? String.format(
                        Locale.ROOT,
                        "masks mAP50 %.4f, mAP50-95 %.4f, boxes ",
                        found.getOrDefault("metrics/mAP50(M)", 0.0),
                        found.getOrDefault("metrics/mAP50-95(M)", 0.0))
                : "";
        return masks
                + String.format(
                        Locale.ROOT,
                        "mAP50 %.4f, mAP50-95 %.4f%s, precision %.3f, recall %.3f",
                        found.get("metrics/mAP50(B)"),
                        found.get("metrics/mAP50-95(B)"),
                        report.improved() ? " (best)" : "",
                        found.get("metrics/precision(B)"),
                        found.get("metrics/recall(B)"));
    }
}
