package io.candor.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.metric.ClassConfusion;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionChartTest {

    @Test
    void the_last_class_of_a_classifier_is_painted_like_the_others() {
        BufferedImage chart =
                ConfusionChart.counts(new ClassConfusion(new int[][] {{5, 0}, {0, 5}}), List.of("a", "b"));
        // Cells of 72 begin 293 from the left and 64 from the top; the picture has twice the nominal size.
        int first = chart.getRGB(2 * (293 + 6), 2 * (64 + 6));
        int last = chart.getRGB(2 * (293 + 72 + 6), 2 * (64 + 72 + 6));
        assertThat(first).isEqualTo(0xFF08306B);
        assertThat(last).isEqualTo(first);
    }
}
