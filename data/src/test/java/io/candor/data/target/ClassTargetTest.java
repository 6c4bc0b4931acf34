package io.candor.data.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.data.target.ClassTarget.Origin;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class ClassTargetTest {

    private static final Smoothing TENTH = new Smoothing.Uniform(0.1);

    @Test
    void mixed_targets_equal_the_reference_whether_smoothed_before_or_after() throws IOException {
        JsonNode golden;
        try (InputStream file = ClassTargetTest.class.getResourceAsStream("/golden/smoothing/mixup.json")) {
            golden = new ObjectMapper().readTree(file);
        }
        int compared = 0;
        for (JsonNode each : golden.get("cases")) {
            double share = each.get("lam").asDouble();
            if (each.get("eps").asDouble() == 1) {
                continue; // out of the range of targets: every class would be alike
            }
            Smoothing smoothing = Smoothing.of("uniform", each.get("eps").asDouble(), 4);
            for (int row = 0; row < 5; row++) {
                ClassTarget one =
                        ClassTarget.oneHot(4, golden.get("target1").get(row).asInt());
                ClassTarget other =
                        ClassTarget.oneHot(4, golden.get("target2").get(row).asInt());
                ClassTarget before = one.smooth(smoothing).mix(other.smooth(smoothing), share);
                ClassTarget after = one.mix(other, share).smooth(smoothing);
                for (int k = 0; k < 4; k++) {
                    float expected =
                            (float) each.get("mixed_target").get(4 * row + k).asDouble();
                    assertThat(before.share(k)).isCloseTo(expected, within(1e-6f));
                    assertThat(after.share(k)).isCloseTo(expected, within(1e-6f));
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(24 * 20);
    }

    @Test
    void smoothing_twice_is_refused_with_the_reason() {
        ClassTarget once = ClassTarget.oneHot(3, 0).smooth(TENTH);
        assertThatThrownBy(() -> once.smooth(TENTH))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("smoothed before")
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> once.mix(once, 0.3).smooth(TENTH)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> once.mix(ClassTarget.oneHot(3, 1), 0.3)).hasMessageContaining("only one of two");
        assertThat(once.smooth(new Smoothing.None())).isEqualTo(once);
    }

    @Test
    void votes_and_probabilities_become_shares() {
        ClassTarget votes = ClassTarget.votes(3, 1, 0);
        assertThat(votes.shares()).containsExactly(0.75f, 0.25f, 0);
        assertThat(votes.origin()).isEqualTo(Origin.PEOPLE);
        assertThat(votes.largest()).isZero();
        assertThat(ClassTarget.probabilities(0.7, 0.2, 0.1).share(1)).isEqualTo(0.2f);
        assertThat(ClassTarget.probabilities(0.333, 0.333, 0.333).shares()).containsOnly(1f / 3);
    }

    @Test
    void numbers_that_are_no_probabilities_are_refused() {
        assertThatThrownBy(() -> ClassTarget.probabilities(0.5, 0.25)).hasMessageContaining("sum to 0.75");
        assertThatThrownBy(() -> ClassTarget.probabilities(1.2, -0.2)).hasMessageContaining("negative");
        assertThatThrownBy(() -> ClassTarget.probabilities(Double.NaN, 1)).hasMessageContaining("sum to NaN");
        assertThatThrownBy(() -> ClassTarget.votes(0, 0)).hasMessageContaining("sum to 0.0");
    }

    @Test
    void smoothing_what_people_said_spreads_each_part_of_it() {
        ClassTarget smoothed = ClassTarget.votes(1, 1, 0).smooth(new Smoothing.Uniform(0.3));
        assertThat(smoothed.share(0)).isCloseTo(0.45f, within(1e-6f));
        assertThat(smoothed.share(2)).isCloseTo(0.1f, within(1e-6f));
        assertThat(smoothed.origin()).isEqualTo(Origin.SMOOTHED);
    }

    @Test
    void votes_that_agree_are_a_label_and_opinions_may_leave_it_open_which_class_is_largest() {
        assertThat(ClassTarget.votes(0, 3)).isEqualTo(ClassTarget.oneHot(2, 1));
        assertThat(ClassTarget.probabilities(0, 1).origin()).isEqualTo(Origin.PEOPLE);
        assertThat(ClassTarget.votes(1, 2, 1).isDecided()).isTrue();
        assertThat(ClassTarget.votes(1, 2, 2).isDecided()).isFalse();
    }
}
