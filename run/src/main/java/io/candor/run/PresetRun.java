package io.candor.run;

import io.candor.data.InvalidInput;
import io.candor.data.target.Smoothing;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassifiedSet;
import io.candor.run.experiment.ClassificationComparison;
import io.candor.run.experiment.Experiment;
import io.candor.run.experiment.Trained;
import java.math.BigDecimal;
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
        preset.story().forEach(listener::say);
        String convention = settings.given(CompareKeys.CONVENTION).orElse("uniform");
        int first = settings.value(CompareKeys.SEED);
        List<Double> factors = new ArrayList<>(List.of(0.0));
        settings.given(CompareKeys.EPSILON).orElse(preset.factors()).stream()
                .filter(factor -> factor != 0)
                .forEach(factors::add);
        List<Smoothing> smoothings = factors.stream()
                .map(factor -> Preset.smoothing(convention, factor))
                .toList();
        RunFolder folder = RunFolder.fixed(settings.value(CompareKeys.OUT), RunFolder.Existing.REUSE);
        List<Trained<ClassifiedSet>> arms = new ArrayList<>();
        for (int a = 0; a < factors.size(); a++) {
            String name = "epsilon "
                    + BigDecimal.valueOf(factors.get(a)).stripTrailingZeros().toPlainString();
            listener.say("Training %s with %d seeds".formatted(name, settings.value(CompareKeys.SEEDS)));
            arms.add(preset.train(name, smoothings.get(a), first, settings.value(CompareKeys.SEEDS)));
        }
        ClassificationComparison comparison = ClassificationComparison.of(
                "", arms, new BootstrapSettings(settings.value(CompareKeys.RESAMPLES), LEVEL, first));
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("Candor", Build.version());
        provenance.put("command", "candor compare --preset " + settings.value(CompareKeys.PRESET));
        provenance.put("seed of the samples", Integer.toString(first));
        Experiment experiment = new Experiment(
                preset.title(),
                "smoothing",
                preset.story(),
                List.of(comparison.block()),
                comparison.definitions(),
                provenance);
        CompareRun.write(folder, experiment, listener);
        return new CompareRun.Result(folder, Optional.of(experiment));
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
