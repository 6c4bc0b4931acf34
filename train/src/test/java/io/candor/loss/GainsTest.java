package io.candor.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.candor.data.InvalidInput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GainsTest {

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void gains_that_are_no_finite_weights_are_refused(double gain) {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> new Gains(7.5, gain, 1.5))
                .withMessageContaining("cls")
                .withMessageContaining(String.valueOf(gain))
                .satisfies(refused -> assertThat(refused.help()).isEqualTo("loss-gains"));
    }
}
