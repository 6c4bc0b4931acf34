package io.candor.run;

import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.ClassificationReader;
import io.candor.data.read.ClassificationSet;
import io.candor.data.read.Dataset;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.EvaluationSet;
import io.candor.metric.Extent;
import io.candor.network.Task;
import io.candor.run.experiment.Comparison;
import io.candor.run.experiment.Experiment;
import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.ExperimentJson;
import io.candor.run.experiment.ExperimentReport;
import io.candor.run.experiment.ExperimentText;
import io.candor.run.experiment.Trained;
import io.candor.train.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
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
    private static final String BY_MASKS =
            " What is found is compared with the objects by masks, on the images whose objects all have an outline.";
    private static final String BY_BOXES =
            " The networks outline what they find, but the figures here are of their boxes alone; --overlap mask compares masks.";
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
        if (!settings.value(CompareKeys.PRESET).equals("none")) {
            return new PresetRun(settings).run(listener);
        }
        Settings asked = settings.value(CompareKeys.RESUME) ? begun(out, listener) : settings;
        List<String> unused = Resumption.unused(settings.with(CompareKeys.RESUME, false), asked);
        if (!unused.isEmpty()) {
            listener.say("A resumed comparison keeps its settings; not used: %s.".formatted(String.join(", ", unused)));
        }
        return new Job(asked, Grid.of(asked), out, listener, stop).run();
    }

    /** The settings a comparison was begun with. */
    private Settings begun(Path out, RunListener listener) {
        Path args = out.resolve(ArgsYaml.FILE);
        if (!Files.isRegularFile(args)) {
            throw new InvalidInput(
                    "resume-checkpoint",
                    "%s: no comparison to resume there (no %s). Name its folder with --out."
                            .formatted(out, ArgsYaml.FILE));
        }
        Settings empty = Settings.of(settings.keys());
        Settings saved = empty.with(ArgsYaml.read(args, empty).values(), args.toString());
        if (saved.given(TrainKeys.DATA).isPresent()) { // otherwise every arm has its own
            saved = Resumption.placed(saved, settings, listener);
        }
        return saved.given(CompareKeys.ARMS).isPresent()
                ? saved.with(CompareKeys.ARMS, out.resolve(ARMS).toString())
                : saved;
    }

    /** Numbers, drawings, page; and the table for the listener. */
    static void write(RunFolder folder, Experiment experiment, RunListener listener) {
        ExperimentJson.write(folder.file(NUMBERS), experiment);
        ExperimentReport.writePictures(folder.path(), experiment);
        ExperimentReport.write(folder.file(REPORT), experiment);
        ExperimentText.lines(experiment).forEach(listener::say);
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
        private final Map<Path, ClassificationSet> pictures = new HashMap<>();
        private final Map<Source, DataFingerprint> fingerprints = new HashMap<>();

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
            try (RunLock lock = folder.lock(RunFolder.Existing.REUSE, listener)) {
                return run(lock.folder());
            }
        }

        private Result run(RunFolder folder) throws IOException {
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
            write(folder, experiment, listener);
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
            if (isPlain(empty, given, empty.with(own, "arm '%s'".formatted(arm.name())))) {
                // What is asked of all arms' smoothing is not asked of an arm that has none. (A schedule might even end
                // at, or warm up from, a factor of its own.)
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

        /** Whether an arm is not smoothed: it says so, or is a detector for which nobody says anything but others differ. */
        private boolean isPlain(Settings empty, Map<String, Object> given, Settings own) {
            Optional<Double> factor = own.given(TrainKeys.LABEL_SMOOTHING);
            if (factor.isPresent()) {
                return factor.get() == 0;
            }
            Settings all = empty.with(given, "command line").with(own.values(), "arm");
            boolean varied =
                    grid.arms().stream().anyMatch(arm -> arm.settings().containsKey(TrainKeys.LABEL_SMOOTHING.name()));
            return varied
                    && all.given(TrainKeys.LABEL_SMOOTHING).isEmpty()
                    && all.given(TrainKeys.DATA).isPresent()
                    && TrainingTask.of(all) != Task.CLASSIFY
                    && SmoothingSettings.factor(all) == 0;
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
            boolean classifies = all().get(0).classifies();
            for (GridRun run : all()) {
                if (run.classifies() != classifies) {
                    throw new InvalidInput(
                            GridArm.HELP,
                            "'%s' and '%s' are for different tasks. Compare detectors with detectors, or classifiers with classifiers."
                                    .formatted(all().get(0).name(), run.name()));
                }
                requireExtent(run);
                run.requireOwn(recorded(run), fingerprint(run));
            }
            for (int c = 0; c < runs.size(); c++) {
                for (List<GridRun> arm : runs.get(c)) {
                    arm.stream().filter(run -> !run.trained()).findFirst().ifPresent(this::requireTrainable);
                }
                requireSameData(
                        runs.get(c).stream().map(arm -> judged(arm.get(0))).toList(), c);
            }
        }

        /** The images a run is judged by, by name: the place of a data set does not matter. */
        private Set<String> judged(GridRun run) {
            Dataset data = run.classifies() ? pictures(run).dataset() : dataset(run);
            data.require(split());
            if (run.outlines()) {
                data = Outlines.judged(data, split(), Extent.MASK);
            }
            return images(data, split()).stream()
                    .map(image -> image.getFileName().toString())
                    .collect(Collectors.toSet());
        }

        private Split split() {
            return Split.valueOf(settings.value(CompareKeys.SPLIT).toUpperCase(Locale.ROOT));
        }

        private void requireExtent(GridRun run) {
            if (settings.given(CompareKeys.OVERLAP).isPresent() && run.classifies()) {
                throw new InvalidInput(
                        "options",
                        "--overlap is for detectors, but '%s' trains a classifier. Leave it out."
                                .formatted(run.name()));
            }
            boolean masks = settings.given(CompareKeys.OVERLAP).map(Extent::of).equals(Optional.of(Extent.MASK));
            if (masks && !run.outlines()) {
                throw new InvalidInput(
                        "no-masks",
                        "--overlap is mask, but '%s' trains a network without masks. Leave it out, or give one with masks, such as yolov8n-seg."
                                .formatted(run.name()));
            }
        }

        /** The settings as the run records them. */
        private Settings recorded(GridRun run) {
            return run.classifies()
                    ? ClassificationPlan.resolved(Located.absolute(run.settings()), pictures(run))
                    : TrainRun.recorded(run.settings());
        }

        private void requireTrainable(GridRun run) {
            if (run.classifies()) {
                ClassificationSet set = pictures(run);
                ClassificationJob.ready(run.settings(), set, settings -> ClassificationData.of(set, settings));
            } else {
                Dataset dataset = dataset(run);
                TrainJob.ready(run.settings(), settings -> TrainingData.of(settings, dataset));
            }
        }

        private DataFingerprint fingerprint(GridRun run) {
            return fingerprints.computeIfAbsent(
                    new Source(run.settings().required(TrainKeys.DATA), run.outlines()),
                    source -> run.classifies()
                            ? DataFingerprint.of(pictures(run))
                            : DataFingerprint.of(TrainingData.outlined(run.settings(), dataset(run))));
        }

        /** What a training reads: with outlines, only the images that have them. */
        private record Source(Path data, boolean outlines) {}

        private ClassificationSet pictures(GridRun run) {
            return pictures.computeIfAbsent(run.settings().required(TrainKeys.DATA), ClassificationReader::read);
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
            boolean classifies = all().get(0).classifies();
            Extent compared = compared();
            for (int c = 0; c < grid.conditions().size(); c++) {
                String name = grid.conditions().get(c).name();
                if (classifies) {
                    List<Trained<ClassifiedSet>> arms = trained(c, GridRun::classified, ClassifiedSet::fingerprint);
                    Comparison comparison = Comparison.ofClassifiers(name, arms, bootstrap());
                    blocks.add(comparison.block());
                    definitions.putAll(comparison.definitions());
                } else {
                    List<Trained<EvaluationSet>> arms =
                            trained(c, run -> run.set(dataset(run), compared), EvaluationSet::fingerprint);
                    Comparison comparison = Comparison.ofDetectors(name, arms, bootstrap());
                    blocks.add(ComparedPictures.added(comparison.block(), arms));
                    definitions.putAll(comparison.definitions());
                }
            }
            return new Experiment(title(), grid.subject(), story(blocks, compared), blocks, definitions, provenance());
        }

        /** As asked; else by masks, if all networks were judged by them. */
        private Extent compared() {
            return settings.given(CompareKeys.OVERLAP)
                    .map(Extent::of)
                    .orElseGet(() -> all().stream().allMatch(run -> run.outlines() && run.judgedByMasks())
                            ? Extent.MASK
                            : Extent.BOX);
        }

        private BootstrapSettings bootstrap() {
            return new BootstrapSettings(
                    settings.value(CompareKeys.RESAMPLES), LEVEL, settings.value(CompareKeys.SEED));
        }

        /** The arms of a condition. */
        private <S> List<Trained<S>> trained(
                int condition, Function<GridRun, S> judged, Function<S, String> fingerprint) throws IOException {
            List<Trained<S>> arms = new ArrayList<>();
            for (int a = 0; a < grid.arms().size(); a++) {
                List<GridRun> own = runs.get(condition).get(a);
                GridArm arm = grid.arms().get(a);
                arms.add(new Trained<>(
                        arm.name(),
                        grid.subject().isEmpty() ? arm.words(differing()) : "",
                        own.stream()
                                .map(run -> run.settings().value(TrainKeys.SEED))
                                .toList(),
                        own.stream().map(judged).toList(),
                        GridRun.curves(own)));
            }
            requireSameData(
                    arms.stream()
                            .map(arm -> fingerprint.apply(arm.sets().get(0)))
                            .toList(),
                    condition);
            return arms;
        }

        private void requireSameData(List<?> fingerprints, int condition) {
            for (int a = 0; a < fingerprints.size(); a++) {
                if (!fingerprints.get(a).equals(fingerprints.get(0))) {
                    throw new InvalidInput(
                            GridArm.HELP,
                            "'%s' and '%s' are judged by different images or labels, so they cannot be compared. Put data sets into conditions; networks with masks leave out images whose objects have no outlines, so compare them with one another."
                                    .formatted(
                                            runs.get(condition).get(0).get(0).name(),
                                            runs.get(condition).get(a).get(0).name()));
                }
            }
        }

        // ---- words

        private String title() {
            return grid.subject().equals("smoothing")
                    ? "Does label smoothing help here?"
                    : "Which training is better here?";
        }

        private List<String> story(List<Block> blocks, Extent compared) {
            GridRun first = runs.get(0).get(0).get(0);
            Settings one = first.classifies() ? recorded(first) : first.settings();
            String split = settings.value(CompareKeys.SPLIT);
            return List.of(
                    "%s was trained %d times for %d epochs at %d pixels on %s: %s, each with the seeds %s. %s"
                            .formatted(
                                    Path.of(one.value(TrainKeys.MODEL)).getFileName(),
                                    all().size(),
                                    one.value(TrainKeys.EPOCHS),
                                    one.value(TrainKeys.IMGSZ),
                                    dataName(one.value(TrainKeys.DATA)),
                                    grid.arms().stream().map(GridArm::name).collect(Collectors.joining(", ")),
                                    blocks.get(0).arms().get(0).seeds().stream()
                                            .map(String::valueOf)
                                            .collect(Collectors.joining(", ")),
                                    pairing()),
                    "Each is judged by its best epoch on the %s images of %s%s"
                                    .formatted(
                                            blocks.get(0).images(),
                                            split,
                                            choseTheEpoch(first)
                                                    ? ", which also chose that epoch: a little too well for every arm alike."
                                                    : ".")
                            + (first.outlines() ? words(compared) : ""));
        }

        private static String words(Extent compared) {
            return compared == Extent.MASK ? BY_MASKS : BY_BOXES;
        }

        /** What the trainings of one seed have in common. */
        private String pairing() {
            boolean alike = differing().keySet().stream().allMatch(Alike::leaves);
            return alike
                    ? "Trainings of one seed start from the same weights and see the same batches in the same order; they differ in nothing but what is said of each arm."
                    : "Trainings of one seed draw the same random numbers, but arms that change the network, the data or how pictures are made see other weights or batches; what is said of each arm is all they differ in.";
        }

        /** The settings that arms do not share, also those that follow from others: per key, what each arm has. */
        private Map<String, Map<String, Object>> differing() {
            Map<String, Map<String, Object>> differing = new TreeMap<>();
            for (int a = 0; a < grid.arms().size(); a++) {
                String name = grid.arms().get(a).name();
                GridRun.decisive(recorded(runs.get(0).get(a).get(0)))
                        .forEach((key, value) -> differing
                                .computeIfAbsent(key, each -> new HashMap<>())
                                .put(name, value));
            }
            differing
                    .values()
                    .removeIf(values -> values.size() == grid.arms().size()
                            && values.values().stream()
                                            .map(String::valueOf)
                                            .distinct()
                                            .count()
                                    == 1);
            return differing;
        }

        /** Whether the images a training is judged by are those by which it chose its best epoch. */
        private boolean choseTheEpoch(GridRun run) {
            Dataset data = run.classifies() ? pictures(run).dataset() : dataset(run);
            return !Collections.disjoint(images(data, Split.VAL), images(data, split()));
        }

        private static Set<Path> images(Dataset data, Split split) {
            return data.split(split).stream().map(Sample::image).collect(Collectors.toSet());
        }

        /** The folder of a file, or the folder itself. */
        private static Path dataName(Path data) {
            Path absolute = data.toAbsolutePath().normalize();
            return Files.isDirectory(absolute)
                    ? absolute.getFileName()
                    : absolute.getParent().getFileName();
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
