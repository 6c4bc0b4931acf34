package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Everything the demonstration can be told. */
public final class DemoKeys {

    public static final Key<Path> OUT = Key.path(
            "out", "DIR", "folder for everything; without it runs/demo, or if that exists runs/demo-2 and so on.");
    public static final Key<Boolean> EXIST_OK = Key.flag("exist_ok", "replace an earlier demonstration in out.");
    public static final Key<Boolean> RESUME = Key.flag("resume", "go on with the interrupted demonstration in out.");

    public static final Key<Integer> SEED = SynthKeys.SEED;
    public static final Key<Integer> TRAIN = Key.whole("train", 300, 1, "boards to train on.");
    public static final Key<Integer> VAL = Key.whole("val", 100, 1, "boards to judge by.");
    public static final Key<Integer> SIZE = SynthKeys.SIZE
            .standard(192)
            .help("width and height of a board, in pixels; a multiple of 32 wastes nothing.");
    public static final Key<Double> DIFFICULTY = SynthKeys.DIFFICULTY.standard(0.1);
    public static final Key<Double> LABEL_NOISE = SynthKeys.LABEL_NOISE;

    public static final Key<Integer> EPOCHS =
            TrainKeys.EPOCHS.standard(20).help("passes over the training boards, in each of the two trainings.");
    public static final Key<Double> LABEL_SMOOTHING =
            TrainKeys.LABEL_SMOOTHING.standard(0.1).help("smoothing factor of the second training; the first has 0.");
    public static final Key<String> SMOOTHING_CONVENTION = TrainKeys.SMOOTHING_CONVENTION;

    public static final Key<String> DEVICE = PlaceKeys.DEVICE;
    public static final Key<String> PRECISION = PlaceKeys.PRECISION;
    public static final Key<Integer> WORKERS = PlaceKeys.WORKERS;

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(
            KeyGroup.of("The boards", TRAIN, VAL, SIZE, DIFFICULTY, LABEL_NOISE, SEED),
            KeyGroup.of("The two trainings", EPOCHS, LABEL_SMOOTHING, SMOOTHING_CONVENTION),
            KeyGroup.of("Machine and folder", DEVICE, PRECISION, WORKERS, OUT, EXIST_OK, RESUME));

    private DemoKeys() {}
}
