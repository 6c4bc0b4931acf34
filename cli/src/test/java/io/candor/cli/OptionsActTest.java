package io.candor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Classes;
import io.candor.data.Image;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.DatasetReader;
import io.candor.data.read.ImageWriter;
import io.candor.data.synth.SynthDataset;
import io.candor.data.synth.SynthOptions;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.SmallCnn;
import io.candor.network.YoloV8;
import io.candor.tensor.Tensors;
import io.candor.weights.NetworkFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Walks every option of the commands that judge, compare and advise: given another value, what is printed or written
 * differs. An option without a case here fails the test.
 */
class OptionsActTest {

    private static final List<String> COMMANDS = List.of("evaluate", "advise", "audit", "compare");
    private static final Set<String> OF_EVERY_COMMAND = Set.of("--help", "--version", "--trace");
    private static final List<String> NAMES = List.of("blue", "green", "red");

    /** What an evaluation is told about speed and memory alone. */
    private static final Map<String, String> INDIFFERENT = Map.of("--workers", "3", "--batch", "4");

    /** What says nothing about results: how fast it was, when, and an echo of what was asked for. */
    private static final String CHANGING = "img/s|GiB|\"version\"|ETA";

    @TempDir
    private static Path folder;

    /** By command and option. */
    private static final Map<String, Map<String, List<Case>>> CASES = new LinkedHashMap<>();

    private static final Map<List<String>, String> KNOWN = new HashMap<>();

    /** Trainings and detections take a minute together. */
    private enum Pace {
        QUICK,
        SLOW
    }

    /**
     * One proof.
     *
     * @param under the other arguments; the option among them is replaced
     * @param value empty for a flag
     * @param mentioned what the changed outcome must name; may be empty
     */
    private record Case(Pace pace, List<String> under, String value, String mentioned) {}

    /** Cases of one command under one set of arguments. */
    private record Under(String command, Pace pace, List<String> arguments) {

        Under option(String name, Object value) {
            return option(name, value, "");
        }

        Under option(String name, Object value, String mentioned, String... more) {
            List<String> under = new ArrayList<>(arguments);
            under.addAll(List.of(more));
            CASES.computeIfAbsent(command, key -> new LinkedHashMap<>())
                    .computeIfAbsent("--" + name, key -> new ArrayList<>())
                    .add(new Case(pace, under, value.toString(), mentioned));
            return this;
        }
    }

    private static Under quick(String command, Object... arguments) {
        return new Under(
                command, Pace.QUICK, Stream.of(arguments).map(Object::toString).toList());
    }

    private static Under slow(String command, Object... arguments) {
        return new Under(
                command, Pace.SLOW, Stream.of(arguments).map(Object::toString).toList());
    }

    // ---- files

    private static Path pictures;
    private static Path otherPictures;
    private static Path boards;
    private static Path otherBoards;
    private static Path classifier;
    private static Path detector;
    private static Path table;
    private static Path found;
    private static Path coco;

    @BeforeAll
    static void write_files_and_list_cases() throws IOException {
        torch.set_num_threads(1);
        pictures = pictures("pictures", 3, 6);
        otherPictures = pictures("other-pictures", 4, 7);
        boards = boards("boards", 0);
        otherBoards = boards("other-boards", 9);
        classifier = classifier("classifier.safetensors", 1);
        detector = detector();
        table = table("table.csv", 5);
        found = found();
        coco = coco();
        evaluate();
        advise();
        audit();
        compare();
    }

    /** Pictures of 8 x 8 pixels that lean towards the colour of their class. */
    private static Path pictures(String name, long seed, int each) throws IOException {
        Random random = new Random(seed);
        Path root = folder.resolve(name);
        for (String split : List.of("train", "val", "test")) {
            for (int k = 0; k < NAMES.size(); k++) {
                Path place = Files.createDirectories(root.resolve(split).resolve(NAMES.get(k)));
                for (int i = 0; i < each; i++) {
                    byte[] bgr = new byte[8 * 8 * 3];
                    for (int p = 0; p < bgr.length; p++) {
                        bgr[p] = (byte) (random.nextInt(200) + (p % 3 == k ? 50 : 0));
                    }
                    ImageWriter.write(new Image(8, 8, bgr), place.resolve("p%d.png".formatted(i)));
                }
            }
        }
        return root;
    }

