package io.candor.run;

import io.candor.data.InvalidInput;
import io.candor.data.target.Smoothing;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassifiedSet;
import io.candor.run.experiment.Comparison;
import io.candor.run.experiment.Experiment;
import io.candor.run.experiment.Trained;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A comparison on made-up vectors instead of a data set; takes seconds.
 *
 * @param settings of {@link CompareKeys}, with a preset
 */
record PresetRun(Settings settings) {

    private static final Set<String> READ =
            Set.of("preset", "epsilon", "seeds", "seed", "convention", "resamples", "out");
    private static final double LEVEL = 0.95;

    CompareRun.Result run(RunListener listener) {
        refuseUnread();
        Preset preset = Preset.of(settings.value(CompareKeys.PRESET));
        String convention = settings.given(CompareKeys.CONVENTION).orElse("uniform");
        Map<String, Smoothing> smoothings = new LinkedHashMap<>();
        smoothings.put(GridArm.ofFactor(0), Preset.smoothing(convention, 0));
        for (double factor : settings.given(CompareKeys.EPSILON).orElse(preset.factors())) {
            smoothings.put(GridArm.ofFactor(factor), Preset.smoothing(convention, factor));
        }
        preset.story().forEach(listener::say);
        RunFolder folder = RunFolder.fixed(settings.value(CompareKeys.OUT), RunFolder.Existing.REUSE);
        try (RunLock lock = folder.lock(RunFolder.Existing.REUSE, listener)) {
            Experiment experiment = experiment(preset, smoothings, listener);
            CompareRun.write(lock.folder(), experiment, listener);
            return new CompareRun.Result(folder, Optional.of(experiment));
        }
    }

    private Experiment experiment(Preset preset, Map<String, Smoothing> smoothings, RunListener listener) {
        int first = settings.value(CompareKeys.SEED);
        int seeds = settings.value(CompareKeys.SEEDS);
        List<Trained<ClassifiedSet>> arms = new ArrayList<>();
        smoothings.forEach((name, smoothing) -> {
            listener.say("Training %s with %d seed%s".formatted(name, seeds, seeds == 1 ? "" : "s"));
            arms.add(preset.train(name, smoothing, first, seeds));
        });
        Comparison comparison = Comparison.ofClassifiers(
                "", arms, new BootstrapSettings(settings.value(CompareKeys.RESAMPLES), LEVEL, first));
        return new Experiment(
                preset.title(),
                "smoothing",
                preset.story(),
                List.of(comparison.block()),
                comparison.definitions(),
                provenance(first));
    }

    private Map<String, String> provenance(int first) {
        StringBuilder command = new StringBuilder("candor compare");
        settings.values().forEach((key, value) -> {
            if (!key.equals(CompareKeys.OUT.name())) {
                command.append(" --%s %s".formatted(key, String.valueOf(value).replaceAll("[\\[\\] ]", "")));
            }
        });
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("Candor", Build.version());
        provenance.put("command", command.toString());
        provenance.put("seed of the samples", Integer.toString(first));
        return provenance;
    }

    private void refuseUnread() {
        settings.values().keySet().stream()
                .filter(key -> !READ.contains(key))
                .sorted()
                .findFirst()
                .ifPresent(key -> {
                    throw new InvalidInput(
                            "options",
                            "--%s is read by nothing with --preset, whose data, network and training are fixed. Remove one of them."
                                    .formatted(key.replace('_', '-')));
                });
    }
}
