package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.target.SimilarityMatrix;
import io.candor.data.target.SmoothingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmoothingSettingsTest {

    private static final Settings TENTH = Settings.of(TrainKeys.ALL).with(TrainKeys.LABEL_SMOOTHING, 0.1);
    private static final Classes CLASSES = new Classes(List.of("fine", "worn", "broken"));

    @TempDir
    Path folder;

    private static SmoothingPlan plan(Settings settings) {
        return SmoothingSettings.plan(settings, CLASSES);
    }

    @Test
    void neighbours_reach_as_far_as_told() {
        Settings settings = TENTH.with(TrainKeys.SMOOTHING_CONVENTION, "neighbours");
        assertThat(plan(settings).similarity()).contains(SimilarityMatrix.neighbours(3, 1));
        assertThat(plan(settings.with(TrainKeys.SMOOTHING_NEIGHBOURS, 2)).similarity())
                .contains(SimilarityMatrix.neighbours(3, 2));
    }

    @Test
    void the_matrix_is_read_as_the_kind_says() throws IOException {
        Path file = Files.writeString(folder.resolve("m.csv"), "1,2,0\n2,1,1\n0,1,1\n");
        Settings settings =
                TENTH.with(TrainKeys.SMOOTHING_CONVENTION, "similarity").with(TrainKeys.SMOOTHING_MATRIX, file);
        double[][] numbers = {{1, 2, 0}, {2, 1, 1}, {0, 1, 1}};
        assertThat(plan(settings).similarity()).contains(SimilarityMatrix.of("m", numbers));
        assertThat(plan(settings.with(TrainKeys.SMOOTHING_MATRIX_KIND, "centroids"))
                        .similarity())
                .contains(SimilarityMatrix.centroids("m", numbers));
        assertThatThrownBy(() -> plan(TENTH.with(TrainKeys.SMOOTHING_CONVENTION, "similarity")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("give --smoothing-matrix FILE");
    }

    @Test
    void a_warmup_without_a_factor_goes_from_half_a_tenth_to_a_tenth_and_is_recorded_so() {
        Settings settings = Settings.of(TrainKeys.ALL).with(TrainKeys.SMOOTHING_SCHEDULE, "warmup");
        SmoothingPlan plan = plan(settings);
        assertThat(plan.epsilonAt(0, 10)).isEqualTo(0.05);
        assertThat(plan.epsilonAt(2, 10)).isEqualTo(0.1);
        assertThat(SmoothingSettings.resolved(settings).value(TrainKeys.LABEL_SMOOTHING))
                .isEqualTo(0.1);
        assertThat(plan(settings.with(TrainKeys.LABEL_SMOOTHING, 0.2)).epsilonAt(0, 10))
                .isEqualTo(0.1);
    }

    @Test
    void options_that_nothing_would_read_are_refused() {
        Map<String, Object> unread = Map.of(
                "smoothing_matrix", folder.resolve("m.csv").toString(),
                "smoothing_matrix_kind", "groups",
                "smoothing_neighbours", 2,
                "smoothing_start", 0.02,
                "smoothing_end", 0.02,
                "smoothing_warmup", 0.5,
                "smoothing_threshold", 0.4);
        unread.forEach((name, value) -> assertThatThrownBy(() -> plan(TENTH.with(Map.of(name, value), "test")))
                .as(name)
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("--" + name.replace('_', '-'))
                .hasMessageContaining("nothing reads it"));
    }

    @Test
    void where_mass_goes_is_refused_if_none_is_taken() throws IOException {
        Settings none = Settings.of(TrainKeys.ALL);
        Path matrix = Files.writeString(folder.resolve("m.csv"), "1,2,0\n2,1,1\n0,1,1\n");
        for (Settings settings : List.of(
                none.with(TrainKeys.SMOOTHING_CONVENTION, "online"),
                none.with(TrainKeys.SMOOTHING_CONVENTION, "similarity").with(TrainKeys.SMOOTHING_MATRIX, matrix),
                none.with(TrainKeys.LABEL_SMOOTHING, 0.0).with(TrainKeys.SMOOTHING_NEIGHBOURS, 2))) {
            assertThatThrownBy(() -> plan(settings))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("the smoothing factor is 0, so nothing reads it");
        }
        Settings warmup = none.with(TrainKeys.SMOOTHING_SCHEDULE, "warmup");
        assertThat(plan(warmup.with(TrainKeys.SMOOTHING_CONVENTION, "others")).convention())
                .isEqualTo("others");
        assertThat(plan(none.with(TrainKeys.SMOOTHING_CONVENTION, "uniform")).epsilon())
                .isZero();
    }
}
