package io.candor.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.calibrate.CalibrationEffect;
import io.candor.calibrate.JudgedFigure;
import io.candor.decide.Band;
import io.candor.decide.PolicyEffect;
import io.candor.errors.ErrorAnalysis;
import io.candor.json.JsonNodes;
import io.candor.metric.AreaRange;
import io.candor.metric.Bootstrap;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.CalibrationError;
import io.candor.metric.CocoAveragePrecision;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.ErrorSplit;
import io.candor.metric.EvaluationSettings;
import io.candor.metric.Interval;
import io.candor.metric.MatchedDetections;
import io.candor.metric.Reliability;
import io.candor.metric.ReliabilityBin;
import io.candor.metric.RunFigures;
import io.candor.metric.RunFigures.Figure;
import io.candor.metric.ThresholdCounts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code report.json}: every number the page shows, in the order of the page. Numbers that do not exist are null. */
final class ReportNumbers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final BootstrapSettings bootstrap;

    private final ReportContent content;
    private final DetectionEvaluation evaluation;
    private final List<Interval> intervals;
    private final double[] figures;
    private final Optional<Calibrated> calibrated;

    private ReportNumbers(ReportContent content) {
        this.content = content;
        evaluation = content.evaluation();
        bootstrap =
                content.errors().settings().bootstrap().affordable(content.set().detections());
        RunFigures run =
                RunFigures.of(content.matches(), content.errors().settings().confidence(), evaluation.settings());
        intervals = Bootstrap.intervals(evaluation.images(), run, bootstrap);
        figures = run.figures(once(evaluation.images()));
        calibrated = content.calibrated().map(given -> Calibrated.of(given, evaluation.settings()));
    }

    static ObjectNode tree(ReportContent content) {
        return new ReportNumbers(content).tree();
    }

    static int[] once(int images) {
        int[] weights = new int[images];
        Arrays.fill(weights, 1);
        return weights;
    }

    private ObjectNode tree() {
        ObjectNode root = JSON.createObjectNode();
        root.put("title", content.title());
        root.set(
                "summary",
                new ReportWords(content, figures, intervals, calibrated.map(known -> known.after.pooled())).tree());
        root.set("figures", figureTiles());
        root.set("trust", trust());
        root.set("classes", classes());
        root.set("reliability", reliability());
        root.set("calibrated", calibrated.map(this::calibrated).orElse(null));
        root.set("histograms", histograms());
        root.set("curves", curves());
        root.set("risk", RiskCurve.of(content.matches(), evaluation.settings()).tree());
        root.set("error_split", errorSplit());
        root.set("slices", slices());
        root.set("confusion", confusion());
        root.set("thresholds", thresholds());
        root.set("policy", content.decisions().map(ReportNumbers::policy).orElse(null));
        root.set(
                "against",
                content.against()
                        .map(other ->
                                RunDifference.of(content, other, bootstrap).tree())
                        .orElse(null));
        root.set("names", JSON.valueToTree(evaluation.classes().names()));
        root.set("definitions", definitions());
        root.set("glossary", glossary());
        root.set("notes", notes());
        root.set("origin", origin());
        return root;
    }

    // ---- figures

    private ArrayNode figureTiles() {
        ArrayNode tiles = JSON.createArrayNode();
        tiles.add(figure("map50", Figure.MAP50, evaluation.map50()));
        tiles.add(figure("map50_95", Figure.MAP50_95, evaluation.map50_95()));
        tiles.add(figure("precision", Figure.PRECISION));
        tiles.add(figure("recall", Figure.RECALL));
        tiles.add(figure("f1", Figure.F1));
        tiles.add(figure("false_alarms", Figure.FALSE_ALARMS_PER_IMAGE));
        tiles.add(figure(
                "d_ece", Figure.D_ECE, evaluation.calibration().expected().value()));
        tiles.add(figure("signed_gap", Figure.SIGNED_GAP));
        tiles.add(figure("lrp", Figure.OLRP, evaluation.lrp().error()));
        tiles.add(figure("best_confidence", evaluation.bestConfidence()));
        return tiles;
    }

    private ArrayNode trust() {
        Reliability pooled = evaluation.calibration().pooled();
        ArrayNode rows = JSON.createArrayNode();
        rows.add(figure(
                "d_ece", Figure.D_ECE, evaluation.calibration().expected().value()));
        rows.add(figure("signed_gap", Figure.SIGNED_GAP));
        rows.add(figure("mean_confidence", pooled.meanConfidence()));
        rows.add(figure("mean_outcome", pooled.meanOutcome()));
        rows.add(figure(
                "la_ece0",
                Figure.LAECE0,
                evaluation.localisationCalibration().expected().value()));
        rows.add(figure(
                "la_ace0",
                Figure.LAACE0,
                evaluation.localisationCalibration().absolute().value()));
        rows.add(figure("mce", pooled.maximum()));
        rows.add(figure("brier", Figure.BRIER));
        rows.add(figure("log_loss", Figure.NLL));
        return rows;
    }

    private ObjectNode figure(String key, double value) {
        ObjectNode node = JSON.createObjectNode();
        node.put("key", key);
        node.put("name", Glossary.names().get(key));
        JsonNodes.put(node, "value", value);
        node.putNull("low");
        node.putNull("high");
        return node;
    }

    private ObjectNode figure(String key, Figure figure) {
        return figure(key, figure, figures[figure.position()]);
    }

    private ObjectNode figure(String key, Figure figure, double value) {
        ObjectNode node = figure(key, value);
        JsonNodes.put(node, "low", intervals.get(figure.position()).low());
        JsonNodes.put(node, "high", intervals.get(figure.position()).high());
        return node;
    }

    private ArrayNode classes() {
        ArrayNode rows = JSON.createArrayNode();
        for (DetectionEvaluation.OfClass row : evaluation.perClass()) {
            ObjectNode node = EvaluationJson.row(row);
            rows.add(node);
            evaluation.calibration().classes().stream()
                    .filter(of -> of.classIndex() == row.classIndex())
                    .findFirst()
                    .ifPresent(of -> {
                        JsonNodes.put(node, "mean_confidence", of.reliability().meanConfidence());
                        JsonNodes.put(node, "mean_outcome", of.reliability().meanOutcome());
                        JsonNodes.put(node, "signed_gap", of.reliability().signedGap());
                        JsonNodes.put(node, "d_ece", of.reliability().error());
                    });
        }
        return rows;
    }

    // ---- calibration

    private ArrayNode reliability() {
        CalibrationError error = evaluation.calibration();
        ArrayNode parts = JSON.createArrayNode();
        parts.add(reliability("all classes", error.pooled()));
        error.classes().stream()
                .sorted((one, other) -> Integer.compare(
                        other.reliability().count(), one.reliability().count()))
                .forEach(row -> parts.add(reliability(evaluation.classes().name(row.classIndex()), row.reliability())));
        Map<AreaRange, Reliability> sizes = CalibrationError.bySize(content.set(), error.settings());
        sizes.forEach((range, row) ->
                parts.add(reliability(range.name().toLowerCase(Locale.ROOT) + " detections", row)));
        return parts;
    }

    static ObjectNode reliability(String name, Reliability reliability) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", name);
        node.put("detections", reliability.count());
        JsonNodes.put(node, "error", reliability.error());
        JsonNodes.put(node, "gap", reliability.signedGap());
        ArrayNode bins = node.putArray("bins");
        for (ReliabilityBin bin : reliability.bins()) {
            ObjectNode one = bins.addObject();
            JsonNodes.put(one, "low", bin.low());
            JsonNodes.put(one, "high", bin.high());
            one.put("count", bin.count());
            JsonNodes.put(one, "confidence", bin.meanConfidence());
            JsonNodes.put(one, "outcome", bin.meanOutcome());
            JsonNodes.put(one, "lowest", bin.lowest());
            JsonNodes.put(one, "highest", bin.highest());
        }
        return node;
    }

    /** Calibration errors on both sides of a calibrator, with right and wrong told apart as it was fitted. */
    private record Calibrated(ReportContent.Calibrated given, CalibrationError before, CalibrationError after) {

        static Calibrated of(ReportContent.Calibrated given, EvaluationSettings settings) {
            EvaluationSettings fitted = settings.withIou(given.iou());
            return new Calibrated(
                    given,
                    DetectionEvaluation.of(given.before(), fitted).calibration(),
                    DetectionEvaluation.of(given.after(), fitted).calibration());
        }
    }

    private ObjectNode calibrated(Calibrated calibrated) {
        ObjectNode node = JSON.createObjectNode();
        node.put("words", calibrated.given.words());
        node.set("before", reliability("all classes", calibrated.before.pooled()));
        node.set("reliability", reliability("all classes", calibrated.after.pooled()));
        ArrayNode classes = node.putArray("classes");
        calibrated.after.classes().stream()
                .filter(row -> row.reliability().count() > 0)
                .forEach(row ->
                        classes.add(reliability(evaluation.classes().name(row.classIndex()), row.reliability())));
        node.set("figures", changes(calibrated.given.effect()));
        node.put("intervals", calibrated.given.effect().intervals());
        return node;
    }

    /** Every figure before and after a calibration, with intervals. */
    static ArrayNode changes(CalibrationEffect effect) {
        ArrayNode rows = JSON.createArrayNode();
        for (CalibrationEffect.Change change : effect.changes()) {
            ObjectNode row = rows.addObject();
            row.put("key", key(change.figure()));
            row.put("name", change.figure().label());
            JsonNodes.put(row, "before", change.before());
            JsonNodes.put(row, "before", change.beforeInterval());
            JsonNodes.put(row, "after", change.after());
            JsonNodes.put(row, "after", change.afterInterval());
            JsonNodes.put(row, "difference", change.by());
            JsonNodes.put(row, "difference", change.difference());
            row.put("effect", change.verdict().name().toLowerCase(Locale.ROOT));
        }
        return rows;
    }

    /** Under which the page finds what a figure before and after calibration means. */
    static String key(JudgedFigure figure) {
        return "calibration: " + figure.label();
    }

    private ObjectNode definitions() {
        ObjectNode node = JSON.createObjectNode();
        Glossary.definitions().forEach(node::put);
        content.calibrated()
                .ifPresent(calibrated -> calibrated
                        .effect()
                        .changes()
                        .forEach(change ->
                                node.put(key(change.figure()), change.figure().words())));
        content.decisions()
                .ifPresent(decisions -> decisions
                        .effect()
                        .rows()
                        .forEach(row -> node.put(
                                "policy: " + row.figure().label(), row.figure().words())));
        return node;
    }

    // ---- distributions and curves

    private ArrayNode histograms() {
        ArrayNode sides = JSON.createArrayNode();
        content.train().ifPresent(train -> {
            ObjectNode side = side("train", train.meanRight(), train.meanWrong());
            side.set("right", JSON.valueToTree(train.right()));
            side.set("wrong", JSON.valueToTree(train.wrong()));
            sides.add(side);
        });
        ObjectNode side = side(
                content.split(),
                evaluation.histogram().meanRight(),
                evaluation.histogram().meanWrong());
        side.set("right", JSON.valueToTree(evaluation.histogram().right()));
        side.set("wrong", JSON.valueToTree(evaluation.histogram().wrong()));
        sides.add(side);
        return sides;
    }

    static ObjectNode side(String name, double meanRight, double meanWrong) {
        ObjectNode side = JSON.createObjectNode();
        side.put("name", name);
        JsonNodes.put(side, "meanRight", meanRight);
        JsonNodes.put(side, "meanWrong", meanWrong);
        return side;
    }

    private ObjectNode curves() {
        ObjectNode node = JSON.createObjectNode();
        int levels = 101;
        double[] recall = new double[levels];
        Arrays.setAll(recall, i -> i / (levels - 1d));
        List<CocoAveragePrecision.OfClass> rows = evaluation.coco().classes().stream()
                .filter(row -> row.objects() > 0)
                .toList();
        double[] mean = new double[levels];
        Arrays.setAll(
                mean,
                i -> rows.stream()
                        .mapToDouble(row -> row.precision50()[i])
                        .average()
                        .orElse(0));
        node.set("recall", rounded(recall));
        node.set("mean", rounded(mean));
        JsonNodes.put(node, "map50", evaluation.map50());
        ArrayNode classes = node.putArray("classes");
        for (CocoAveragePrecision.OfClass row : rows) {
            ObjectNode one = classes.addObject();
            one.put("name", evaluation.classes().name(row.classIndex()));
            JsonNodes.put(one, "ap50", row.ap50());
            one.set("precision", rounded(row.precision50()));
        }
        return node;
    }

    /** Four digits are more than a chart shows, and half the bytes. */
    static ArrayNode rounded(double[] values) {
        ArrayNode array = JSON.createArrayNode();
        for (double value : values) {
            array.add(Math.round(value * 1e4) / 1e4);
        }
        return array;
    }

    // ---- errors

    private ArrayNode errorSplit() {
        ArrayNode bars = JSON.createArrayNode();
        ErrorSplit split =
                ErrorSplit.of(content.set(), content.errors().settings().confidence(), bootstrap);
        split.costs().forEach((kind, cost) -> {
            ObjectNode bar = bars.addObject();
            bar.put("key", kind.key());
            bar.put("name", kind.toString());
            JsonNodes.put(bar, "value", cost.value());
            JsonNodes.put(bar, "low", cost.interval().low());
            JsonNodes.put(bar, "high", cost.interval().high());
            bar.put("count", split.counts().get(kind));
        });
        return bars;
    }

    private ArrayNode slices() {
        ArrayNode rows = JSON.createArrayNode();
        for (ErrorAnalysis.Slice slice : content.errors().slices()) {
            if (slice.images() > 0 && (slice.objects() > 0 || !Double.isNaN(slice.falseAlarmsPerImage()))) {
                ObjectNode row = rows.addObject();
                row.put("name", slice.name());
                row.put("images", slice.images());
                row.put("objects", slice.objects());
                row.put("found", slice.found());
                JsonNodes.put(row, "recall", slice.recall());
                JsonNodes.put(row, "recall_low", slice.bootstrap().low());
                JsonNodes.put(row, "recall_high", slice.bootstrap().high());
                JsonNodes.put(row, "wilson_low", slice.wilson().low());
                JsonNodes.put(row, "wilson_high", slice.wilson().high());
                JsonNodes.put(row, "false_alarms_per_image", slice.falseAlarmsPerImage());
            }
        }
        return rows;
    }

    private ObjectNode confusion() {
        ObjectNode node = JSON.createObjectNode();
        ArrayNode names = node.putArray("names");
        evaluation.classes().names().forEach(names::add);
        names.add("background");
        node.set("counts", JSON.valueToTree(evaluation.confusion().counts()));
        JsonNodes.put(node, "confidence", evaluation.confusion().confidence());
        JsonNodes.put(node, "iou", evaluation.confusion().iou());
        return node;
    }

    private ObjectNode thresholds() {
        MatchedDetections matches =
                content.decisions().map(ReportContent.Decisions::matches).orElse(content.matches());
        ObjectNode node = JSON.createObjectNode();
        node.put("steps", ThresholdCounts.STEPS);
        node.put("images", matches.set().images().size());
        ThresholdCounts counts = ThresholdCounts.all(matches);
        boolean calibrated = content.decisions()
                .map(given -> !given.policy().origin().calibration().isEmpty())
                .orElse(false);
        double start = content.errors().settings().confidence();
        node.put("start", calibrated ? best(counts) : (int) Math.round(start * ThresholdCounts.STEPS));
        ArrayNode parts = node.putArray("parts");
        ObjectNode all = parts.addObject();
        all.setAll(part("all classes", counts));
        for (int k = 0; k < evaluation.classes().size(); k++) {
            ObjectNode one = part(evaluation.classes().name(k), ThresholdCounts.of(matches, k));
            parts.add(one);
            int classIndex = k;
            content.decisions()
                    .ifPresent(given -> put(one, given.policy().bands().get(classIndex)));
        }
        content.decisions()
                .map(given -> given.policy().bands())
                .filter(bands -> bands.stream().distinct().count() == 1)
                .ifPresent(bands -> put(all, bands.get(0)));
        return node;
    }

    /** The lowest step with the best F1, for confidences the report's own threshold is not for. */
    private static int best(ThresholdCounts counts) {
        int best = 0;
        double most = -1;
        for (int step = 0; step <= ThresholdCounts.STEPS; step++) {
            int right = counts.right()[step];
            double f1 = 2d * right / Math.max(1, right + counts.wrong()[step] + counts.objects());
            if (f1 > most) {
                best = step;
                most = f1;
            }
        }
        return best;
    }

    /** Where the slider stands for a band: at the lowest step that is not below a threshold. */
    private static void put(ObjectNode part, Band band) {
        part.put("report", step(band.reject()));
        part.put("review", step(band.review()));
    }

    private static int step(double threshold) {
        double rounding = 1e-9;
        return (int) Math.min(ThresholdCounts.STEPS, Math.ceil(threshold * ThresholdCounts.STEPS - rounding));
    }

    private static ObjectNode policy(ReportContent.Decisions given) {
        ObjectNode node = JSON.createObjectNode();
        node.put("rule", given.policy().rule());
        node.put("words", given.words());
        node.put("images", given.effect().images());
        node.put("intervals", given.effect().intervals());
        given.effect().costs().ifPresent(known -> {
            ObjectNode costs = node.putObject("costs");
            JsonNodes.put(costs, "false_call", known.falseCall());
            JsonNodes.put(costs, "escape", known.escape());
            JsonNodes.put(costs, "review", known.review());
        });
        ArrayNode classes = node.putArray("classes");
        for (int k = 0; k < given.policy().classes().size(); k++) {
            ObjectNode one = classes.addObject();
            one.put("name", given.policy().classes().name(k));
            JsonNodes.put(one, "review_from", given.policy().bands().get(k).review());
            JsonNodes.put(one, "reject_from", given.policy().bands().get(k).reject());
        }
        ArrayNode rows = node.putArray("figures");
        for (PolicyEffect.Row row : given.effect().rows()) {
            ObjectNode one = rows.addObject();
            one.put("key", "policy: " + row.figure().label());
            one.put("name", row.figure().label());
            JsonNodes.put(one, "value", row.value());
            JsonNodes.put(one, "low", row.interval().low());
            JsonNodes.put(one, "high", row.interval().high());
        }
        return node;
    }

    private static ObjectNode part(String name, ThresholdCounts counts) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", name);
        node.put("objects", counts.objects());
        node.set("right", JSON.valueToTree(counts.right()));
        node.set("wrong", JSON.valueToTree(counts.wrong()));
        node.set("images", JSON.valueToTree(counts.images()));
        node.set("defective", JSON.valueToTree(counts.defective()));
        node.put("defectiveImages", counts.defectiveImages());
        return node;
    }

    // ---- the small print

    private ArrayNode glossary() {
        ArrayNode rows = JSON.createArrayNode();
        Map<String, String> definitions = Glossary.definitions();
        Glossary.names().forEach((key, name) -> rows.addArray().add(name).add(definitions.get(key)));
        evaluation
                .calibration()
                .definition()
                .choices()
                .forEach((choice, value) ->
                        rows.addArray().add("D-ECE: " + choice).add(value));
        rows.addArray().add("intervals").add(bootstrap.words(evaluation.images()));
        return rows;
    }

    private ObjectNode notes() {
        ObjectNode notes = JSON.createObjectNode();
        CalibrationError error = evaluation.calibration();
        notes.put(
                "reliability",
                "%d bins, IoU %s, detections of confidence %s or more, at most %d per image, each object matched once. Sizes are those of the boxes: small under 32 x 32 pixels, medium under 96 x 96."
                        .formatted(
                                error.settings().bins(),
                                error.settings().iou(),
                                error.settings().confidenceFloor(),
                                error.settings().maxDetections()));
        notes.put(
                "confusion",
                "Detections of confidence above %s, overlapping by more than %s; each object and each detection once, best overlap first, whatever the class. Shades are shares of each true class."
                        .formatted(
                                evaluation.confusion().confidence(),
                                evaluation.confusion().iou()));
        notes.put("error_split", "AP50 gained if these alone were mended (TIDE)");
        return notes;
    }

    private ArrayNode origin() {
        ArrayNode rows = JSON.createArrayNode();
        content.provenance().forEach((name, value) -> rows.addArray().add(name).add(String.valueOf(value)));
        return rows;
    }
}
