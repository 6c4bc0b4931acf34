package io.candor.run;

import io.candor.data.target.Smoothing;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.EvaluationSet;
import io.candor.run.experiment.Comparison;
import io.candor.run.experiment.Experiment;
import io.candor.run.experiment.Trained;
import io.candor.tensor.Device;
import io.candor.train.PrecisionChoice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The two trainings of the demonstration as the report shows them: an {@link Experiment} of two arms and one seed.
 *
 * @param plan what was asked for
 * @param arms without smoothing, and with it
 */
record DemoComparison(DemoPlan plan, List<Trained<EvaluationSet>> arms) {

    private static final int REPLICATES = 400; // the ends of a 95 % interval then rest on ten replicates each
    private static final double LEVEL = 0.95;

    DemoComparison {
        arms = List.copyOf(arms);
    }

    /**
     * Everything the report says.
     *
     * @param seconds of each part; asked for last
     */
    Experiment make(Supplier<Map<String, Double>> seconds) {
        Comparison comparison = Comparison.ofDetectors(
                "",
                arms,
                new BootstrapSettings(REPLICATES, LEVEL, plan.settings().value(DemoKeys.SEED)));
        return new Experiment(
                "The same detector without and with label smoothing",
                "smoothing",
                story(),
                List.of(ComparedPictures.added(comparison.block(), arms)),
                comparison.definitions(),
                provenance(seconds.get()));
    }

    private List<String> story() {
        Settings settings = plan.settings();
        Smoothing smoothing = plan.smoothing();
        return List.of(
                "%d circuit boards of %d pixels were drawn to train on and %d to judge by, with six kinds of defects and harmless look-alikes; %s."
                        .formatted(
                                settings.value(DemoKeys.TRAIN),
                                settings.value(DemoKeys.SIZE),
                                settings.value(DemoKeys.VAL),
                                labels(settings.value(DemoKeys.LABEL_NOISE))),
                "YOLOv8n was trained twice for %d epochs from the same random weights, on the same batches in the same order. The only difference is the class target of an object: 1 in the first training; %s for its class and %s for each other class in the second."
                        .formatted(
                                settings.value(DemoKeys.EPOCHS),
                                number(smoothing.on(plan.classes())),
                                number(smoothing.off(plan.classes()))));
    }

    private static String labels(double noise) {
        return noise == 0
                ? "the labels are right"
                : "%s of the training labels name a wrong class, those to judge by are right".formatted(percent(noise));
    }

    private Map<String, String> provenance(Map<String, Double> seconds) {
        Settings settings = plan.settings();
        Device device = Device.of(settings.value(DemoKeys.DEVICE));
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("Candor", Build.version());
        provenance.put("command", command());
        provenance.put(
                "training precision",
                PrecisionChoice.of(settings.value(DemoKeys.PRECISION))
                        .on(device)
                        .name()
                        .toLowerCase(Locale.ROOT));
        provenance.put(
                "processor",
                "%s, %d cores"
                        .formatted(Processor.here().name(), Runtime.getRuntime().availableProcessors()));
        seconds.forEach((part, time) -> provenance.put(part, String.format(Locale.ROOT, "%.0f s", time)));
        return provenance;
    }

    private String command() {
        return "candor demo"
                + plan.settings().effective().entrySet().stream()
                        .filter(set -> !List.of("out", "exist_ok", "resume").contains(set.getKey()))
                        .filter(set -> plan.settings().values().containsKey(set.getKey()))
                        .map(set -> " --" + set.getKey().replace('_', '-') + " " + set.getValue())
                        .collect(Collectors.joining());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
