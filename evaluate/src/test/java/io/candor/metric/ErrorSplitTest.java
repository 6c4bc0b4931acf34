package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Classes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ErrorSplitTest {

    private static final BootstrapSettings FEW = BootstrapSettings.defaults().withResamples(50);

    @Test
    void every_kind_of_error_is_told_from_the_others() {
        EvaluationSet.Builder set = EvaluationSet.builder(new Classes(List.of("a", "b")));
        int image = set.image("1");
        set.object(image, 0, 0, 0, 10, 10);
        set.object(image, 1, 100, 0, 110, 10);
        set.object(image, 0, 200, 0, 210, 10);
        set.object(image, 0, 300, 0, 310, 10);
        set.detection(image, 0, new double[] {0, 0, 10, 10}, .9);
        set.detection(image, 0, new double[] {0, 0, 10, 9}, .8); // found twice
        set.detection(image, 0, new double[] {100, 0, 110, 9}, .7); // an object of class b
        set.detection(image, 0, new double[] {100, 0, 110, 3}, .6); // neither its class nor its box
        set.detection(image, 0, new double[] {200, 0, 210, 4}, .5);
        set.detection(image, 0, new double[] {500, 0, 510, 10}, .4);
        EvaluationSet built = set.build();
        DetectionErrors errors = DetectionErrors.of(built);
        assertThat(errors.kind(0)).isEmpty();
        assertThat(List.of(1, 2, 3, 4, 5))
                .extracting(errors::kind)
                .extracting(Optional::orElseThrow)
                .containsExactly(
                        ErrorKind.DUPLICATE,
                        ErrorKind.CLASS,
                        ErrorKind.BOTH,
                        ErrorKind.LOCALISATION,
                        ErrorKind.BACKGROUND);
        assertThat(built.objectClass(errors.target(2))).isOne();
        assertThat(errors.target(5)).isEqualTo(-1);
        assertThat(java.util.stream.IntStream.range(0, 4).filter(errors::missed))
                .hasSize(1);
        ErrorSplit split = ErrorSplit.of(built, .45, FEW);
        assertThat(split.counts())
                .containsEntry(ErrorKind.DUPLICATE, 1)
                .containsEntry(ErrorKind.BACKGROUND, 0)
                .containsEntry(ErrorKind.MISSED, 1);
    }

    @Test
    void mending_the_only_error_makes_the_detector_perfect() {
        EvaluationSet.Builder set = EvaluationSet.builder(new Classes(List.of("a", "b")));
        int image = set.image("1");
        set.object(image, 0, 0, 0, 10, 10);
        set.object(image, 1, 100, 0, 110, 10);
        set.detection(image, 0, new double[] {0, 0, 10, 10}, .9);
        set.detection(image, 0, new double[] {100, 0, 110, 10}, .8);
        ErrorSplit split = ErrorSplit.of(set.build(), .25, FEW);
        assertThat(split.costs().get(ErrorKind.CLASS).value()).isCloseTo(.5, within(1e-12));
        assertThat(split.costs().get(ErrorKind.LOCALISATION).value()).isZero();
        assertThat(split.costs().get(ErrorKind.MISSED).value())
                .as("the wrong class accounts for it")
                .isZero();
        assertThat(split.falseNegatives().value())
                .as("class b counts 0 without objects")
                .isZero();
    }

    @Test
    void kinds_and_costs_agree_with_the_description_on_random_data() {
        for (long seed = 0; seed < 150; seed++) {
            EvaluationSet set = DetectionFiguresTest.distinct(new RandomScene(seed).set(), seed);
            SlowErrors slow = new SlowErrors(set);
            DetectionErrors errors = DetectionErrors.of(set);
            for (int d = 0; d < set.detections(); d++) {
                assertThat(errors.kind(d).orElse(null))
                        .as("seed %d, detection %d", seed, d)
                        .isEqualTo(slow.kind(d));
            }
            for (int t = 0; t < set.objects(); t++) {
                assertThat(errors.missed(t)).as("seed %d, object %d", seed, t).isEqualTo(slow.missed(t));
            }
            double[] costs = new ErrorCosts(errors).figures(DetectionFiguresTest.once(set));
            assertThat(costs).as("seed %d", seed).containsExactly(slow.costs(), within(1e-9));
        }
    }

    @Test
    void counting_an_image_twice_is_the_same_as_having_it_twice() {
        for (long seed = 0; seed < 60; seed++) {
            EvaluationSet set = DetectionFiguresTest.distinct(new RandomScene(seed).set(), seed);
            int[] weights = DetectionFiguresTest.weights(set, seed);
            double[] weighted = new ErrorCosts(DetectionErrors.of(set)).figures(weights);
            EvaluationSet repeated = DetectionFiguresTest.repeated(set, weights);
            double[] explicit =
                    new ErrorCosts(DetectionErrors.of(repeated)).figures(DetectionFiguresTest.once(repeated));
            assertThat(weighted).as("seed %d", seed).containsExactly(explicit, within(1e-9));
        }
    }

    @Test
    void on_photographs_no_mending_lowers_average_precision_and_the_base_is_map50() {
        EvaluationSet set = GoldenSets.val32();
        ErrorSplit split = ErrorSplit.of(set, .25, FEW);
        for (ErrorKind kind : ErrorKind.values()) {
            assertThat(split.costs().get(kind).value()).as(kind.toString()).isBetween(0., .3);
        }
        assertThat(split.falsePositives().value())
                .isGreaterThan(split.costs().get(ErrorKind.BACKGROUND).value());
        assertThat(split.falsePositives().interval().isKnown()).isTrue();
        assertThat(split.bootstrap()).contains("50 resamples");
        double recalled =
                AveragePrecision.coco(set).ap50() + split.falsePositives().value();
        assertThat(recalled).isLessThanOrEqualTo(1);
    }
}
