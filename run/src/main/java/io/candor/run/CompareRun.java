package io.candor.run;

import io.candor.data.InvalidInput;
import io.candor.data.read.Dataset;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.EvaluationSet;
import io.candor.run.experiment.DetectionComparison;
import io.candor.run.experiment.DetectionComparison.Trained;
import io.candor.run.experiment.Experiment;
import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.ExperimentJson;
import io.candor.run.experiment.ExperimentReport;
import io.candor.run.experiment.ExperimentText;
import io.candor.train.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Trains every arm of a grid with several seeds, each training an ordinary run, and compares them. Trainings of one seed
 * start from the same weights and see the same batches. Run again with the same settings it goes on where it was
 * interrupted; when nothing is left to train, only the report is written.
 *
 * @param settings of {@link CompareKeys}
 */
public record CompareRun(Settings settings) {

    static final String REPORT = "report.html";
    static final String NUMBERS = "comparison.json";
    private static final String ARMS = "arms.yaml";
    private static final double LEVEL = 0.95;

    /**
     * What came of it.
     *
     * @param folder everything that was written
     * @param experiment the numbers; absent if the comparison was stopped
     */
    public record Result(RunFolder folder, Optional<Experiment> experiment) {

        /** The page; exists if there are numbers. */
        public Path report() {
            return folder.file(REPORT);
        }
    }

    /** A comparison on a data set, with defaults for everything else. */
    public static CompareRun on(Path data) {
        return new CompareRun(Settings.of(CompareKeys.ALL).with(TrainKeys.DATA, data));
    }

    /** A copy with one more setting. */
    public <T> CompareRun with(Key<T> key, T value) {
        return new CompareRun(settings.with(key, value));
    }

    /**
     * Trains, judges and writes, or stops when {@code stop} is made; then it can be run again.
     *
     * @throws InvalidInput if something given cannot be used, or the folder holds runs with other settings; nothing is
     *     trained then
     */
    public Result run(RunListener listener, StopRequest stop) throws IOException {
        Path out = settings.value(CompareKeys.OUT);
        Settings asked = settings.value(CompareKeys.RESUME) ? begun(out) : settings;
        return new Job(asked, Grid.of(asked), out, listener, stop).run();
    }

    /** The settings a comparison was begun with. */
    private Settings begun(Path out) {
        Path args = out.resolve(ArgsYaml.FILE);
        if (!Files.isRegularFile(args)) {
            throw new InvalidInput(
                    "resume-checkpoint",
                    "%s: no comparison to resume there (no %s). Name its folder with --out."
                            .formatted(out, ArgsYaml.FILE));
        }
        Settings empty = Settings.of(settings.keys());
        Settings saved = empty.with(ArgsYaml.read(args, empty).values(), args.toString());
        return saved.given(CompareKeys.ARMS).isPresent()
                ? saved.with(CompareKeys.ARMS, out.resolve(ARMS).toString())
                : saved;
    }

    /** One comparison under way. */
    private static final class Job {

        private final Settings settings;
        private final Grid grid;
        private final Path out;
        private final RunListener listener;
        private final StopRequest stop;
        /** Per condition, per arm, its trainings by seed. */
        private final List<List<List<GridRun>>> runs;

        private final Map<Path, Dataset> datasets = new HashMap<>();

        Job(Settings settings, Grid grid, Path out, RunListener listener, StopRequest stop) {
            this.settings = settings;
            this.grid = grid;
            this.out = out;
            this.listener = listener;
            this.stop = stop;
            runs = grid.conditions().stream()
                    .map(condition -> grid.arms().stream()
                            .map(arm -> IntStream.range(0, settings.value(CompareKeys.SEEDS))
                                    .map(s -> s + settings.value(CompareKeys.SEED))
                                    .mapToObj(seed -> run(condition, arm, seed))
                                    .toList())
                            .toList())
                    .toList();
        }

        Result run() throws IOException {
            check();
            RunFolder folder = RunFolder.fixed(out, RunFolder.Existing.REUSE);
            record(folder);
            if (!train()) {
                listener.say(
                        "Interrupted: the comparison is not finished. Continue with: candor compare --resume --out %s"
                                .formatted(out));
                return new Result(folder, Optional.empty());
            }
            listener.say("Comparing: %d resamples of the images for every interval."
                    .formatted(settings.value(CompareKeys.RESAMPLES)));
            Experiment experiment = compare();
            ExperimentJson.write(folder.file(NUMBERS), experiment);
            ExperimentReport.writePictures(folder.path(), experiment);
            ExperimentReport.write(folder.file(REPORT), experiment);
            ExperimentText.lines(experiment).forEach(listener::say);
            return new Result(folder, Optional.of(experiment));
        }

        // ---- the trainings

