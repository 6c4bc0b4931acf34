package io.candor.calibrate;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.golden.Golden;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The detections of the reference set with what they matched; local, not redistributed. */
@SuppressWarnings("ArrayRecordComponent")
record GoldenObservations(int[] image, int[] category, double[] score, double[] right, double[] iou) {

    static GoldenObservations read() {
        byte[] file = Golden.shared("calibration/detection_matches.safetensors");
        JsonNode rows = Golden.json(Golden.shared("map/val32_detections.json"));
        return new GoldenObservations(
                IntStream.range(0, rows.size())
                        .map(i -> rows.get(i).get("image_id").asInt())
                        .toArray(),
                IntStream.range(0, rows.size())
                        .map(i -> rows.get(i).get("category_id").asInt())
                        .toArray(),
                Golden.tensor(file, "score"),
                Golden.tensor(file, "tp_tau50"),
                Golden.tensor(file, "iou_tau0"));
    }

    static JsonNode metrics() {
        return Golden.json(Golden.shared("calibration/detection_metrics.json"));
    }

    /** Positions on images with an even (0) or odd (1) id that one of the reference's fits counts. */
    int[] positions(JsonNode definition, int parity) {
        double floor = definition.get("score_floor").asDouble();
        JsonNode only = definition.get("category_id");
        return IntStream.range(0, score.length)
                .filter(i -> image[i] % 2 == parity && score[i] >= floor)
                .filter(i -> only.isNull() || category[i] == only.asInt())
                .toArray();
    }

    Observations observations(JsonNode definition, int parity) {
        boolean overlap = definition.get("target").asText().equals("iou");
        return new Observations(score, overlap ? iou : right).at(positions(definition, parity));
    }

    static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        Arrays.setAll(values, i -> array.get(i).asDouble());
        return values;
    }
}
