package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Trainings that take seconds: an epoch of small pictures, with the same result on every machine. */
final class SmallTraining {

    private SmallTraining() {}

    static TrainRun on(Path data) {
        return new TrainRun(settings(TrainKeys.ALL, data));
    }

    /** Without and with smoothing, one seed. */
    static CompareRun compared(Path data) {
        return new CompareRun(settings(CompareKeys.ALL, data))
                .with(CompareKeys.SEEDS, 1)
                .with(CompareKeys.EPSILON, List.of(0.2))
                .with(CompareKeys.RESAMPLES, 20);
    }

    private static Settings settings(List<KeyGroup> keys, Path data) {
        return Settings.of(keys)
                .with(TrainKeys.DATA, data)
                .with(TrainKeys.EPOCHS, 1)
                .with(TrainKeys.BATCH, 4)
                .with(TrainKeys.IMGSZ, 64)
                .with(TrainKeys.WORKERS, 1)
                .with(TrainKeys.DEVICE, "cpu")
                .with(TrainKeys.PRECISION, "fp32");
    }
}