        private GridRun run(GridArm condition, GridArm arm, int seed) {
            Map<String, Object> given = new LinkedHashMap<>(grid.settings());
            Settings empty = Settings.of(TrainKeys.ALL);
            settings.values().forEach((key, value) -> {
                if (empty.find(key).isPresent() && !key.equals(CompareKeys.RESUME.name())) {
                    given.put(key, value);
                }
            });
            alias(CompareKeys.CONVENTION, TrainKeys.SMOOTHING_CONVENTION, given);
            alias(CompareKeys.SCHEDULE, TrainKeys.SMOOTHING_SCHEDULE, given);
            Map<String, Object> own = new LinkedHashMap<>(condition.settings());
            own.putAll(arm.settings());
            if (grid.subject().equals("smoothing") && isZero(own.get(TrainKeys.LABEL_SMOOTHING.name()))) {
                // A schedule may end at, or warm up from, a factor of its own: the first arm has none whatever is
                // asked.
                given.keySet().removeIf(key -> key.startsWith("smoothing_"));
            }
            Path place = condition.name().isEmpty() ? out : out.resolve(condition.folder());
            Settings training = empty.with(given, "command line")
                    .with(own, "arm '%s'".formatted(arm.name()))
                    .with(TrainKeys.SEED, seed)
                    .with(TrainKeys.OUT, place.resolve(arm.folder()).resolve("seed-" + seed))
                    .with(TrainKeys.EXIST_OK, true);
            String name = (condition.name().isEmpty() ? "" : condition.name() + ", ") + arm.name() + ", seed " + seed;
            return new GridRun(name, training, settings);
        }

        private static boolean isZero(Object factor) {
            return factor instanceof Double number && number == 0;
        }

        private void alias(Key<String> alias, Key<String> meant, Map<String, Object> given) {
            settings.given(alias).ifPresent(value -> {
                Object other = given.putIfAbsent(meant.name(), value);
                if (other != null && !other.equals(value)) {
                    throw new InvalidInput(
                            "options",
                            "%s %s and %s %s: both set the same. Give one of them."
                                    .formatted(alias.option(), value, meant.option(), other));
                }
            });
        }

        private List<GridRun> all() {
            int seeds = settings.value(CompareKeys.SEEDS);
            List<GridRun> all = new ArrayList<>();
            for (int s = 0; s < seeds; s++) { // a seed of every arm before the next seed, so that early looks are fair
                for (List<List<GridRun>> condition : runs) {
                    for (List<GridRun> arm : condition) {
                        all.add(arm.get(s));
                    }
                }
            }
            return all;
        }

        /** Everything that can be refused is looked at before the first training. */
        private void check() {
            for (GridRun run : all()) {
                TrainPlan.recipe(run.settings(), dataset(run).classes());
                run.requireOwn();
            }
        }

        private Dataset dataset(GridRun run) {
            return datasets.computeIfAbsent(
                    run.settings().required(TrainKeys.DATA), data -> TrainingData.read(run.settings()));
        }

        private void record(RunFolder folder) throws IOException {
            Settings kept = settings;
            if (settings.given(CompareKeys.ARMS).isPresent()) {
                folder.write(ARMS, yaml());
                kept = settings.with(CompareKeys.ARMS, folder.file(ARMS).toString());
            }
            folder.write(ArgsYaml.FILE, ArgsYaml.given(Located.absolute(kept)));
        }

        private String yaml() {
            Map<String, Object> root = new LinkedHashMap<>();
            root.put("settings", grid.settings());
            if (!grid.conditions().get(0).name().isEmpty()) {
                root.put("conditions", byName(grid.conditions()));
            }
            root.put("arms", byName(grid.arms()));
            return new Dump(DumpSettings.builder()
                            .setDefaultFlowStyle(FlowStyle.BLOCK)
                            .build())
                    .dumpToString(root);
        }

        private static Map<String, Object> byName(List<GridArm> arms) {
            Map<String, Object> byName = new LinkedHashMap<>();
            arms.forEach(arm -> byName.put(arm.name(), arm.settings()));
            return byName;
        }

        private boolean train() throws IOException {
            List<GridRun> all = all();
            List<GridRun> left = all.stream().filter(run -> !run.evaluated()).toList();
            listener.say("%d trainings: %d arms, %d seeds%s; %d are done already."
                    .formatted(
                            all.size(),
                            grid.arms().size(),
                            settings.value(CompareKeys.SEEDS),
                            grid.conditions().size() == 1
                                    ? ""
                                    : ", %d conditions"
                                            .formatted(grid.conditions().size()),
                            all.size() - left.size()));
            long started = System.nanoTime();
            for (int i = 0; i < left.size(); i++) {
                GridRun run = left.get(i);
                listener.say("");
                listener.say("Training %d of %d: %s%s"
                        .formatted(
                                all.size() - left.size() + i + 1,
                                all.size(),
                                run.name(),
                                timeLeft(started, i, left.size())));
                if (stop.made() || (!run.trained() && !run.train(listener, stop)) || stop.made()) {
                    return false;
                }
                run.evaluate(listener);
            }
            return true;
        }

