package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgesTest {

    private static final double[] CONFIDENCE = {0, .2, .2, .4, .5, .6, .8, .9, 1, 1};
    private static final double[] CORRECT = {0, 0, 1, 0, 1, 1, 1, 0, 1, 1};

    /**
     * Ten values, five bins: the conformance vector. The largest gap of the last two shows that the third edge is
     * 3 * .2 = .6000000000000001, as numpy has it: were it .6, they would be .4.
     */
    @ParameterizedTest
    @CsvSource({
        "OPEN_CLOSED_WITHOUT_ZERO, .3, .45, 9",
        "OPEN_CLOSED, .3, .45, 10",
        "CLOSED_OPEN, .18, .3, 10",
        "CLOSED_OPEN_EXTRA, .18, .35, 10"
    })
    void the_edge_rule_decides_the_error(Edges edges, double error, double maximum, int counted) {
        Reliability found = Reliability.equalWidth(CONFIDENCE, CORRECT, 5, edges);
        assertThat(found.count()).isEqualTo(counted);
        assertThat(found.error()).isCloseTo(error, within(1e-9));
        assertThat(found.maximum()).isCloseTo(maximum, within(1e-9));
        assertThat(found.brier()).isCloseTo(.21, within(1e-9));
    }

    /** In double, .28 * 25 is 7.000000000000001: the index must not follow; 3 * .2 is .6000000000000001: it must. */
    @ParameterizedTest
    @CsvSource({
        "OPEN_CLOSED, .28, 25, 6",
        "CLOSED_OPEN, .28, 25, 7",
        "CLOSED_OPEN, .6, 5, 2",
        "OPEN_CLOSED, 1, 10, 9",
        "CLOSED_OPEN, 1, 10, 9"
    })
    void a_value_on_an_edge_belongs_to_the_documented_side(Edges edges, double confidence, int bins, int bin) {
        assertThat(edges.bin(confidence, bins)).isEqualTo(bin);
    }
}
