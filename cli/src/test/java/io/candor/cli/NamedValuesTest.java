package io.candor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedValuesTest {

    @Test
    void values_may_hold_what_separates_them_from_names_and_keep_their_order() {
        assertThat(NamedValues.parse("--stream", List.of("b=rtsp://10.0.0.7/x?key=1", "a=0")))
                .containsExactly(java.util.Map.entry("b", "rtsp://10.0.0.7/x?key=1"), java.util.Map.entry("a", "0"));
        assertThat(NamedValues.parse("--stream", List.of())).isEmpty();
    }

    @Test
    void names_that_are_missing_or_given_twice_are_refused() {
        for (String one : List.of("line1", "=x", "line1=", "")) {
            assertThatThrownBy(() -> NamedValues.parse("--stream", List.of(one)))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("expected NAME=VALUE");
        }
        assertThatThrownBy(() -> NamedValues.parse("--stream", List.of("a=1", "b=2", "a=3")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("--stream is given twice for 'a'");
    }
}
