package io.candor.report;

import io.candor.calibrate.ClassifierEffect;
import io.candor.calibrate.ClassifierFit;
import io.candor.calibrate.ClassifierFitOptions;
import io.candor.data.Classes;
import io.candor.data.Image;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.ClassificationSettings;
import io.candor.metric.ClassifiedSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Invented predictions of a classifier that is too sure. */
final class ClassifierScene {

    private static final BootstrapSettings FEW = BootstrapSettings.defaults().withResamples(50);
    private static final List<String> NAMES = List.of("cat", ReportScene.EVIL, "dog & \"co\"");

    private ClassifierScene() {}

    static ClassifierContent content() {
        ClassifiedSet set = set(600, 1);
        ClassifierFit fit = ClassifierFit.of(set(600, 2), ClassifierFitOptions.defaults());
        ClassificationSettings settings = ClassificationSettings.defaults();
        return new ClassifierContent(
                "Pets " + ReportScene.EVIL,
                set,
                ClassificationEvaluation.of(set, settings, FEW),
                Optional.of(new ClassifierContent.Calibrated(
                        ClassifierEffect.of(set, fit.calibrator(), FEW),
                        ClassificationEvaluation.reliability(set, settings),
                        ClassificationEvaluation.reliability(fit.calibrator().apply(set), settings),
                        "fitted on other rows")),
                Map.of("version", "test " + ReportScene.EVIL),
                image -> Optional.of(grey()));
    }

    static ClassifierContent bare() {
        ClassifiedSet named = set(300, 3);
        ClassifiedSet.Builder rows =
                ClassifiedSet.builder(new Classes(List.of())).unnamed();
        for (int i = 0; i < named.size(); i++) {
            rows.outcome(
                    Integer.toString(i),
                    named.confidence(i),
                    named.correct(i) ? ClassifiedSet.Outcome.CORRECT : ClassifiedSet.Outcome.WRONG);
        }
        ClassifiedSet set = rows.build();
        return new ClassifierContent(
                "Scores",
                set,
                ClassificationEvaluation.of(set, ClassificationSettings.defaults(), FEW),
                Optional.empty(),
                Map.of(),
                PictureSource.NONE);
    }

    /** Labels by weights u, said with u cubed. */
    private static ClassifiedSet set(int rows, long seed) {
        Random random = new Random(seed);
        ClassifiedSet.Builder set = ClassifiedSet.builder(new Classes(NAMES));
        for (int i = 0; i < rows; i++) {
            double[] said = new double[NAMES.size()];
            double[] weight = new double[NAMES.size()];
            double total = 0;
            double cubes = 0;
            for (int k = 0; k < said.length; k++) {
                weight[k] = .05 + random.nextDouble();
                said[k] = Math.pow(weight[k], 3);
                total += weight[k];
                cubes += said[k];
            }
            double draw = total * random.nextDouble();
            int label = draw < weight[0] ? 0 : draw < weight[0] + weight[1] ? 1 : 2;
            for (int k = 0; k < said.length; k++) {
                said[k] /= cubes;
            }
            set.probabilities("pets/%d-%d.jpg".formatted(seed, i), said, label);
        }
        return set.build();
    }

    private static Image grey() {
        byte[] bgr = new byte[64 * 48 * Image.CHANNELS];
        new Random(1).nextBytes(bgr);
        return new Image(64, 48, bgr);
    }
}
