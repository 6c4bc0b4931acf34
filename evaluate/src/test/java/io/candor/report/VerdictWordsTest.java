package io.candor.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.calibrate.CalibrationEffect.Verdict;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VerdictWordsTest {

    @Test
    void calibrated_numbers_are_recommended_only_where_they_are_better() {
        assertThat(Arrays.stream(Verdict.values()).map(VerdictWords::of))
                .doesNotHaveDuplicates()
                .filteredOn(words -> words.startsWith("Use the calibrated numbers"))
                .containsExactly(VerdictWords.of(Verdict.BETTER));
        assertThat(VerdictWords.of(Verdict.WORSE)).contains("do not use");
    }
}