    private static Path boards(String name, int seed) throws IOException {
        Path root = folder.resolve(name);
        SynthDataset.write(
                root,
                SynthOptions.defaults()
                        .withImages(4, 2, 2)
                        .withSize(96)
                        .withDefects(2, 3)
                        .withSeed(seed));
        return root.resolve("data.yaml");
    }

    private static Path classifier(String name, long seed) {
        Path file = folder.resolve(name);
        try (Network network = new Network(SmallCnn.definition(NAMES.size())).initialise(seed)) {
            NetworkFile.save(file, network, new Classes(NAMES), Map.of());
        }
        return file;
    }

    /** As it is initialised a detector is sure that nothing is anywhere; this one finds much. */
    private static Path detector() {
        Path file = folder.resolve("detector.safetensors");
        Classes classes = DatasetReader.read(boards).classes();
        try (Network network = YoloV8.of(Scale.N, classes.size()).initialise(1);
                NoGradGuard constant = new NoGradGuard()) {
            network.definition()
                    .head()
                    .classBiases()
                    .forEach(bias -> network.state()
                            .get(bias.name())
                            .copy_(Tensors.of(new float[] {0.5f, -1, 0, 1, -2, -3}, classes.size())));
            NetworkFile.save(file, network, classes, Map.of());
        }
        return file;
    }

    /** What some classifier said of made-up pictures; confidences lie on edges of ten bins. */
    private static Path table(String name, long seed) throws IOException {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>(List.of("image," + String.join(",", NAMES) + ",label"));
        for (int i = 0; i < 60; i++) {
            int said = random.nextInt(3);
            int shown = random.nextInt(4) > 0 ? said : (said + 1) % 3;
            double[] p = {.1, .1, .1};
            p[said] = .8;
            lines.add("made-up%d.png,%s,%s,%s,%s".formatted(i, p[0], p[1], p[2], NAMES.get(shown)));
        }
        return Files.write(folder.resolve(name), lines);
    }

    private static List<Sample> val() {
        return DatasetReader.read(boards).split(Split.VAL);
    }

