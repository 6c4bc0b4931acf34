package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridTest {

    private static final Settings NOTHING = Settings.of(CompareKeys.ALL);

    @TempDir
    Path folder;

    @Test
    void without_a_word_the_usual_factors_are_compared_with_none() {
        Grid grid = Grid.of(NOTHING);
        assertThat(grid.arms())
                .extracting(GridArm::name)
                .containsExactly("epsilon 0", "epsilon 0.05", "epsilon 0.1", "epsilon 0.2");
        assertThat(grid.subject()).isEqualTo("smoothing");
    }

    @Test
    void zero_comes_first_wherever_it_was_written() {
        assertThat(Grid.of(NOTHING.with(Map.of("epsilon", "0.1,0,0.3"), "test")).arms())
                .extracting(GridArm::folder)
                .containsExactly("epsilon-0", "epsilon-0.1", "epsilon-0.3");
    }

    @Test
    void arms_are_read_from_text() {
        Grid grid = Grid.of(NOTHING.with(CompareKeys.ARMS, "plain: ; slow start: lr0=0.001, warmup-epochs=1"));
        assertThat(grid.arms()).extracting(GridArm::name).containsExactly("plain", "slow start");
        assertThat(grid.arms().get(1).settings()).isEqualTo(Map.of("lr0", "0.001", "warmup_epochs", "1"));
        assertThat(grid.arms().get(1).words(Map.of())).isEqualTo("lr0 0.001, warmup epochs 1");
        Map<String, Map<String, Object>> differing = Map.of(
                "label_smoothing", Map.of("plain", 0.1, "slow start", 0.0),
                "lr0", Map.of("plain", 0.003, "slow start", 0.001));
        assertThat(grid.arms().get(1).words(differing))
                .isEqualTo("lr0 0.001, warmup epochs 1, label smoothing 0.0 (by default)");
        assertThat(grid.arms().get(0).words(differing))
                .contains("label smoothing 0.1 (by default)", "lr0 0.003 (by default)");
    }

    @Test
    void arms_conditions_and_common_settings_are_read_from_a_file() throws IOException {
        Grid grid = file("""
                settings: {epochs: 3}
                conditions:
                  small: {fraction: 0.5}
                  all:
                arms:
                  plain:
                  smoothed: {label-smoothing: 0.1}
                """);
        assertThat(grid.settings()).containsEntry("epochs", 3);
        assertThat(grid.conditions()).extracting(GridArm::name).containsExactly("small", "all");
        assertThat(grid.arms().get(1).settings()).containsEntry("label_smoothing", 0.1);
        assertThat(grid.subject()).isEmpty();
    }

    @Test
    void what_is_no_grid_is_refused_with_its_place() {
        refused("a: lr0", "expected key=value");
        refused("a lr0=1; b: lr0=1", "'a lr0=1'");
        refused("a: lr0=1; A: lr0=2", "'A' is there twice");
        refused("a: lr=1", "Did you mean 'lr0'");
        refused("a: lr0=fast", "expected a number");
        refused("a: seed=1", "found seed");
        refused(folder.resolve("none.yaml").toString(), "no such file");
        assertThatThrownBy(() -> file("arm: {a: {}}")).hasMessageContaining("Did you mean 'arms'");
        assertThatThrownBy(() -> file("settings: {epochs: 3}")).hasMessageContaining("found no arms");
        assertThatThrownBy(() -> file("arms: {a: 3}")).hasMessageContaining("arms, a is '3'");
        assertThatThrownBy(() -> Grid.of(NOTHING.with(CompareKeys.EPSILON, List.of(0.1, 0.1))))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("twice");
    }

    private static void refused(String arms, String reason) {
        assertThatThrownBy(() -> Grid.of(NOTHING.with(CompareKeys.ARMS, arms)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(reason);
    }

    private Grid file(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("grid.yaml"), text);
        return Grid.of(NOTHING.with(CompareKeys.ARMS, file.toString()));
    }
}
