package io.candor.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.augment.AugmentationRecipe;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.YoloV8;
import io.candor.tensor.Scope;
import java.util.Arrays;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an optimiser step of YOLOv8n costs beside forward and backward. */
class OptimizerCostTest {

    private static final int ROUNDS = 60;

    @ParameterizedTest
    @EnumSource(
            value = OptimizerName.class,
            names = {"SGD", "ADAMW"})
    @Tag("slow")
    void clipping_stepping_clearing_and_averaging_take_milliseconds(OptimizerName name) {
        Recipe recipe = Recipe.defaults().with(AugmentationRecipe.none());
        OptimizerPlan plan = new OptimizerPlan(name, 0.01, 0.9, 0.9, 0);
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard();
                Network network = YoloV8.of(Scale.N, 80).initialise(1);
                TrainingState state = new TrainingState(network, recipe, plan)) {
            Ema ema = state.ema(0);
            double[] milliseconds = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                state.flat().gradients().fill_(new Scalar(0.1)); // long enough to be clipped
                long start = System.nanoTime();
                state.flat().clipGradients(10);
                state.optimizer().step(new Rates(0.01, 0.01, 0.01), 0.9);
                state.flat().clearGradients();
                ema.update();
                milliseconds[round] = (System.nanoTime() - start) / 1e6;
            }
            Arrays.sort(milliseconds);
            System.out.printf("%s: median %.2f ms, fastest %.2f ms%n", name, milliseconds[ROUNDS / 2], milliseconds[0]);
            // other processes disturb the median; the aim is 5 ms, the bound leaves room for slower machines
            assertThat(milliseconds[0]).isLessThan(25);
        }
    }
}
