package io.candor.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Everything a comparison of trainings can be told: the grid, and whatever a training can be told. */
public final class CompareKeys {

    public static final Key<List<Double>> EPSILON = Key.numbers(
            "epsilon",
            -Double.MAX_VALUE,
            Double.MAX_VALUE,
            "smoothing factors to compare; 0 is always among them. Without it and arms: 0,0.05,0.1,0.2.");
    public static final Key<String> ARMS = new Key<>(
            "arms",
            "FILE|TEXT",
            java.util.Optional.empty(),
            "instead: ways to train, from a YAML file or as 'name: key=value, ...; name: ...'; the first is the baseline.",
            Object::toString);
    public static final Key<String> PRESET = Key.choice(
            "preset",
            List.of("none", "toy", "noisy"),
            "instead of data: made-up vectors; toy has random labels, noisy has structure and 20 % wrong labels.");
    public static final Key<Integer> SEEDS = Key.whole(
            "seeds", 3, 1, "trainings of each arm; they differ in seed, and arms of one seed see the same batches.");
    public static final Key<Integer> SEED = TrainKeys.SEED.help("the first seed; the others follow it.");
    public static final Key<String> CONVENTION = new Key<>(
            "convention",
            TrainKeys.SMOOTHING_CONVENTION.label(),
            java.util.Optional.empty(),
            "short for smoothing_convention.",
            TrainKeys.SMOOTHING_CONVENTION.reader());
    public static final Key<String> SCHEDULE = new Key<>(
            "schedule",
            TrainKeys.SMOOTHING_SCHEDULE.label(),
            java.util.Optional.empty(),
            "short for smoothing_schedule.",
            TrainKeys.SMOOTHING_SCHEDULE.reader());
    public static final Key<String> SPLIT = Key.choice(
            "split",
            List.of("val", "test"),
            "the part of the data set the arms are judged by; val also chose the epoch.");
    public static final Key<String> OVERLAP = new Key<>(
            "overlap",
            EvaluateKeys.OVERLAP.label(),
            java.util.Optional.empty(),
            "what of detections and objects is compared; without it masks, if every arm finds them.",
            EvaluateKeys.OVERLAP.reader());
    public static final Key<Integer> RESAMPLES = TrustKeys.RESAMPLES;
    public static final Key<Path> OUT = Key.path("out", "DIR", "folder of the comparison; run again, it goes on there.")
            .standard(Path.of("runs", "compare"));
    public static final Key<Boolean> RESUME =
            Key.flag("resume", "go on with the comparison in out, or only write its report anew, as it was begun.");

    /** Of a training, but decided by the comparison, or not to be judged by it. */
    private static final Set<String> OWN =
            Set.of("resume", "out", "project", "name", "exist_ok", "seed", "single_cls", "classes");

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = all();

    private static List<KeyGroup> all() {
        List<KeyGroup> groups = new java.util.ArrayList<>();
        groups.add(KeyGroup.of(
                "The comparison",
                EPSILON,
                ARMS,
                PRESET,
                SEEDS,
                SEED,
                CONVENTION,
                SCHEDULE,
                SPLIT,
                OVERLAP,
                RESAMPLES,
                OUT,
                RESUME));
        for (KeyGroup group : TrainKeys.ALL) {
            groups.add(new KeyGroup(
                    "Every training: " + group.heading().toLowerCase(java.util.Locale.ROOT),
                    group.keys().stream()
                            .filter(key -> !OWN.contains(key.name()))
                            .toList()));
        }
        return List.copyOf(groups);
    }

    private CompareKeys() {}
}
