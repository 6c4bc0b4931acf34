package io.candor.train;

import io.candor.data.augment.AugmentationRecipe;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.YoloV8;
import io.candor.tensor.Scope;
import java.util.Arrays;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;

/** Prints what an optimiser step of YOLOv8n costs beside forward and backward. A program to run by hand, not a test. */
public final class OptimizerCost {

    private static final int ROUNDS = 60;

    private OptimizerCost() {}

    public static void main(String[] arguments) {
        measure(OptimizerName.SGD);
        measure(OptimizerName.ADAMW);
    }

    private static void measure(OptimizerName name) {
        Recipe recipe = Recipe.defaults().with(AugmentationRecipe.none());
        OptimizerPlan plan = new OptimizerPlan(name, 0.01, 0.9, 0.9, 0);
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard();
                Network network = YoloV8.of(Scale.N, 80).initialise(1);
                TrainingState state = new TrainingState(
                        network, recipe, plan, recipe.objective().detection(80, 1, Guidance.NONE))) {
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
        }
    }
}
