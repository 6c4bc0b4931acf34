package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import io.candor.run.experiment.Experiment;
import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.Experiment.Effect;
import io.candor.run.experiment.Figure;
import io.candor.train.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresetRunTest {

    @TempDir
    Path folder;

    private final Told listener = new Told();
    private final List<String> said = listener.lines;

    @Test
    void the_toy_says_that_its_labels_are_random_and_stays_at_chance() throws IOException {
        Block block = run(preset("toy").with(CompareKeys.SEEDS, 2)).blocks().get(0);
        assertThat(said).anyMatch(line -> line.contains("labels are random"));
        assertThat(folder.resolve("toy").resolve("report.html")).content().contains("The labels are random");
        assertThat(block.row(Figure.ACCURACY).cells())
                .allSatisfy(cell -> assertThat(cell.value()).isBetween(0.06, 0.14));
        assertThat(block.row(Figure.ACCURACY).effect(1)).isEqualTo(Effect.NONE);
        List<Double> memorised = block.arms().get(0).curves().get(1).perSeed().get(0);
        assertThat(memorised.get(memorised.size() - 1)).isGreaterThan(0.3);
    }

    @Test
    void under_label_noise_smoothing_can_be_seen_to_act() throws IOException {
        Block block = run(preset("noisy")
                        .with(CompareKeys.EPSILON, List.of(0.2))
                        .with(CompareKeys.SEEDS, 2))
                .blocks()
                .get(0);
        assertThat(block.row(Figure.ACCURACY).effect(1)).isEqualTo(Effect.BETTER);
        assertThat(block.row(Figure.ECE).effect(1)).isEqualTo(Effect.WORSE);
        assertThat(said).anyMatch(line -> line.contains("epsilon 0.2 helps here"));
        Block others = run(preset("noisy")
                        .with(CompareKeys.OUT, folder.resolve("others"))
                        .with(CompareKeys.CONVENTION, "others")
                        .with(CompareKeys.EPSILON, List.of(0.2))
                        .with(CompareKeys.SEEDS, 1)
                        .with(CompareKeys.SEED, 5))
                .blocks()
                .get(0);
        assertThat(others.arms().get(0).seeds()).containsExactly(5);
        assertThat(others.row(Figure.ACCURACY).cells().get(1).value())
                .isNotEqualTo(block.row(Figure.ACCURACY).cells().get(1).value());
    }

    @Test
    void options_that_nothing_reads_are_refused() {
        refused(preset("toy").with(TrainKeys.EPOCHS, 3), "--epochs is read by nothing");
        refused(preset("toy").with(CompareKeys.CONVENTION, "binary"), "expected uniform");
        refused(preset("toy").with(CompareKeys.EPSILON, List.of(2.0)), "2");
    }

    private void refused(CompareRun compare, String reason) {
        assertThatThrownBy(() -> run(compare)).isInstanceOf(InvalidInput.class).hasMessageContaining(reason);
    }

    private CompareRun preset(String name) {
        return new CompareRun(Settings.of(CompareKeys.ALL))
                .with(CompareKeys.PRESET, name)
                .with(CompareKeys.RESAMPLES, 100)
                .with(CompareKeys.OUT, folder.resolve(name));
    }

    private Experiment run(CompareRun compare) throws IOException {
        return compare.run(listener, new StopRequest()).experiment().orElseThrow();
    }
}
