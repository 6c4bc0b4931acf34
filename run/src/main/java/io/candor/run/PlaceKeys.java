package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Keys that say where a run writes and what it runs on; shared by the jobs that use a network. */
public final class PlaceKeys {

    public static final Key<Path> DATA = Key.path(
            "data",
            "FILE",
            "the data set: a data.yaml, a COCO JSON file (with images) or a Pascal VOC folder; of pictures with classes a folder per class, IDX or CIFAR files, or a .csv.");
    public static final Key<Path> IMAGES = Key.path("images", "DIR", "folder of the images a COCO JSON file names.");
    public static final Key<Path> MODEL = Key.path("model", "FILE", "weights, .pt or .safetensors.");

    /** For jobs that take exported detectors too. */
    static final Key<Path> ANY_MODEL = MODEL.help("weights, .pt or .safetensors, or a detector exported as .onnx.");

    public static final Key<String> DEVICE =
            Key.text("device", "auto|cpu|cuda:n", "auto", "where to compute; auto means cuda if there is one.");
    public static final Key<String> PRECISION = Key.choice(
            "precision",
            List.of("auto", "fp32", "bf16"),
            "numbers inside the network; auto means bf16 where the processor has instructions for it.");
    public static final Key<Integer> WORKERS =
            Key.whole("workers", 0, 0, "threads that read and augment images; 0 means one per processor.");

    public static final Key<Path> OUT = Key.path("out", "DIR", "the run folder itself; project and name are not used.");
    public static final Key<Path> PROJECT =
            Key.path("project", "DIR", "folder of run folders.").standard(Path.of("runs", "detect"));
    public static final Key<String> NAME =
            Key.text("name", "NAME", "run", "the run folder in project; if it exists: name-2, name-3 and so on.");
    public static final Key<Boolean> EXIST_OK = Key.flag("exist_ok", "write into a run folder that already exists.");

    /** Threads that read images: as set, or one per processor, since loading is what idle processors are for. */
    static int workers(Settings settings) {
        int set = settings.value(WORKERS);
        return set > 0 ? set : Runtime.getRuntime().availableProcessors();
    }

    private PlaceKeys() {}
}
