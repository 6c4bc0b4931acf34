package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Classes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The cheap figures of comparisons against the full evaluations. */
class ResampledTest {

    @Test
    void average_precision_alone_is_that_of_all_figures() {
        EvaluationSet set = detections(3);
        int[] weights = weights(set.images().size(), 5);
        double[] all = DetectionFigures.of(set, EvaluationSettings.defaults()).figures(weights);
        double[] alone = ResampledAveragePrecision.of(set).figures(weights);
        assertThat(alone[0]).isCloseTo(all[place(DetectionFigure.MAP50)], within(1e-12));
        assertThat(alone[1]).isCloseTo(all[place(DetectionFigure.MAP50_95)], within(1e-12));
    }

    @Test
    void the_figures_of_a_classifier_are_those_of_its_evaluation() {
        ClassifiedSet set = classified(7);
        ClassificationSettings settings = ClassificationSettings.defaults();
        double[] figures =
                ResampledClassifier.of(set, settings).figures(once(set.images().size()));
        var all = ClassificationEvaluation.of(
                        set, settings, BootstrapSettings.defaults().withResamples(1))
                .figures();
        assertThat(figures[0]).isCloseTo(all.get(ClassificationFigure.TOP1).value(), within(1e-12));
        assertThat(figures[1]).isCloseTo(all.get(ClassificationFigure.NLL).value(), within(1e-12));
        assertThat(figures[2]).isCloseTo(all.get(ClassificationFigure.ECE).value(), within(1e-12));
        assertThat(figures[3]).isCloseTo(all.get(ClassificationFigure.AURC).value(), within(1e-12));
    }

    @Test
    void recall_of_some_classes_is_that_of_their_rows() {
        ClassifiedSet.Builder set = ClassifiedSet.builder(new Classes(List.of("a", "b")));
        set.probabilities("1", new double[] {.9, .1}, 0);
        set.probabilities("2", new double[] {.9, .1}, 1);
        set.probabilities("3", new double[] {.1, .9}, 1);
        Resampled rare = ResampledClassifier.recall(set.build(), Set.of(1));
        assertThat(rare.figures(new int[] {1, 1, 1})).containsExactly(.5);
        assertThat(rare.figures(new int[] {1, 3, 1})).containsExactly(.25);
    }

    @Test
    void a_part_is_found_by_detections_from_the_threshold_on() {
        EvaluationSet.Builder builder = EvaluationSet.builder(new Classes(List.of("a")));
        int one = builder.image("1");
        int two = builder.image("2");
        builder.object(one, 0, 0, 0, 10, 10);
        builder.object(two, 0, 0, 0, 10, 10);
        builder.detection(one, 0, new double[] {0, 0, 10, 10}, .9);
        builder.detection(two, 0, new double[] {0, 0, 10, 10}, .4);
        MatchedDetections matched = MatchedDetections.of(builder.build(), .5);
        assertThat(PartRecall.of(matched, .5, o -> true).figures(new int[] {1, 1}))
                .containsExactly(.5);
        assertThat(PartRecall.of(matched, .5, o -> true).figures(new int[] {1, 3}))
                .containsExactly(.25);
        assertThat(PartRecall.of(matched, .4, o -> true).figures(new int[] {1, 1}))
                .containsExactly(1);
        assertThat(PartRecall.of(matched, Double.NaN, o -> true).figures(new int[] {1, 1}))
                .containsExactly(Double.NaN);
        assertThat(PartRecall.of(matched, .4, o -> false).objects()).isZero();
        assertThat(PartRecall.of(matched, .4, o -> false).figures(new int[] {1, 1}))
                .containsExactly(Double.NaN);
    }

    @Test
    void rare_and_close_objects_are_told_by_the_labels() {
        EvaluationSet.Builder builder = EvaluationSet.builder(new Classes(List.of("many", "few", "none")));
        int image = builder.image("1");
        for (int i = 0; i < 5; i++) {
            builder.object(image, 0, 100 * i, 0, 100 * i + 50, 50);
        }
        builder.object(image, 0, 25, 0, 75, 50); // overlaps the first of its class
        builder.object(image, 1, 0, 0, 50, 50); // overlaps another class
        EvaluationSet set = builder.build();
        assertThat(ObjectParts.rareClasses(set)).containsExactly(1);
        boolean[] close = ObjectParts.overlapping(set);
        long counted = java.util.stream.IntStream.range(0, close.length)
                .filter(o -> close[o])
                .count();
        assertThat(counted).isEqualTo(2);
    }

    private static int place(DetectionFigure figure) {
        return List.of(DetectionFigure.values()).indexOf(figure);
    }

    private static EvaluationSet detections(long seed) {
        Random random = new Random(seed);
        EvaluationSet.Builder set = EvaluationSet.builder(new Classes(List.of("a", "b")));
        for (int i = 0; i < 17; i++) {
            int image = set.image("image %02d".formatted(i));
            for (int o = 0; o < 3; o++) {
                int k = random.nextInt(2);
                double x = 50 * o;
                set.object(image, k, x, 0, x + 20, 20);
                double shift = 3 * random.nextGaussian();
                set.detection(
                        image,
                        random.nextDouble() < .8 ? k : 1 - k,
                        new double[] {x + shift, 0, x + 20 + shift, 20},
                        random.nextDouble());
            }
        }
        return set.build();
    }

    private static ClassifiedSet classified(long seed) {
        Random random = new Random(seed);
        ClassifiedSet.Builder set = ClassifiedSet.builder(new Classes(List.of("a", "b", "c")));
        for (int i = 0; i < 101; i++) {
            double[] p = new double[3];
            Arrays.setAll(p, k -> random.nextDouble());
            double sum = Arrays.stream(p).sum();
            Arrays.setAll(p, k -> p[k] / sum);
            set.probabilities("image " + i, p, random.nextInt(3));
        }
        return set.build();
    }

    private static int[] once(int images) {
        int[] once = new int[images];
        Arrays.fill(once, 1);
        return once;
    }

    private static int[] weights(int images, long seed) {
        Random random = new Random(seed);
        return random.ints(images, 0, 4).toArray();
    }
}