        private static String timeLeft(long started, int done, int total) {
            if (done == 0) {
                return "";
            }
            double minutes = (System.nanoTime() - started) / 60e9 / done * (total - done);
            return String.format(Locale.ROOT, " (about %.0f minutes left)", Math.max(1, minutes));
        }

        // ---- the comparison

        private Experiment compare() throws IOException {
            List<Block> blocks = new ArrayList<>();
            Map<String, String> definitions = new LinkedHashMap<>();
            for (int c = 0; c < grid.conditions().size(); c++) {
                List<Trained> arms = new ArrayList<>();
                for (int a = 0; a < grid.arms().size(); a++) {
                    arms.add(trained(grid.arms().get(a), runs.get(c).get(a)));
                }
                requireSameData(arms, c);
                DetectionComparison comparison = DetectionComparison.of(
                        grid.conditions().get(c).name(),
                        arms,
                        new BootstrapSettings(
                                settings.value(CompareKeys.RESAMPLES), LEVEL, settings.value(CompareKeys.SEED)));
                Block block = comparison.block();
                blocks.add(ComparedPictures.added(block, arms));
                definitions.putAll(comparison.definitions());
            }
            return new Experiment(title(), grid.subject(), story(blocks), blocks, definitions, provenance());
        }

        private Trained trained(GridArm arm, List<GridRun> own) throws IOException {
            List<EvaluationSet> sets =
                    own.stream().map(run -> run.set(dataset(run))).toList();
            List<Integer> seeds = own.stream()
                    .map(run -> run.settings().value(TrainKeys.SEED))
                    .toList();
            String words = grid.subject().isEmpty() ? arm.words() : "";
            return new Trained(arm.name(), words, seeds, sets, GridRun.curves(own));
        }

        private void requireSameData(List<Trained> arms, int condition) {
            String first = arms.get(0).sets().get(0).fingerprint();
            for (int a = 0; a < arms.size(); a++) {
                if (!arms.get(a).sets().get(0).fingerprint().equals(first)) {
                    throw new InvalidInput(
                            GridArm.HELP,
                            "'%s' and '%s' are judged by different images or labels (%s and %s), so they cannot be compared. Put data sets into conditions."
                                    .formatted(
                                            arms.get(0).name(),
                                            arms.get(a).name(),
                                            runs.get(condition)
                                                    .get(0)
                                                    .get(0)
                                                    .settings()
                                                    .value(TrainKeys.DATA),
                                            runs.get(condition)
                                                    .get(a)
                                                    .get(0)
                                                    .settings()
                                                    .value(TrainKeys.DATA)));
                }
            }
        }

        // ---- words

        private String title() {
            return grid.subject().equals("smoothing")
                    ? "Does label smoothing help here?"
                    : "Which training is better here?";
        }

        private List<String> story(List<Block> blocks) {
            Settings one = runs.get(0).get(0).get(0).settings();
            String split = settings.value(CompareKeys.SPLIT);
            return List.of(
                    "%s was trained %d times for %d epochs at %d pixels on %s: %s, each with the seeds %s. Trainings of one seed start from the same weights and see the same batches in the same order; they differ in nothing but the arm."
                            .formatted(
                                    Path.of(one.value(TrainKeys.MODEL)).getFileName(),
                                    all().size(),
                                    one.value(TrainKeys.EPOCHS),
                                    one.value(TrainKeys.IMGSZ),
                                    one.value(TrainKeys.DATA)
                                            .toAbsolutePath()
                                            .getParent()
                                            .getFileName(),
                                    grid.arms().stream().map(GridArm::name).collect(Collectors.joining(", ")),
                                    blocks.get(0).arms().get(0).seeds().stream()
                                            .map(String::valueOf)
                                            .collect(Collectors.joining(", "))),
                    "Each is judged by its best epoch on the %s images of %s%s"
                            .formatted(
                                    blocks.get(0).images(),
                                    split,
                                    split.equals("val")
                                            ? ", which also chose that epoch: a little too well for every arm alike."
                                            : "."));
        }

        private Map<String, String> provenance() {
            Map<String, String> provenance = new LinkedHashMap<>();
            provenance.put("Candor", Build.version());
            provenance.put(
                    "command",
                    "candor compare"
                            + settings.effective().entrySet().stream()
                                    .filter(set -> settings.values().containsKey(set.getKey()))
                                    .filter(set -> !set.getKey().equals("out"))
                                    .map(set -> " --" + set.getKey().replace('_', '-') + " " + shell(set.getValue()))
                                    .collect(Collectors.joining()));
            provenance.put(
                    "data", settings.given(TrainKeys.DATA).map(Path::toString).orElse("see arms.yaml"));
            provenance.put(
                    "processor",
                    "%s, %d cores"
                            .formatted(
                                    Processor.here().name(),
                                    Runtime.getRuntime().availableProcessors()));
            return provenance;
        }

        private static String shell(Object value) {
            String text = value instanceof List<?> list
                    ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                    : value.toString();
            return text.matches("[\\w./,:-]*") ? text : "'" + text.replace("'", "'\\''") + "'";
        }
    }
}
