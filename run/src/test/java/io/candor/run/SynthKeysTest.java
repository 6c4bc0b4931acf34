package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.synth.SynthOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SynthKeysTest {

    @Test
    void without_settings_boards_are_the_painters_own() {
        assertThat(options(Map.of())).isEqualTo(SynthOptions.defaults());
    }

    @Test
    void every_size_the_key_admits_can_be_drawn() {
        assertThat(options(Map.of("size", 64)).size()).isEqualTo(64);
        assertThat(options(Map.of("size", 64)).trackWidth()).isEqualTo(8);
        assertThat(options(Map.of("size", 2048)).trackWidth())
                .isEqualTo(SynthOptions.defaults().trackWidth());
    }

    @Test
    void masks_and_track_width_are_asked_for_by_name() {
        assertThat(options(Map.of()).labels()).isEqualTo(SynthOptions.Labels.BOXES);
        SynthOptions masks = options(Map.of("masks", true, "track_width", 14, "size", 160));
        assertThat(masks.labels()).isEqualTo(SynthOptions.Labels.OUTLINES);
        assertThat(masks.trackWidth()).isEqualTo(14);
    }

    private static SynthOptions options(Map<String, ?> given) {
        return SynthKeys.options(Settings.of(SynthKeys.ALL).with(given, "test"));
    }
}
