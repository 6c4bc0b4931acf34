package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Classes;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizerLinesTest {

    private static final Settings DETECTOR = Settings.of(TrainKeys.ALL);
    private static final Settings NOTHING = DETECTOR.with(TrainKeys.MODEL, "trained.pt");
    private static final Classes CLASSES = new Classes(List.of("open", "short"));

    @Test
    void what_auto_chose_is_said() {
        assertThat(lines(NOTHING, 1000))
                .containsExactly(
                        "Optimiser adamw (chosen by auto), learning rate 0.001667, first beta 0.9; 1,619 steps.");
        assertThat(lines(NOTHING.with(TrainKeys.EPOCHS, 1000), 1000).get(0))
                .startsWith("Optimiser sgd (chosen by auto)");
    }

    @Test
    void settings_that_are_not_read_are_named() {
        assertThat(lines(NOTHING.with(TrainKeys.LR0, 0.0001).with(TrainKeys.MOMENTUM, 0.8), 100)
                        .get(1))
                .contains("--optimizer auto", "--lr0 1.0E-4", "--momentum 0.8", "sgd or adamw");
        assertThat(lines(NOTHING.with(TrainKeys.OPTIMIZER, "adamw").with(TrainKeys.WARMUP_MOMENTUM, 0.5), 100))
                .hasSize(2);
        assertThat(lines(NOTHING.with(TrainKeys.LR0, 0.01), 100))
                .as("the default")
                .hasSize(1);
        assertThat(lines(NOTHING.with(TrainKeys.OPTIMIZER, "sgd").with(TrainKeys.LR0, 0.1), 100))
                .hasSize(1);
    }

    @Test
    void a_warm_up_longer_than_the_run_is_said() {
        assertThat(lines(NOTHING.with(TrainKeys.EPOCHS, 3), 40).get(1))
                .contains("9 iterations", "warm-up takes 100", "--warmup-epochs 0");
        assertThat(lines(NOTHING.with(TrainKeys.EPOCHS, 3).with(TrainKeys.WARMUP_EPOCHS, 0.0), 40))
                .hasSize(1);
    }

    @Test
    void few_steps_from_random_weights_are_said() {
        assertThat(lines(DETECTOR.with(TrainKeys.EPOCHS, 10), 800).get(1))
                .isEqualTo(
                        "Warning: 160 optimiser steps are few for random weights. Give more --epochs or --nbs 16, a step for every batch, or trained weights as --model.");
        assertThat(lines(DETECTOR.with(TrainKeys.EPOCHS, 5).with(TrainKeys.NBS, 16), 800)
                        .get(1))
                .contains("Give more --epochs, or trained");
        assertThat(lines(DETECTOR.with(TrainKeys.EPOCHS, 10).with(TrainKeys.NBS, 16), 800))
                .hasSize(1);
        assertThat(lines(NOTHING.with(TrainKeys.EPOCHS, 10), 800)).hasSize(1);
    }

    private static List<String> lines(Settings settings, int images) {
        return OptimizerLines.of(settings, TrainPlan.recipe(settings), CLASSES.size(), images);
    }
}
