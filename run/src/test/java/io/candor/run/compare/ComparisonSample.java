package io.candor.run.compare;

import io.candor.run.compare.Comparison.Bin;
import io.candor.run.compare.Comparison.Confidence;
import io.candor.run.compare.Comparison.Interval;
import io.candor.run.compare.Comparison.Intervals;
import io.candor.run.compare.Comparison.Picture;
import io.candor.run.compare.Comparison.Run;
import io.candor.run.compare.Comparison.Scores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Made-up runs for tests; the figures that matter are parameters. */
final class ComparisonSample {

    private ComparisonSample() {}

    static Run run(String name, double epsilon, double map, double falseAlarms, double calibrationError) {
        Map<String, Double> perClass = new LinkedHashMap<>();
        List.of("open", "short", "mousebite", "spur", "copper", "pin-hole")
                .forEach(c -> perClass.put(c, map + 0.25 + 0.02 * (c.length() - 5)));
        List<Double> path = new ArrayList<>();
        for (int epoch = 1; epoch <= 20; epoch++) {
            path.add((map + 0.27) * (1 - Math.exp(-epoch / 6.0)));
        }
        Scores scores = new Scores(map + 0.27, map, map + 0.25, falseAlarms, 0.31 - epsilon, perClass);
        return new Run(name, epsilon, scores, confidence(epsilon, calibrationError), path);
    }

    static Comparison comparison(Run plain, Run smoothed) {
        Map<String, String> definitions = new LinkedHashMap<>();
        definitions.put("calibration error", "D-ECE, 10 bins of equal width, IoU .5, confidence from .25");
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("seed", "0");
        provenance.put("network", "YOLOv8n, 3,012,018 parameters, <random> weights");
        byte[] dot = java.util.Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");
        return new Comparison(
                "With and without label smoothing",
                List.of("600 boards were drawn.", "The same detector was trained twice."),
                plain,
                smoothed,
                0.8,
                100,
                definitions,
                intervals(plain, smoothed),
                List.of(new Picture("val_00001", "image/gif", dot, dot, dot)),
                provenance);
    }

    /** As wide as if 100 images had been evaluated. */
    private static Intervals intervals(Run plain, Run smoothed) {
        return new Intervals(
                around(smoothed.scores().map50() - plain.scores().map50(), 0.02),
                around(smoothed.scores().map5095() - plain.scores().map5095(), 0.02),
                around(smoothed.scores().recall() - plain.scores().recall(), 0.02),
                around(smoothed.scores().falseAlarms() - plain.scores().falseAlarms(), 0.3),
                around(
                        smoothed.confidence().calibrationError()
                                - plain.confidence().calibrationError(),
                        0.015));
    }

    private static Interval around(double difference, double width) {
        return new Interval(difference - width, difference + width);
    }

    private static Confidence confidence(double epsilon, double error) {
        List<Bin> bins = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        List<Integer> wrong = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            double middle = (i + 0.5) / 10;
            int count = i < 2 ? 0 : 20 + 5 * i;
            bins.add(new Bin(i / 10.0, (i + 1) / 10.0, count, middle, Math.min(1, middle + 0.05 + epsilon)));
            right.add(4 * i * i);
            wrong.add(60 - 6 * i);
        }
        return new Confidence(0.8 - epsilon, 0.4 - epsilon, error, bins, right, wrong);
    }
}
