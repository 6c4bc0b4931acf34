package io.candor.data.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Box;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.noise.NoisyLabels.Change;
import io.candor.data.target.SimilarityMatrix;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoisyLabelsTest {

    private static final int CLASSES = 5;
    private static final Box BOX = new Box(0, 0, 4, 4);

    /** 4000 labels, two per sample. */
    private static final List<Sample> SAMPLES = IntStream.range(0, 2000)
            .mapToObj(i -> new Sample(
                    Path.of("p%d.png".formatted(i)),
                    8,
                    8,
                    List.of(new Label(i % CLASSES, BOX), new Label((i + 1) % CLASSES, BOX))))
            .toList();

    @Test
    void symmetric_noise_spoils_the_rate_evenly_and_never_writes_the_true_class() {
        NoisyLabels noisy = NoisyLabels.of(SAMPLES, ClassNoise.symmetric(0.2, CLASSES), 1);
        assertThat(noisy.changes()).hasSizeBetween(720, 880);
        assertThat(noisy.changes()).noneMatch(change -> change.trueClass() == change.writtenClass());
        for (int step = 1; step < CLASSES; step++) {
            int distance = step;
            long count = noisy.changes().stream()
                    .filter(change -> Math.floorMod(change.writtenClass() - change.trueClass(), CLASSES) == distance)
                    .count();
            assertThat(count / (double) noisy.changes().size()).isCloseTo(0.25, within(0.06));
        }
    }

    @Test
    void asymmetric_noise_writes_the_next_class() {
        NoisyLabels noisy = NoisyLabels.of(SAMPLES, ClassNoise.asymmetric(0.4, CLASSES), 1);
        assertThat(noisy.changes()).hasSizeBetween(1500, 1700);
        assertThat(noisy.changes()).allMatch(change -> change.writtenClass() == (change.trueClass() + 1) % CLASSES);
    }

    @Test
    void a_matrix_says_where_wrong_labels_go_and_its_diagonal_is_not_read() {
        double[][] rows = new double[CLASSES][CLASSES];
        for (int k = 0; k < CLASSES; k++) {
            rows[k][k] = 90;
            rows[k][CLASSES - 1 - k] += 10; // class 2 is confused with nothing
        }
        ClassNoise noise = new ClassNoise(0.5, SimilarityMatrix.of("counts", rows));
        List<Change> changes = NoisyLabels.of(SAMPLES, noise, 3).changes();
        assertThat(changes).hasSizeBetween(1450, 1750); // half of four fifths
        assertThat(changes).allMatch(change -> change.writtenClass() == CLASSES - 1 - change.trueClass());
    }

    @Test
    void equal_seeds_spoil_equally_other_seeds_otherwise_and_higher_rates_more_of_the_same() {
        ClassNoise few = ClassNoise.asymmetric(0.1, CLASSES);
        NoisyLabels one = NoisyLabels.of(SAMPLES, few, 7);
        assertThat(NoisyLabels.of(SAMPLES, few, 7)).isEqualTo(one);
        assertThat(NoisyLabels.of(SAMPLES, few, 8)).isNotEqualTo(one);
        assertThat(NoisyLabels.of(SAMPLES, ClassNoise.asymmetric(0.3, CLASSES), 7)
                        .changes())
                .containsAll(one.changes());
        assertThat(NoisyLabels.of(SAMPLES.subList(0, 100), few, 7).samples())
                .isEqualTo(one.samples().subList(0, 100));
    }

    @Test
    void changes_are_what_differs_and_boxes_stay() {
        NoisyLabels noisy = NoisyLabels.of(SAMPLES, ClassNoise.symmetric(0.3, CLASSES), 2);
        int differing = 0;
        for (int i = 0; i < SAMPLES.size(); i++) {
            List<Label> before = SAMPLES.get(i).labels();
            List<Label> after = noisy.samples().get(i).labels();
            for (int k = 0; k < before.size(); k++) {
                assertThat(after.get(k).box()).isEqualTo(before.get(k).box());
                if (after.get(k).classIndex() != before.get(k).classIndex()) {
                    assertThat(noisy.changes().get(differing++))
                            .isEqualTo(new Change(
                                    SAMPLES.get(i).image(),
                                    k,
                                    before.get(k).classIndex(),
                                    after.get(k).classIndex()));
                }
            }
        }
        assertThat(noisy.changes()).hasSize(differing);
    }

    @Test
    void a_rate_of_zero_changes_nothing() {
        NoisyLabels noisy = NoisyLabels.of(SAMPLES, ClassNoise.symmetric(0, CLASSES), 2);
        assertThat(noisy.samples()).isEqualTo(SAMPLES);
        assertThat(noisy.changes()).isEmpty();
    }

    @Test
    void rates_out_of_range_and_single_classes_are_refused() {
        assertThatThrownBy(() -> ClassNoise.symmetric(1.5, 3))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("found 1.5, expected a rate from 0 to 1");
        assertThatThrownBy(() -> ClassNoise.asymmetric(Double.NaN, 3)).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> ClassNoise.symmetric(0.1, 1)).hasMessageContaining("at least 2");
    }
}
