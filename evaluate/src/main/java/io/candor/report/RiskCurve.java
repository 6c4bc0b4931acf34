package io.candor.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.json.JsonNodes;
import io.candor.metric.EvaluationSettings;
import io.candor.metric.MatchedDetections;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The share of wrong detections among the surest ones (El-Yaniv and Wiener 2010).
 *
 * @param coverage share of the detections kept, rising to 1
 * @param risk share of these that is wrong
 * @param area mean risk over all coverages
 */
@SuppressWarnings("ArrayRecordComponent") // drawn once, never compared
record RiskCurve(double[] coverage, double[] risk, double area) {

    private static final int POINTS = 200;

    /** The curve of the detections at or above the floor. */
    static RiskCurve of(MatchedDetections matches, EvaluationSettings settings) {
        int[] order = IntStream.range(0, matches.size())
                .filter(d -> matches.confidence(d) >= settings.confidenceFloor() && !matches.excused(d))
                .boxed()
                .sorted(Comparator.comparingDouble(d -> -matches.confidence(d)))
                .mapToInt(d -> d)
                .toArray();
        int points = Math.min(POINTS, order.length);
        double[] coverage = new double[points];
        double[] risk = new double[points];
        double area = 0;
        int wrong = 0;
        int point = 0;
        for (int i = 0; i < order.length; i++) {
            wrong += matches.right(order[i]) ? 0 : 1;
            area += wrong / (i + 1d) / order.length;
            if ((i + 1L) * points >= (point + 1L) * order.length) {
                coverage[point] = (i + 1) / (double) order.length;
                risk[point++] = wrong / (i + 1d);
            }
        }
        return new RiskCurve(coverage, risk, order.length == 0 ? Double.NaN : area);
    }

    ObjectNode tree() {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.set("coverage", ReportNumbers.rounded(coverage));
        node.set("risk", ReportNumbers.rounded(risk));
        JsonNodes.put(node, "area", area);
        return node;
    }
}
