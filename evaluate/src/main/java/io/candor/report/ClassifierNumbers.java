package io.candor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.json.JsonNodes;
import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.ClassificationFigure;
import io.candor.metric.ConfidenceHistogram;
import io.candor.metric.Estimate;
import io.candor.metric.RiskCoverage;
import java.util.List;
import java.util.stream.Collectors;

/** {@code report.json} of a classifier: every number the page shows. Numbers that do not exist are null. */
final class ClassifierNumbers {

    private static final int POINTS = 200;

    /** A matrix of more classes has no room on a page. */
    private static final int MOST_CLASSES = 60;

    private final ClassifierContent content;
    private final ClassificationEvaluation evaluation;

    private ClassifierNumbers(ClassifierContent content) {
        this.content = content;
        evaluation = content.evaluation();
    }

    static ObjectNode tree(ClassifierContent content) {
        return new ClassifierNumbers(content).tree();
    }

    private ObjectNode tree() {
        ObjectNode root = JsonNodes.object();
        root.put("task", "classification");
        root.put("title", content.title());
        root.set("summary", new ClassifierWords(content).tree());
        root.set("figures", figures(List.of(ClassificationFigure.values())));
        root.set(
                "trust",
                figures(List.of(
                        ClassificationFigure.ECE,
                        ClassificationFigure.ADAPTIVE_ECE,
                        ClassificationFigure.CLASS_WISE_ECE,
                        ClassificationFigure.MCE,
                        ClassificationFigure.SIGNED_GAP,
                        ClassificationFigure.BRIER,
                        ClassificationFigure.NLL)));
        root.set("classes", classes());
        root.putArray("reliability").add(ReportNumbers.reliability("all predictions", evaluation.reliability()));
        root.set(
                "calibrated",
                content.calibrated().map(ClassifierNumbers::calibrated).orElse(null));
        root.putArray("histograms").add(histogram());
        root.set("risk", risk());
        confusion(root);
        root.set("names", JsonNodes.of(evaluation.classes().names()));
        ObjectNode definitions = root.putObject("definitions");
        ArrayNode glossary = root.putArray("glossary");
        for (ClassificationFigure figure : ClassificationFigure.values()) {
            String words = ClassifierGlossary.words(figure);
            definitions.put(figure.key(), words);
            glossary.addArray().add(figure.toString()).add(words + " " + choices(evaluation.figure(figure)));
        }
        definitions.put("recall", "Share of the rows of a class that are predicted so.");
        definitions.put("precision", "Share of the predictions of a class that are correct.");
        content.calibrated()
                .ifPresent(given -> given.effect()
                        .changes()
                        .forEach(change -> definitions.put(
                                ReportNumbers.key(change.figure()),
                                change.figure().words())));
        glossary.addArray().add("intervals").add(evaluation.bootstrap());
        ObjectNode notes = root.putObject("notes");
        notes.put(
                "reliability",
                "%d bins of equal width, %s."
                        .formatted(
                                evaluation.settings().bins(),
                                evaluation.settings().edges()));
        notes.put("confusion", "Shades are shares of each true class.");
        ArrayNode origin = root.putArray("origin");
        content.provenance()
                .forEach((name, value) -> origin.addArray().add(name).add(String.valueOf(value)));
        return root;
    }

    private static String choices(Estimate estimate) {
        return estimate.definition().choices().entrySet().stream()
                .map(choice -> choice.getKey() + ": " + choice.getValue())
                .collect(Collectors.joining("; ", "(", ")"));
    }

    /** Figures that exist. */
    private ArrayNode figures(List<ClassificationFigure> wanted) {
        ArrayNode rows = JsonNodes.object().putArray("figures");
        for (ClassificationFigure figure : wanted) {
            Estimate estimate = evaluation.figure(figure);
            if (!Double.isNaN(estimate.value())) {
                ObjectNode row = rows.addObject();
                row.put("key", figure.key());
                row.put("name", figure.toString());
                JsonNodes.put(row, "value", estimate.value());
                JsonNodes.put(row, "low", estimate.interval().low());
                JsonNodes.put(row, "high", estimate.interval().high());
            }
        }
        return rows;
    }

    private ArrayNode classes() {
        ArrayNode rows = JsonNodes.object().putArray("classes");
        evaluation.perClass().forEach(row -> ClassificationJson.put(rows.addObject(), row));
        return rows;
    }

    private static ObjectNode calibrated(ClassifierContent.Calibrated given) {
        ObjectNode node = JsonNodes.object();
        node.put("words", given.words());
        node.set("before", ReportNumbers.reliability("all predictions", given.before()));
        node.set("reliability", ReportNumbers.reliability("all predictions", given.after()));
        node.set("figures", ReportNumbers.changes(given.effect()));
        node.put("intervals", given.effect().intervals());
        return node;
    }

    private ObjectNode histogram() {
        ConfidenceHistogram histogram = ConfidenceHistogram.of(content.set());
        ObjectNode side = ReportNumbers.side("all predictions", histogram.meanRight(), histogram.meanWrong());
        side.set("right", JsonNodes.of(histogram.right()));
        side.set("wrong", JsonNodes.of(histogram.wrong()));
        return side;
    }

    private ObjectNode risk() {
        RiskCoverage curve = evaluation.riskCoverage().thinned(POINTS);
        ObjectNode node = JsonNodes.object();
        node.set("coverage", ReportNumbers.rounded(curve.coverage()));
        node.set("risk", ReportNumbers.rounded(curve.risk()));
        JsonNodes.put(node, "area", evaluation.figure(ClassificationFigure.AURC).value());
        return node;
    }

    private void confusion(ObjectNode root) {
        evaluation
                .confusion()
                .filter(matrix -> matrix.counts().length <= MOST_CLASSES)
                .ifPresent(matrix -> {
                    ObjectNode node = root.putObject("confusion");
                    node.set("names", JsonNodes.of(evaluation.classes().names()));
                    node.set("counts", JsonNodes.of(matrix.counts()));
                });
    }
}
