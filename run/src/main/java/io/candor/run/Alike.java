package io.candor.run;

import java.util.List;

/** Which settings leave weights to start from and pictures to see as they are. */
final class Alike {

    private static final List<String> PREFIXES = List.of(
            "label_",
            "smoothing_",
            "loss",
            "noise",
            "distill_",
            "self_distillation",
            "teacher",
            "adversarial",
            "warmup_");

    private static final List<String> NAMES = List.of(
            "optimizer",
            "lr0",
            "lrf",
            "cos_lr",
            "momentum",
            "weight_decay",
            "nbs",
            "box",
            "cls",
            "dfl",
            "epochs",
            "patience");

    private Alike() {}

    /** Whether trainings that differ in this alone start from the same weights and see the same pictures. */
    static boolean leaves(String key) {
        return NAMES.contains(key) || PREFIXES.stream().anyMatch(key::startsWith);
    }
}
