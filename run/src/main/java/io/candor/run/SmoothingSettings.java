package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.read.SimilarityReader;
import io.candor.data.target.Adaptation;
import io.candor.data.target.SimilarityMatrix;
import io.candor.data.target.SmoothingPlan;
import io.candor.data.target.SmoothingSchedule;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the settings of label smoothing come to. */
final class SmoothingSettings {

    /** The factor a warm-up without one of its own rises to: the sources' .05 to .1. */
    private static final double WARMED_UP = 0.1;

    private SmoothingSettings() {}

    /** The plan, but for the matrix, which needs the data set's classes: see {@link #plan(Settings, Classes)}. */
    static SmoothingPlan plan(Settings settings) {
        String convention = settings.value(TrainKeys.SMOOTHING_CONVENTION);
        boolean matrix = convention.equals(SmoothingPlan.SIMILARITY) || convention.equals(SmoothingPlan.NEIGHBOURS);
        return plan(settings, matrix ? Optional.of(SimilarityMatrix.neighbours(2, 1)) : Optional.empty());
    }

    /**
     * The plan for a data set.
     *
     * @throws InvalidInput if a file or value cannot be used
     */
    static SmoothingPlan plan(Settings settings, Classes classes) {
        requireUsed(settings);
        return plan(
                settings,
                switch (settings.value(TrainKeys.SMOOTHING_CONVENTION)) {
                    case SmoothingPlan.SIMILARITY -> Optional.of(read(settings, classes));
                    case SmoothingPlan.NEIGHBOURS ->
                        Optional.of(SimilarityMatrix.neighbours(
                                classes.size(), settings.value(TrainKeys.SMOOTHING_NEIGHBOURS)));
                    default -> Optional.empty();
                });
    }

    private static SmoothingPlan plan(Settings settings, Optional<SimilarityMatrix> similarity) {
        return new SmoothingPlan(
                settings.value(TrainKeys.SMOOTHING_CONVENTION),
                factor(settings),
                similarity,
                schedule(settings),
                new Adaptation(
                        Adaptation.By.valueOf(
                                settings.value(TrainKeys.SMOOTHING_ADAPTIVE).toUpperCase(Locale.ROOT)),
                        settings.value(TrainKeys.SMOOTHING_THRESHOLD)));
    }

    static double factor(Settings settings) {
        return settings.given(TrainKeys.LABEL_SMOOTHING)
                .orElseGet(() -> warmup(settings) ? WARMED_UP : settings.value(TrainKeys.LABEL_SMOOTHING));
    }

    private static boolean warmup(Settings settings) {
        return settings.value(TrainKeys.SMOOTHING_SCHEDULE).equals("warmup");
    }

    /** The settings with the factor they come to, as a run records them. */
    static Settings resolved(Settings settings) {
        return settings.with(TrainKeys.LABEL_SMOOTHING, factor(settings));
    }

    private static SmoothingSchedule schedule(Settings settings) {
        return new SmoothingSchedule(
                SmoothingSchedule.curve(settings.value(TrainKeys.SMOOTHING_SCHEDULE)),
                settings.given(TrainKeys.SMOOTHING_START)
                        .orElseGet(() -> warmup(settings) ? SmoothingSchedule.WARMUP_START * factor(settings) : 0),
                settings.value(TrainKeys.SMOOTHING_END),
                settings.value(TrainKeys.SMOOTHING_WARMUP),
                settings.value(TrainKeys.SMOOTHING_OFF));
    }

    private static SimilarityMatrix read(Settings settings, Classes classes) {
        Path file = settings.given(TrainKeys.SMOOTHING_MATRIX)
                .orElseThrow(
                        () -> new InvalidInput(
                                "smoothing-matrix",
                                "--smoothing-convention similarity needs a matrix: give --smoothing-matrix FILE (.csv, .yaml or evaluation.json)."));
        SimilarityReader.Kind kind = SimilarityReader.Kind.valueOf(
                settings.value(TrainKeys.SMOOTHING_MATRIX_KIND).toUpperCase(Locale.ROOT));
        return SimilarityReader.read(file, kind, classes);
    }

    /** An option that would be read by nothing is refused: the user expects it to act. */
    private static void requireUsed(Settings settings) {
        if (factor(settings) == 0) {
            requireFactor(settings);
        }
        String convention = settings.value(TrainKeys.SMOOTHING_CONVENTION);
        refuse(settings, TrainKeys.SMOOTHING_MATRIX, convention, SmoothingPlan.SIMILARITY);
        refuse(settings, TrainKeys.SMOOTHING_MATRIX_KIND, convention, SmoothingPlan.SIMILARITY);
        refuse(settings, TrainKeys.SMOOTHING_NEIGHBOURS, convention, SmoothingPlan.NEIGHBOURS);
        String schedule = settings.value(TrainKeys.SMOOTHING_SCHEDULE);
        refuse(settings, TrainKeys.SMOOTHING_START, schedule, "warmup");
        refuse(settings, TrainKeys.SMOOTHING_WARMUP, schedule, "warmup");
        refuse(settings, TrainKeys.SMOOTHING_END, schedule, "linear", "cosine");
        refuse(settings, TrainKeys.SMOOTHING_THRESHOLD, settings.value(TrainKeys.SMOOTHING_ADAPTIVE), "confidence");
    }

    /** Refuses what says where mass goes if none is taken; schedules and adaptations refuse that themselves. */
    private static void requireFactor(Settings settings) {
        for (Key<?> key : List.of(
                TrainKeys.SMOOTHING_CONVENTION,
                TrainKeys.SMOOTHING_MATRIX,
                TrainKeys.SMOOTHING_MATRIX_KIND,
                TrainKeys.SMOOTHING_NEIGHBOURS)) {
            settings.changed(key).ifPresent(value -> {
                throw new InvalidInput(
                        "options",
                        "%s: found %s, but the smoothing factor is 0, so nothing reads it. Give a factor, such as --label-smoothing 0.1, or leave it out."
                                .formatted(key.option(), value));
            });
        }
    }

    private static void refuse(Settings settings, Key<?> key, String chosen, String... readBy) {
        Optional<?> given = settings.changed(key);
        if (given.isPresent() && !List.of(readBy).contains(chosen)) {
            throw new InvalidInput(
                    "options",
                    "%s: found %s, but with '%s' nothing reads it; it acts with %s."
                            .formatted(key.option(), given.get(), chosen, String.join(" or ", readBy)));
        }
    }
}
