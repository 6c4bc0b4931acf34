package io.candor.run;

import io.candor.data.Split;
import io.candor.data.synth.LabelNoise;
import io.candor.data.synth.SynthOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Everything that can be asked of drawn boards. */
public final class SynthKeys {

    public static final Key<Path> OUT = Key.path("out", "DIR", "folder of the data set.");
    public static final Key<Integer> SEED = Key.whole("seed", 0, 0, "start of every random choice.");
    public static final Key<Integer> TRAIN = Key.whole("train", 800, 0, "training images.");
    public static final Key<Integer> VAL = Key.whole("val", 200, 0, "validation images.");
    public static final Key<Integer> TEST = Key.whole("test", 0, 0, "test images.");
    public static final Key<Integer> SIZE = Key.whole("size", 320, 64, "width and height of an image, in pixels.");
    public static final Key<Double> IMBALANCE =
            Key.number("imbalance", 1.0, "how much more frequent the first class is than the last.");
    public static final Key<Double> LABEL_NOISE = Key.number(
            "label_noise", 0.0, "share of training labels with a wrong class; the true ones are kept beside.");
    public static final Key<Double> MISSING_LABELS =
            Key.number("missing_labels", 0.0, "share of training objects without a label.");
    public static final Key<Double> SHIFTED_LABELS = Key.number(
            "shifted_labels",
            0.0,
            "share of training labels whose box is moved by 15 to 35 % of its width and height.");
    public static final Key<Double> DIFFICULTY =
            Key.number("difficulty", 0.3, "0: large defects, strong contrast; 1: faint, small, dirty.");
    public static final Key<Double> TRACK_WIDTH =
            Key.number("track_width", 9.0, "width of an ordinary track in pixels; defects are about as large.");
    public static final Key<Boolean> MASKS =
            Key.flag("masks", "write outlines of the defects instead of boxes, to train segmentation.");
    public static final Key<String> FORMAT = Key.choice("format", List.of("jpg", "png"), "of the image files.");
    public static final Key<Integer> WORKERS = PlaceKeys.WORKERS;
    public static final Key<Boolean> EXIST_OK = Key.flag("exist_ok", "replace an earlier drawn data set in out.");

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(
            KeyGroup.of("How many", OUT, TRAIN, VAL, TEST, SEED),
            KeyGroup.of(
                    "What",
                    SIZE,
                    TRACK_WIDTH,
                    MASKS,
                    IMBALANCE,
                    LABEL_NOISE,
                    MISSING_LABELS,
                    SHIFTED_LABELS,
                    DIFFICULTY,
                    FORMAT),
            KeyGroup.of("Machine and folder", WORKERS, EXIST_OK));

    /** What the settings mean to the painter. */
    public static SynthOptions options(Settings settings) {
        SynthOptions defaults = SynthOptions.defaults();
        int size = settings.value(SIZE);
        return defaults.withSeed(settings.value(SEED))
                .withImages(settings.value(TRAIN), settings.value(VAL), settings.value(TEST))
                .withTrackWidth(settings.given(TRACK_WIDTH)
                        .orElse(Math.min(defaults.trackWidth(), size / 8.0))) // wider ones do not fit on small boards
                .withSize(size)
                .withLabels(settings.value(MASKS) ? SynthOptions.Labels.OUTLINES : SynthOptions.Labels.BOXES)
                .withClassWeights(SynthOptions.longTail(settings.value(IMBALANCE)))
                .withNoise(new LabelNoise(
                        settings.value(LABEL_NOISE),
                        settings.value(MISSING_LABELS),
                        settings.value(SHIFTED_LABELS),
                        Set.of(Split.TRAIN)))
                .withDifficulty(settings.value(DIFFICULTY))
                .withFormat(SynthOptions.Format.valueOf(settings.value(FORMAT).toUpperCase(Locale.ROOT)))
                .withExisting(settings.value(EXIST_OK) ? SynthOptions.Existing.REPLACE : SynthOptions.Existing.REFUSE)
                .withWorkers(PlaceKeys.workers(settings));
    }

    private SynthKeys() {}
}
