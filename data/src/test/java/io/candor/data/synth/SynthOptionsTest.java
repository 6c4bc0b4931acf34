package io.candor.data.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.InvalidInput;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SynthOptionsTest {

    private static final SynthOptions DEFAULTS = SynthOptions.defaults();

    @Test
    void unusable_options_are_refused_with_the_value_found() {
        refused(() -> DEFAULTS.withImages(0, 0, 0), "at least one must be positive");
        refused(() -> DEFAULTS.withImages(10, -1, 0), "-1");
        refused(() -> DEFAULTS.withSize(32), "32");
        refused(() -> DEFAULTS.withTrackWidth(100), "100.0");
        refused(() -> DEFAULTS.withDefects(3, 2), "3..2");
        refused(() -> DEFAULTS.withLookAlikes(-1, 2), "-1..2");
        refused(() -> DEFAULTS.withDifficulty(1.01), "1.01");
        refused(() -> DEFAULTS.withDifficulty(Double.NaN), "NaN");
        refused(() -> DEFAULTS.withClassWeights(List.of(1.0, 2.0)), "six numbers");
        refused(() -> DEFAULTS.withClassWeights(List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)), "not all 0");
        refused(() -> DEFAULTS.withWorkers(0), "0 workers");
        refused(() -> SynthOptions.longTail(0.5), "0.5");
        refused(() -> LabelNoise.flips(1.5), "1.5");
        refused(() -> LabelNoise.flips(-0.1), "-0.1");
        refused(() -> new LabelNoise(0.6, 0.3, 0.2, java.util.Set.of()), "more than 1");
    }

    @Test
    void the_long_tail_falls_geometrically_to_its_ratio() {
        List<Double> weights = SynthOptions.longTail(32);
        assertThat(weights.get(0)).isEqualTo(1);
        assertThat(weights.get(1)).isCloseTo(0.5, within(1e-12));
        assertThat(weights.get(5)).isCloseTo(1 / 32.0, within(1e-12));
        assertThat(SynthOptions.longTail(1)).isEqualTo(SynthOptions.balanced());
    }

    @Test
    void the_defaults_are_pinned() {
        assertThat(DEFAULTS.images()).isEqualTo(new SynthOptions.Images(800, 200, 0));
        assertThat(DEFAULTS.size()).isEqualTo(320);
        assertThat(DEFAULTS.trackWidth()).isEqualTo(9);
        assertThat(DEFAULTS.defects()).isEqualTo(new Range(1, 5));
        assertThat(DEFAULTS.noise()).isEqualTo(LabelNoise.none());
    }

    @Test
    void class_names_have_the_order_of_deep_pcb() {
        assertThat(DefectKind.classes().names())
                .containsExactly("open", "short", "mousebite", "spur", "copper", "pin-hole");
    }

    private static void refused(ThrowingCallable call, String found) {
        assertThatThrownBy(call)
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(found)
                .satisfies(e -> assertThat(((InvalidInput) e).help()).isEqualTo("synth-options"));
    }
}
