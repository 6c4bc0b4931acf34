package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Classes;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreHistogramTest {

    private static final double[] BOX = {0, 0, 10, 10};

    @Test
    void lower_edges_belong_to_their_bin_and_one_to_the_last() {
        assertThat(ScoreHistogram.bin(0)).isZero();
        assertThat(ScoreHistogram.bin(.28)).isEqualTo(28);
        assertThat(ScoreHistogram.bin(.57)).isEqualTo(57);
        assertThat(ScoreHistogram.bin(Math.nextDown(.57))).isEqualTo(56);
        assertThat(ScoreHistogram.bin(1)).isEqualTo(99);
    }

    @Test
    void dispersion_is_the_variance_of_the_count_per_image_over_its_mean() {
        EvaluationSet.Builder builder = EvaluationSet.builder(new Classes(List.of("a", "b")));
        double[][] confidences = {{.9, .8, .3}, {.25, .2}, {}, {}};
        for (int i = 0; i < confidences.length; i++) {
            int image = builder.image("i" + i);
            for (double confidence : confidences[i]) {
                builder.detection(image, 0, BOX, confidence);
            }
        }
        ScoreHistogram histogram = ScoreHistogram.of(builder.build());
        assertThat(histogram.images()).isEqualTo(4);
        assertThat(histogram.classes().get(0).counts()[20]).isOne();
        assertThat(histogram.classes().get(0).counts()[25]).isOne();
        // counts 3, 1, 0, 0: mean 1, variance (4 + 0 + 1 + 1) / 3 = 2
        assertThat(histogram.classes().get(0).dispersion()).isCloseTo(2, within(1e-12));
        assertThat(histogram.classes().get(1).dispersion()).isNaN();
    }
}
