package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgesTest {

    private static final double[] CONFIDENCE = {0, .2, .2, .4, .5, .6, .8, .9, 1, 1};
    private static final double[] CORRECT = {0, 0, 1, 0, 1, 1, 1, 0, 1, 1};

    /**
     * Ten values, five bins. The largest gap of the last two is the single value .6, which lies on the edge 3/5; with
     * edges computed as 3 * .2 = .6000000000000001 it would fall one bin lower and give .3 and .35.
     */
    @ParameterizedTest
    @CsvSource({
        "OPEN_CLOSED_WITHOUT_ZERO, .3, .45, 9",
        "OPEN_CLOSED, .3, .45, 10",
        "CLOSED_OPEN, .18, .4, 10",
        "CLOSED_OPEN_EXTRA, .18, .4, 10"
    })
    void the_edge_rule_decides_the_error(Edges edges, double error, double maximum, int counted) {
        Reliability found = Reliability.equalWidth(CONFIDENCE, CORRECT, 5, edges);
        assertThat(found.count()).isEqualTo(counted);
        assertThat(found.error()).isCloseTo(error, within(1e-9));
        assertThat(found.maximum()).isCloseTo(maximum, within(1e-9));
        assertThat(found.brier()).isCloseTo(.21, within(1e-9));
    }

    /** In double, .28 * 25 is 7.000000000000001 and 3 * .2 is .6000000000000001: the index must not follow. */
    @ParameterizedTest
    @CsvSource({"OPEN_CLOSED, .28, 25, 6", "CLOSED_OPEN, .28, 25, 7", "OPEN_CLOSED, 1, 10, 9", "CLOSED_OPEN, 1, 10, 9"})
    void a_value_on_an_edge_belongs_to_the_documented_side(Edges edges, double confidence, int bins, int bin) {
        assertThat(edges.bin(confidence, bins)).isEqualTo(bin);
    }
}
