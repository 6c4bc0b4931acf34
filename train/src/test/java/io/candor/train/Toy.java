package io.candor.train;

import io.candor.data.Classes;
import io.candor.data.augment.AugmentationRecipe;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.YoloV8;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** YOLOv8n with two classes on eight pictures; three batches per optimiser step, four per epoch. */
final class Toy {

    /** What {@link #main} prints after every step. */
    static final String STEP = "step";

    static final Classes CLASSES = new Classes(List.of("hole", "spur"));

    static final Provenance PROVENANCE = new Provenance(CLASSES, "toy", "", "test");

    final Network network = YoloV8.of(Scale.N, CLASSES.size()).initialise(3);
    final FixedBatches batches = new FixedBatches(RandomBatches.of(4, 2));
    private final Path folder;
    Checkpoints checkpoints;
    Recipe recipe = recipe();

    Toy(Path folder) {
        this.folder = folder;
        checkpoints = new Checkpoints(folder, PROVENANCE);
    }

    /** So small that gradients of an unfinished accumulation are carried from epoch to epoch. */
    static Recipe recipe() {
        return Recipe.defaults()
                .with(new Length(3, 0, 1))
                .with(new Input(RandomBatches.SIZE, 2, 0, 0))
                .with(AugmentationRecipe.none())
                .with(new Compute("cpu", PrecisionChoice.FP32, 1))
                .with(new Optimization(
                        OptimizerName.SGD, 0.01, 0.1, Curve.COSINE, 0.9, 5e-4, 6, 10, new Warmup(0, 0.8, 0.1)));
    }

    Toy writer(Checkpoints.Writer writer) {
        checkpoints = new Checkpoints(folder, PROVENANCE, writer);
        return this;
    }

    /** The second epoch is the best. */
    Trainer trainer() {
        return new Trainer(new Job(recipe, network, batches, checkpoints)).validator((average, epoch) -> {
            double fitness = epoch == 0 ? 0.1 : epoch == 1 ? 0.2 : 0.15;
            return new Verdict(fitness, Map.of("map", fitness));
        });
    }

    Outcome train() {
        return trainer().train();
    }

    Outcome resume() {
        return trainer().resume(Checkpoint.read(checkpoints.state()));
    }

    /** Trains in a process of its own: from the state in the given folder if there is one, else from the start. */
    public static void main(String[] arguments) {
        Toy toy = new Toy(Path.of(arguments[0]));
        Trainer trainer = toy.trainer().onStep(step -> System.out.println(STEP));
        Path state = toy.checkpoints.state();
        Outcome outcome = Files.exists(state) ? trainer.resume(Checkpoint.read(state)) : trainer.train();
        System.exit(outcome.ending() == Outcome.Ending.FINISHED ? 0 : 1);
    }
}