    /** Every object of the boards to judge by, most of them called by the next class. */
    private static Path found() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Sample sample : val()) {
            for (Label label : sample.labels()) {
                int called = rows.size() % 3 == 0 ? label.classIndex() : (label.classIndex() + 1) % 6;
                rows.add("{\"image_id\": \"%s\", \"category_id\": %d, \"bbox\": %s, \"score\": %s}"
                        .formatted(sample.image().getFileName(), called + 1, box(label), .9 - .1 * rows.size()));
            }
        }
        return Files.writeString(folder.resolve("found.json"), "[" + String.join(",", rows) + "]");
    }

    private static String box(Label label) {
        return "[%s, %s, %s, %s]"
                .formatted(
                        label.box().x1(),
                        label.box().y1(),
                        label.box().width(),
                        label.box().height());
    }

    /** The boards to judge by in COCO's form, far from their images; and other annotations beside it. */
    private static Path coco() throws IOException {
        List<String> images = new ArrayList<>();
        List<String> objects = new ArrayList<>();
        List<String> categories = new ArrayList<>();
        for (String name : DatasetReader.read(boards).classes().names()) {
            categories.add("{\"id\": %d, \"name\": \"%s\"}".formatted(categories.size() + 1, name));
        }
        for (Sample sample : val()) {
            images.add("{\"id\": %d, \"file_name\": \"%s\", \"width\": 96, \"height\": 96}"
                    .formatted(images.size() + 1, sample.image().getFileName()));
            for (Label label : sample.labels()) {
                objects.add("{\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"bbox\": %s, \"area\": %s}"
                        .formatted(
                                objects.size() + 1,
                                images.size(),
                                label.classIndex() + 1,
                                box(label),
                                label.box().area()));
            }
        }
        String form = "{\"images\": %s, \"annotations\": %s, \"categories\": %s}";
        Path away = Files.createDirectories(folder.resolve("coco"));
        Files.writeString(away.resolve("fewer.json"), form.formatted(images, objects.subList(1, 3), categories));
        return Files.writeString(away.resolve("all.json"), form.formatted(images, objects, categories));
    }

    private static Path config(String name, String line) throws IOException {
        return Files.writeString(folder.resolve(name + ".yaml"), line + "\n");
    }

    private static Path imagesOf(Path data, String split) {
        return data.resolveSibling("images").resolve(split);
    }

    // ---- cases

    private static void evaluate() throws IOException {
        Path calibration = folder.resolve("calibration.json");
        run(
                "calibrate",
                List.of(
                                "--predictions",
                                table,
                                "--model",
                                classifier,
                                "--method",
                                "temperature",
                                "--resamples",
                                "10",
                                "--out",
                                calibration)
                        .stream()
                        .map(Object::toString)
                        .toList());
        quick("evaluate", "--model", classifier, "--data", pictures, "--resamples", 20, "--device", "cpu")
                .option("model", classifier("other.safetensors", 2))
                .option("data", otherPictures)
                .option("split", "test")
                .option("imgsz", 16)
                .option("device", "cuda:9", "cuda:9")
                .option("precision", "bf16")
                .option("resamples", 21)
                .option("calibration", calibration)
                .option("adversarial", "fgsm")
                .option("adversarial-epsilon", 0.5, "", "--adversarial", "fgsm")
                .option("adversarial-steps", 1, "", "--adversarial", "pgd")
                .option("predictions", table, "model and predictions")
                .option("config", config("twenty-one", "imgsz: 16"))
                .option("out", folder.resolve("elsewhere"), "elsewhere");
        quick("evaluate", "--predictions", table, "--resamples", 20)
                .option("predictions", table("other.csv", 6))
                .option("bins", 3)
                .option("edges", "closed-open", "", "--bins", "10");
        quick("evaluate", "--predictions", found, "--annotations", coco, "--resamples", 20)
                .option("annotations", coco.resolveSibling("fewer.json"))
                .option("overlap", "mask")
                .option("floor", 0.85);
        quick("evaluate", "--predictions", found, "--data", boards, "--resamples", 20)
                .option("first-category", 0, "", "--first-category", "1");
        slow("evaluate", "--model", detector, "--data", boards, "--imgsz", 64, "--resamples", 20, "--device", "cpu")
                .option("conf", 0.5)
                .option("iou", 0.1)
                .option("max-det", 5);
        slow(
                        "evaluate",
                        "--model",
                        detector,
                        "--data",
                        coco,
                        "--imgsz",
                        64,
                        "--resamples",
                        20,
                        "--device",
                        "cpu",
                        "--split",
                        "train")
                .option(
                        "images",
                        imagesOf(otherBoards, "train"),
                        "",
                        "--images",
                        imagesOf(boards, "val").toString());
        places("evaluate", "--predictions", table, "--resamples", 20);
    }

    /** Where a run folder goes, for commands that make one. */
    private static void places(String command, Object... arguments) throws IOException {
        Path used = Files.createDirectories(folder.resolve("used-by-" + command));
        Files.writeString(used.resolve("notes.txt"), "mine");
        List<Object> named = new ArrayList<>(List.of(arguments));
        named.addAll(List.of("--project", folder.resolve("a-" + command), "--name", "one"));
        quick(command, named.toArray())
                .option("project", folder.resolve("b-" + command), "b-" + command)
                .option("name", "two", "two");
        List<Object> fixed = new ArrayList<>(List.of(arguments));
        fixed.addAll(List.of("--out", used));
        quick(command, fixed.toArray()).option("exist-ok", "");
    }

    private static void advise() throws IOException {
        Path judged = folder.resolve("judged");
        run(
                "evaluate",
                Stream.of(
                                "--model",
                                detector,
                                "--data",
                                boards,
                                "--imgsz",
                                64,
                                "--resamples",
                                5,
                                "--device",
                                "cpu",
                                "--conf",
                                0.3,
                                "--out",
                                judged)
                        .map(Object::toString)
                        .toList());
        quick("advise", "--data", boards)
                .option("data", otherPictures)
                .option("run", judged)
                .option("config", config("advise", "run: " + judged))
                .option("out", folder.resolve("advice.json"));
        quick("advise", "--data", boards, "--run", judged).option("split", "test");
        quick("advise", "--data", coco)
                .option(
                        "images",
                        imagesOf(boards, "train"),
                        "",
                        "--images",
                        imagesOf(boards, "val").toString());
    }

    private static void audit() throws IOException {
        quick("audit", "--predictions", table)
                .option("predictions", folder.resolve("other.csv"))
                .option("least", 0.9)
                .option("config", config("audit", "least: 0.9"))
                .option("out", folder.resolve("audited"), "audited");
        quick("audit", "--predictions", found, "--annotations", coco, "--images", imagesOf(boards, "val"), "--least", 0)
                .option("annotations", coco.resolveSibling("fewer.json"))
                .option("images", folder)
                .option("top", 0)
                .option("evaluation", folder.resolve("judged"));
        quick("audit", "--predictions", found, "--data", boards, "--first-category", 1, "--least", 0)
                .option("data", otherBoards)
                .option("split", "test")
                .option("first-category", 0);
        slow(
                        "audit",
                        "--data",
                        pictures,
                        "--model",
                        "mlp",
                        "--epochs",
                        1,
                        "--batch",
                        8,
                        "--folds",
                        2,
                        "--least",
                        0,
                        "--device",
                        "cpu",
                        "--precision",
                        "fp32",
                        "--workers",
                        1)
                .option("folds", 3)
                .option("model", "cnn-small")
                .option("epochs", 2)
                .option("batch", 4)
                .option("imgsz", 16)
                .option("seed", 1)
                .option("task", "detect")
                .option("device", "cuda:9", "cuda:9")
                .option("precision", "bf16")
                .option("workers", 2);
        places("audit", "--predictions", table);
    }

    private static void compare() throws IOException {
        Path kept = folder.resolve("kept");
        List<Object> whole = new ArrayList<>(List.of(
                "--data",
                pictures,
                "--model",
                "mlp",
                "--epochs",
                1,
                "--batch",
                8,
                "--workers",
                1,
                "--device",
                "cpu",
                "--precision",
                "fp32",
                "--seeds",
                1,
                "--resamples",
                10));
        List<Object> base = new ArrayList<>(whole);
        base.addAll(List.of("--arms", "plain: ; other: lrf=0.5", "--out", kept));
        run("compare", base.stream().map(Object::toString).toList());
        planned(quick("compare", base.toArray()));
        quick("compare", base.toArray())
                .option("resamples", 11)
                .option("arms", "plain: ; other: lrf=0.6", "lrf is 0.5 there, 0.6 now")
                .option("config", config("compare", "lr0: 0.02"), "lr0 is");
        quick("compare", "--out", kept).option("resume", "", "2 are done already");
        slow("compare", "--preset", "noisy", "--seeds", 1, "--resamples", 10)
                .option("preset", "toy")
                .option("epsilon", "0.3")
                .option("seeds", 2)
                .option("seed", 3)
                .option("convention", "others")
                .option("out", folder.resolve("compared"), "compared");
        List<Object> further = new ArrayList<>(whole);
        further.addAll(List.of("--epsilon", "0.2"));
        slow("compare", further.toArray())
                .option("split", "test")
                .option("workers", 2)
                .option("tensorboard", "");
    }

    /** What a training of a comparison is told shows in what it is planned to be: other than the one that is there. */
    private static void planned(Under base) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("data", otherPictures);
        values.put("images", folder);
        values.put("task", "detect");
        values.put("model", "cnn-small");
        values.put("batch", 4);
        values.put("imgsz", 16);
        values.put("epochs", 2);
        values.put("patience", 3);
        values.put("fraction", 0.5);
        values.put("label-noise", 0.2);
        values.put("label-smoothing", 0.2);
        values.put("smoothing-convention", "others");
        values.put("smoothing-off", 1);
        values.put("smoothing-adaptive", "confidence");
        values.put("loss", "focal");
        values.put("teacher", classifier);
        values.put("self-distillation", 0.5);
        values.put("adversarial", "fgsm");
        values.put("optimizer", "sgd");
        values.put("lr0", 0.02);
        values.put("lrf", 0.3);
        values.put("cos-lr", false);
        values.put("momentum", 0.8);
        values.put("weight-decay", 0.1);
        values.put("warmup-epochs", 0.3);
        values.put("warmup-momentum", 0.5);
        values.put("warmup-bias-lr", 0.2);
        values.put("nbs", 32);
        values.put("freeze", 1);
        for (String share : List.of(
                "mosaic",
                "mixup",
                "copy-paste",
                "cutmix",
                "hsv-h",
                "hsv-s",
                "hsv-v",
                "translate",
                "scale",
                "flipud",
                "fliplr")) {
            values.put(share, 0.3);
        }
        values.put("close-mosaic", 1);
        values.put("precision", "bf16");
        values.put("device", "cuda:9");
        values.forEach((name, value) -> base.option(name, value));
        base.option("smoothing-schedule", "linear", "smoothing_schedule is", "--label-smoothing", "0.2");
        base.option("overlap", "mask", "--overlap is for detectors");
        base.option("schedule", "linear", "smoothing_schedule is", "--label-smoothing", "0.2");
        base.option("smoothing-start", 0.01, "smoothing_start is", "--smoothing-schedule", "warmup");
        base.option("smoothing-warmup", 0.5, "smoothing_warmup is", "--smoothing-schedule", "warmup");
        base.option(
                "smoothing-end", 0.1, "smoothing_end is", "--smoothing-schedule", "cosine", "--label-smoothing", "0.2");
        base.option(
                "smoothing-threshold",
                0.9,
                "smoothing_threshold is",
                "--smoothing-adaptive",
                "confidence",
                "--label-smoothing",
                "0.2");
        base.option(
                "smoothing-neighbours",
                2,
                "smoothing_neighbours is",
                "--smoothing-convention",
                "neighbours",
                "--label-smoothing",
                "0.2");
        String[] similar = {
            "--smoothing-convention",
            "similarity",
            "--label-smoothing",
            "0.2",
            "--smoothing-matrix",
            matrix().toString()
        };
        base.option("smoothing-matrix", folder.resolve("none.csv"), "none.csv", similar);
        base.option("smoothing-matrix-kind", "centroids", "smoothing_matrix_kind is", similar);
        base.option("noise", "asymmetric", "noise is", "--label-noise", "0.2");
        base.option("noise-seed", 2, "noise_seed is", "--label-noise", "0.2");
        base.option("loss-gamma", 2, "loss_gamma is", "--loss", "focal");
        base.option("loss-margin", 2, "loss_margin is", "--loss", "mbls");
        base.option("loss-weight", 0.2, "loss_weight is", "--loss", "mbls");
        base.option("distill-temperature", 2, "distill_temperature is", "--self-distillation", "0.5");
        base.option("distill-weight", 0.2, "distill_weight is", "--teacher", classifier.toString());
        base.option("adversarial-epsilon", 0.1, "adversarial_epsilon is", "--adversarial", "fgsm");
        base.option("adversarial-steps", 2, "adversarial_steps is", "--adversarial", "pgd");
        for (String ofDetectors : List.of("box", "cls", "dfl", "degrees", "shear", "perspective")) {
            base.option(ofDetectors, 0.4, "a classifier does not read it");
        }
    }

    private static Path matrix() {
        try {
            return Files.writeString(folder.resolve("matrix.csv"), "1,2,3\n2,1,1\n3,1,1\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- the walk

    @Test
    void no_option_is_left_out() {
        for (String command : COMMANDS) {
            Set<String> options = new TreeSet<>();
            for (OptionSpec option : spec(command).getCommandSpec().options()) {
                options.add(option.longestName());
            }
            options.removeAll(OF_EVERY_COMMAND);
            Set<String> expected = new TreeSet<>(CASES.get(command).keySet());
            if (command.equals("evaluate")) {
                expected.addAll(INDIFFERENT.keySet());
            }
            if (command.equals("compare")) {
                expected.add("--cache"); // of speed alone
            }
            assertThat(expected).as(command).isEqualTo(options);
        }
    }

    private static CommandLine spec(String command) {
        return Candor.commandLine().getSubcommands().get(command);
    }

    @Test
    void every_option_of_evaluate_and_advise_acts() {
        walk("evaluate", Pace.QUICK);
        walk("advise", Pace.QUICK);
    }

    @Test
    void every_option_of_audit_acts_on_predictions_that_exist() {
        walk("audit", Pace.QUICK);
    }

    @Test
    void every_option_of_compare_acts_on_a_preset_or_on_what_is_planned() {
        walk("compare", Pace.QUICK);
    }

    @Test
    @Tag("slow")
    void every_option_acts_where_something_is_trained_or_detected() {
        walk("evaluate", Pace.SLOW);
        walk("audit", Pace.SLOW);
        walk("compare", Pace.SLOW);
    }

    @Test
    void what_is_about_speed_and_memory_alone_changes_no_result() {
        List<String> arguments =
                List.of("--model", classifier.toString(), "--data", pictures.toString(), "--resamples", "20");
        INDIFFERENT.forEach((option, value) -> assertThat(outcome("evaluate", with(arguments, option, value)))
                .isEqualTo(outcome("evaluate", arguments)));
    }

    private static void walk(String command, Pace pace) {
        SoftAssertions all = new SoftAssertions();
        CASES.get(command)
                .forEach((option, cases) -> cases.stream()
                        .filter(each -> each.pace() == pace)
                        .forEach(each -> {
                            String before = outcome(command, without(each.under(), option, each.value()));
                            String after = outcome(command, with(each.under(), option, each.value()));
                            String what =
                                    "candor %s %s with %s %s".formatted(command, each.under(), option, each.value());
                            all.assertThat(after.equals(before) ? after : "")
                                    .as(what)
                                    .isEmpty();
                            all.assertThat(after).as(what).contains(each.mentioned());
                        }));
        all.assertAll();
    }

    /** A flag may not be there twice. */
    private static List<String> without(List<String> under, String option, String value) {
        List<String> arguments = new ArrayList<>(under);
        if (value.isEmpty()) {
            arguments.remove(option);
        }
        return arguments;
    }

    private static List<String> with(List<String> under, String option, String value) {
        List<String> arguments = without(under, option, value);
        int at = arguments.lastIndexOf(option);
        if (at >= 0) {
            arguments.subList(at, at + 2).clear();
        }
        arguments.add(option);
        if (!value.isEmpty()) {
            arguments.add(value);
        }
        return arguments;
    }

    /** What is printed and written; the same every time, wherever it is written. */
    private static String outcome(String command, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(arguments);
        return KNOWN.computeIfAbsent(line, key -> run(command, arguments));
    }

    private static String run(String command, List<String> arguments) {
        boolean placed = arguments.contains("--out") || arguments.contains("--project") || command.equals("advise");
        Path out = folder.resolve("out-" + KNOWN.size() + "-" + System.nanoTime());
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(arguments);
        if (!placed) {
            line.addAll(List.of("--out", out.toString()));
        }
        CommandLineHarness candor = new CommandLineHarness();
        int exitCode = candor.run(line.toArray(String[]::new));
        assertThat(exitCode).as("%s%n%s", line, candor.err()).isIn(0, 2);
        StringBuilder outcome = new StringBuilder("exit code %d\n".formatted(exitCode));
        outcome.append(candor.out()).append(candor.err());
        written(placed ? place(arguments) : out).forEach(outcome::append);
        return outcome.toString()
                .replace(out.toString(), "OUT")
                .lines()
                .filter(text -> !text.matches(".*(" + CHANGING + ").*"))
                .reduce("", (a, b) -> a + "\n" + b);
    }

    private static Path place(List<String> arguments) {
        int at = arguments.indexOf("--out");
        return at < 0 ? folder.resolve("nowhere") : Path.of(arguments.get(at + 1));
    }

    /** Names of files, and the text of those that hold results. */
    private static List<String> written(Path place) {
        if (!Files.exists(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(place)) {
            List<String> written = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                written.add("\nwritten: " + place.relativize(file) + "\n");
                boolean result = (name.endsWith(".csv") && !name.equals("results.csv"))
                        || Set.of("evaluation.json", "comparison.json", "predictions.json")
                                .contains(name);
                if (result) {
                    // What was asked for is recorded there, which proves nothing.
                    written.add(Files.readString(file)
                            .replaceAll("(?s)\"(provenance|robustness)\"\\s*:\\s*\\{[^}]*\\}", ""));
                }
            }
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
