package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Everything a search for wrong labels can be told. */
public final class AuditKeys {

    public static final Key<Path> EVALUATION = JudgedKeys.EVALUATION;
    public static final Key<Path> PREDICTIONS = JudgedKeys.PREDICTIONS.help(
            "instead of a run folder: a COCO results file, predict's JSON, or a classifier's CSV with probabilities and label.");
    public static final Key<Path> ANNOTATIONS = JudgedKeys.ANNOTATIONS;
    public static final Key<Path> DATA = JudgedKeys.DATA;
    public static final Key<Path> IMAGES = JudgedKeys.IMAGES;
    public static final Key<String> SPLIT = JudgedKeys.SPLIT.help(
            "the part of the data set that was predicted on; to be divided and trained on: train and val unless given.");
    public static final Key<Integer> FOLDS = Key.whole(
            "folds",
            3,
            2,
            "of data alone, without predictions: parts it is divided into, each judged by a network trained on the others.");
    public static final Key<Double> LEAST = Key.number(
            "least",
            0.5,
            0,
            1,
            "how sure it must be that a label is wrong to be listed: probability of another class minus that of the label; for boxes confidence times how far they differ.");
    public static final Key<Integer> TOP = Key.whole("top", 48, 0, "pictures of suspects.");
    public static final Key<Path> OUT = PlaceKeys.OUT;
    public static final Key<Path> PROJECT = PlaceKeys.PROJECT;
    public static final Key<String> NAME = PlaceKeys.NAME.standard("audit");
    public static final Key<Boolean> EXIST_OK = PlaceKeys.EXIST_OK;

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(
            KeyGroup.of("What", EVALUATION, PREDICTIONS, ANNOTATIONS, DATA, IMAGES, SPLIT, JudgedKeys.FIRST_CATEGORY),
            KeyGroup.of("List", LEAST, TOP),
            KeyGroup.of(
                    "Training, if nothing was predicted yet",
                    FOLDS,
                    TrainKeys.TASK,
                    TrainKeys.MODEL,
                    TrainKeys.EPOCHS,
                    TrainKeys.BATCH,
                    TrainKeys.IMGSZ,
                    TrainKeys.SEED,
                    TrainKeys.DEVICE,
                    TrainKeys.PRECISION,
                    TrainKeys.WORKERS),
            KeyGroup.of("Folder", OUT, PROJECT, NAME, EXIST_OK));

    private AuditKeys() {}
}
