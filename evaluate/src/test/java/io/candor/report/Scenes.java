package io.candor.report;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Label;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.DetectionEvaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** Invented evaluations that look like real ones. */
final class Scenes {

    private Scenes() {}

    /** A fair detector of six kinds of defects. */
    static DetectionEvaluation inspection() {
        return evaluate(List.of("open", "short", "mousebite", "spur", "spurious copper", "pin-hole"), 300);
    }

    static DetectionEvaluation manyClasses(int classes) {
        return evaluate(IntStream.range(0, classes).mapToObj(k -> "class " + k).toList(), 600);
    }

    static DetectionEvaluation nothing() {
        return new DetectionEvaluator(new Classes(List.of("a", "b"))).evaluate();
    }

    static String results(int epochs) {
        StringBuilder csv = new StringBuilder(
                "epoch,time,train/box_loss,train/cls_loss,train/dfl_loss,metrics/precision(B),metrics/recall(B),"
                        + "metrics/mAP50(B),metrics/mAP50-95(B),val/box_loss,val/cls_loss,val/dfl_loss,lr/pg0,lr/pg1,lr/pg2\n");
        Random random = new Random(3);
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double t = epoch / 12d;
            csv.append(epoch).append(',').append(17.3 * epoch);
            for (double start : new double[] {2.4, 4.1, 1.6}) {
                csv.append(String.format(Locale.ROOT, ",%.5f", start * Math.exp(-t) + .05 * random.nextDouble()));
            }
            for (double end : new double[] {.9, .85, .88, .57}) {
                csv.append(String.format(Locale.ROOT, ",%.5f", end * (1 - Math.exp(-3 * t))));
            }
            for (double start : new double[] {2.2, 3.9, 1.5}) {
                csv.append(String.format(Locale.ROOT, ",%.5f", start * Math.exp(-t) + .1));
            }
            for (int group = 0; group < 3; group++) {
                csv.append(String.format(Locale.ROOT, ",%.6f", .001 * (1 - .99 * epoch / epochs)));
            }
            csv.append('\n');
        }
        return csv.toString();
    }

    private static DetectionEvaluation evaluate(List<String> names, int images) {
        Random random = new Random(1);
        DetectionEvaluator evaluator = new DetectionEvaluator(new Classes(names));
        for (int i = 0; i < images; i++) {
            List<Label> truth = new ArrayList<>();
            List<Detection> found = new ArrayList<>();
            for (int o = random.nextInt(7); o > 0; o--) {
                int k = (int) (names.size() * Math.pow(random.nextDouble(), 1.3));
                Box box = box(random);
                truth.add(new Label(k, box));
                double ease = Math.sqrt(random.nextDouble());
                if (ease > .25) {
                    int said = random.nextInt(12) == 0 ? random.nextInt(names.size()) : k;
                    found.add(new Detection(said, .02 + .9 * ease * ease, shaken(box, random, 9 * (1.05 - ease))));
                }
            }
            for (int w = random.nextInt(12); w > 0; w--) {
                double confidence = .001 + .8 * Math.pow(random.nextDouble(), 5);
                found.add(new Detection(random.nextInt(names.size()), confidence, box(random)));
            }
            evaluator.add("image%04d.jpg".formatted(i), truth, found);
        }
        return evaluator.evaluate();
    }

    private static Box box(Random random) {
        return Box.fromCenter(
                640 * random.nextDouble(),
                640 * random.nextDouble(),
                20 + 60 * random.nextDouble(),
                20 + 60 * random.nextDouble());
    }

    private static Box shaken(Box box, Random random, double pixels) {
        return Box.fromCenter(
                box.centerX() + pixels * random.nextGaussian(),
                box.centerY() + pixels * random.nextGaussian(),
                box.width() * (1 + .1 * random.nextGaussian()),
                box.height() * (1 + .1 * random.nextGaussian()));
    }
}
