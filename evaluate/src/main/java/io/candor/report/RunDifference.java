package io.candor.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.InvalidInput;
import io.candor.json.JsonNodes;
import io.candor.metric.Bootstrap;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.EvaluationSettings;
import io.candor.metric.Interval;
import io.candor.metric.MatchedDetections;
import io.candor.metric.RunFigures;
import io.candor.metric.RunFigures.Figure;
import java.util.List;

/**
 * How two runs on the same images differ, with paired intervals: every resample draws the same images for both.
 *
 * @param rows one per figure
 */
record RunDifference(String name, List<Row> rows, String words) {

    /** Figures of which less is better come with their sign turned for the verdict only. */
    record Row(Figure figure, double here, double there, Interval interval) {

        double difference() {
            return here - there;
        }

        /** Better, worse, or may be chance; of the gap the one nearer to 0 is better, which an interval cannot tell. */
        String effect() {
            if (!interval.excludesZero() || figure == Figure.SIGNED_GAP) {
                return figure == Figure.SIGNED_GAP && interval.excludesZero() ? "differs" : "may be chance";
            }
            return difference() > 0 == !figure.lessIsBetter() ? "better" : "worse";
        }
    }

    /**
     * Compares two runs, each at its own best threshold.
     *
     * @throws InvalidInput if they were not evaluated on the same images and labels
     */
    static RunDifference of(ReportContent content, ReportContent.Against other, BootstrapSettings settings) {
        if (!content.set().fingerprint().equals(other.set().fingerprint())) {
            throw new InvalidInput(
                    "different-data",
                    "%s was evaluated on other images or labels (fingerprint %s, here %s). Compare runs that were evaluated on the same split of the same data."
                            .formatted(
                                    other.name(),
                                    other.set().fingerprint(),
                                    content.set().fingerprint()));
        }
        EvaluationSettings measured = content.evaluation().settings();
        DetectionEvaluation evaluation = DetectionEvaluation.of(other.set(), measured);
        RunFigures here = RunFigures.of(content.matches(), content.evaluation().bestConfidence(), measured);
        RunFigures there =
                RunFigures.of(MatchedDetections.of(other.set(), measured.iou()), evaluation.bestConfidence(), measured);
        int images = content.evaluation().images();
        List<Interval> intervals = Bootstrap.intervals(images, here.minus(there), settings);
        double[] own = here.figures(ReportNumbers.once(images));
        double[] others = there.figures(ReportNumbers.once(images));
        List<Row> rows = java.util.Arrays.stream(Figure.values())
                .map(f -> new Row(f, own[f.position()], others[f.position()], intervals.get(f.position())))
                .toList();
        String words =
                "Each run at its own best threshold (this one %s, the other %s). Coloured differences are larger than chance over the %d images explains; what another seed of the training would change is not in them."
                        .formatted(
                                ChartStyle.number(content.evaluation().bestConfidence()),
                                ChartStyle.number(evaluation.bestConfidence()),
                                images);
        return new RunDifference(other.name(), rows, words);
    }

    ObjectNode tree() {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("name", name);
        node.put("words", words);
        ArrayNode array = node.putArray("rows");
        for (Row row : rows) {
            ObjectNode one = array.addObject();
            one.put("key", key(row.figure()));
            one.put("name", Glossary.names().get(key(row.figure())));
            JsonNodes.put(one, "here", row.here());
            JsonNodes.put(one, "there", row.there());
            JsonNodes.put(one, "difference", row.difference());
            JsonNodes.put(one, "low", row.interval().low());
            JsonNodes.put(one, "high", row.interval().high());
            one.put("effect", row.effect());
        }
        return node;
    }

    private static String key(Figure figure) {
        return switch (figure) {
            case MAP50 -> "map50";
            case MAP50_95 -> "map50_95";
            case PRECISION -> "precision";
            case RECALL -> "recall";
            case F1 -> "f1";
            case FALSE_ALARMS_PER_IMAGE -> "false_alarms";
            case D_ECE -> "d_ece";
            case SIGNED_GAP -> "signed_gap";
            case BRIER -> "brier";
            case NLL -> "log_loss";
            case LAECE0 -> "la_ece0";
            case LAACE0 -> "la_ace0";
            case OLRP -> "lrp";
        };
    }
}
