package io.candor.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Combinations of settings that are known not to go well with label smoothing. */
final class SmoothingWarnings {

    /** The sources call more than this too much; beyond, the true class leads by little. */
    private static final double TOO_MUCH = 0.3;

    private static final double LARGE = 0.1;
    private static final double STRONG = 0.5; // probability of an image being mixed with another

    private SmoothingWarnings() {}

    /** One sentence per combination that is there; empty without smoothing. */
    static List<String> of(Settings settings, int classes) {
        return of(settings.effective(), classes);
    }

    /**
     * The same for settings that were read from a file.
     *
     * @param settings by key; keys that are not there are not in use
     */
    static List<String> of(Map<String, ?> settings, int classes) {
        double factor = number(settings, "label_smoothing");
        List<String> warnings = new ArrayList<>();
        if (factor == 0) {
            return warnings;
        }
        String convention = String.valueOf(settings.get("smoothing_convention"));
        if (classes == 1 && convention.equals("uniform")) {
            warnings.add(
                    "With one class the convention uniform has no effect: all mass comes back to it. Use --smoothing-convention binary, or no smoothing.");
        }
        if (Math.abs(factor) > TOO_MUCH) {
            warnings.add(
                    "A factor of %s is above .3: targets say little about the class, and accuracy and log loss usually suffer (Lukasik et al. 2020). Try .1, or .2 with noisy labels."
                            .formatted(factor));
        }
        double mixed = Math.max(number(settings, "mixup"), number(settings, "cutmix"));
        if (mixed >= STRONG && Math.abs(factor) >= LARGE) {
            warnings.add(
                    "Strong augmentation (mixup or cutmix %s) softens targets already; with a factor of %s both together may soften too much (Siedel et al. 2025). Try .05, or less mixing."
                            .formatted(mixed, factor));
        }
        if (number(settings, "dropout") > 0) {
            warnings.add(
                    "Dropout in the head and smoothing both make predictions less sure; use one of them, or a smaller factor.");
        }
        teacher(settings).ifPresent(warnings::add);
        return warnings;
    }

    /** A teacher that was trained with smoothing. */
    private static java.util.Optional<String> teacher(Map<String, ?> settings) {
        Object named = settings.get("teacher");
        if (named == null || named.toString().isBlank()) {
            return java.util.Optional.empty();
        }
        Path weights = Path.of(named.toString()).toAbsolutePath();
        Path run = weights.getParent() == null ? null : weights.getParent().getParent();
        Path args = run == null ? null : run.resolve(ArgsYaml.FILE);
        boolean smoothed = args != null
                && Files.isRegularFile(args)
                && ArgsYaml.mapping(args).get("label_smoothing") instanceof Number factor
                && factor.doubleValue() != 0;
        return smoothed
                ? java.util.Optional.of(
                        "The teacher %s was trained with smoothing: it has forgotten which classes resemble each other, which is what a student learns from it (Müller et al. 2019; Shen et al. 2021 disagree). Compare with a teacher without."
                                .formatted(named))
                : java.util.Optional.empty();
    }

    private static double number(Map<String, ?> settings, String key) {
        return settings.get(key) instanceof Number number ? number.doubleValue() : 0;
    }
}
