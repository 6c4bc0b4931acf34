package io.candor.run;

import io.candor.data.synth.DefectKind;
import io.candor.data.synth.LabelNoise;
import io.candor.data.synth.SynthOptions;
import io.candor.data.target.Smoothing;
import java.nio.file.Path;

/** What the demonstration's settings mean to the painter, the two trainings and the two evaluations. */
record DemoPlan(Settings settings) {

    static final String MODEL = "yolov8n";

    // Chosen by the measurements in docs/demo.md.
    private static final double TRACKS = 16; // tracks side by side would fill a board
    private static final double NARROWEST = 4;
    private static final int FEWEST_DEFECTS = 2;
    private static final int MOST_DEFECTS = 5;
    private static final int BATCH = 8;
    private static final double LEARNING_RATE = 0.002;
    private static final double FIRST_BETA = 0.9;

    SynthOptions boards(SynthOptions.Existing existing) {
        int size = settings.value(DemoKeys.SIZE);
        return SynthOptions.defaults()
                .withSeed(settings.value(DemoKeys.SEED))
                .withImages(settings.value(DemoKeys.TRAIN), settings.value(DemoKeys.VAL), 0)
                .withTrackWidth(NARROWEST) // until the size is known: it fits on boards of every size
                .withSize(size)
                .withTrackWidth(size / TRACKS)
                .withDefects(FEWEST_DEFECTS, MOST_DEFECTS)
                .withNoise(LabelNoise.flips(settings.value(DemoKeys.LABEL_NOISE)))
                .withDifficulty(settings.value(DemoKeys.DIFFICULTY))
                .withExisting(existing)
                .withWorkers(PlaceKeys.workers(settings));
    }

    /** Of the second training. */
    Smoothing smoothing() {
        return Smoothing.of(
                settings.value(DemoKeys.SMOOTHING_CONVENTION), settings.value(DemoKeys.LABEL_SMOOTHING), classes());
    }

    int classes() {
        return DefectKind.values().length;
    }

    /** A training; two of them differ in nothing but the smoothing factor. */
    TrainRun training(Path data, Path out, double smoothing) {
        TrainRun any = TrainRun.on(data);
        TrainRun training = smoothing == 0
                ? any
                : any.with(TrainKeys.SMOOTHING_CONVENTION, settings.value(DemoKeys.SMOOTHING_CONVENTION));
        return training.with(TrainKeys.MODEL, MODEL)
                .with(TrainKeys.OUT, out)
                .with(TrainKeys.EXIST_OK, true)
                .with(TrainKeys.LABEL_SMOOTHING, smoothing)
                .with(TrainKeys.SEED, settings.value(DemoKeys.SEED))
                .with(TrainKeys.EPOCHS, settings.value(DemoKeys.EPOCHS))
                .with(TrainKeys.PATIENCE, 0)
                .with(TrainKeys.IMGSZ, settings.value(DemoKeys.SIZE))
                .with(TrainKeys.BATCH, BATCH)
                .with(TrainKeys.NBS, BATCH)
                .with(TrainKeys.OPTIMIZER, "adamw")
                .with(TrainKeys.LR0, LEARNING_RATE)
                .with(TrainKeys.COS_LR, true)
                .with(TrainKeys.MOMENTUM, FIRST_BETA)
                .with(TrainKeys.WARMUP_EPOCHS, 1.0)
                .with(TrainKeys.WARMUP_BIAS_LR, 0.0) // a network without trained weights gains nothing from a jump
                .with(TrainKeys.MOSAIC, 0.0)
                .with(TrainKeys.SCALE, 0.0)
                .with(TrainKeys.TRANSLATE, 0.0)
                .with(TrainKeys.HSV_H, 0.0)
                .with(TrainKeys.HSV_S, 0.0)
                .with(TrainKeys.HSV_V, 0.0)
                .with(TrainKeys.FLIPUD, 0.5)
                .with(TrainKeys.CACHE, "ram")
                .with(TrainKeys.DEVICE, settings.value(DemoKeys.DEVICE))
                .with(TrainKeys.PRECISION, settings.value(DemoKeys.PRECISION))
                .with(TrainKeys.WORKERS, settings.value(DemoKeys.WORKERS));
    }

    /** An evaluation of the best weights of a training, in single precision whatever it was trained in. */
    EvaluateRun evaluation(Path data, Path training) {
        return EvaluateRun.of(new RunFolder(training).best(), data)
                .with(EvaluateKeys.OUT, training.resolve("evaluation"))
                .with(EvaluateKeys.EXIST_OK, true)
                .with(EvaluateKeys.IMGSZ, settings.value(DemoKeys.SIZE))
                .with(EvaluateKeys.DEVICE, settings.value(DemoKeys.DEVICE))
                .with(EvaluateKeys.WORKERS, settings.value(DemoKeys.WORKERS));
    }
}
