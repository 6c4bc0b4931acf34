package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Batch;
import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.read.ClassificationSet;
import io.candor.data.target.ClassTarget;
import io.candor.loss.Parts;
import io.candor.network.Mlp;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.YoloV8;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.train.ClassificationCriterion;
import io.candor.train.Criterion;
import io.candor.train.Guidance;
import io.candor.train.Recipe;
import io.candor.weights.NetworkFile;
import java.io.IOException;
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
import java.util.function.Function;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks every option about labels, losses, teachers and attacks: changing one changes losses and gradients of a
 * classifier, and of a detector unless it is refused there.
 */
class EveryOptionTest {

    private static final int SIZE = 8;
    private static final int INPUTS = 3 * SIZE * SIZE;
    private static final int EPOCHS = 6;
    private static final Classes CLASSES = new Classes(List.of("a", "b", "c", "d"));
    private static final List<Sample> SAMPLES = samples();

    @TempDir
    private static Path folder;

    /** Per option, the settings it is read under and a value that must not give the same outcome. */
    private static final Map<String, List<Case>> CASES = new LinkedHashMap<>();

    private record Case(Map<String, Object> under, Object value) {}

    /** What a detector does not do, and says so: (option, value). */
    private static final Set<List<Object>> REFUSED_DETECTING = Set.of(
            List.of("loss", "flsd53"),
            List.of("loss", "mbls"),
            List.of("loss", "confidence-penalty"),
            List.of("loss", "maxsup"),
            List.of("adversarial", "fgsm"),
            List.of("adversarial", "pgd"));

    /** How one task is trained for a few epochs. */
    private interface Task {
        Outcome outcome(Map<String, Object> given);
    }

    /** Losses and gradients of every epoch, bit for bit. */
    private record Outcome(List<Double> losses, List<List<Float>> gradients) {}

    @BeforeAll
    static void write_files_and_list_cases() throws IOException {
        torch.set_num_threads(1);
        Path matrix = folder.resolve("matrix.csv");
        Files.writeString(matrix, "1,2,3,4\n2,1,0,1\n3,0,1,1\n4,1,1,5\n");
        Path teacher = folder.resolve("teacher.safetensors");
        try (Network network = network(9)) {
            NetworkFile.save(teacher, network, CLASSES, Map.of());
        }
        Map<String, Object> smoothed = Map.of("label_smoothing", 0.2);
        put("label_smoothing", Map.of(), 0.2);
        for (String convention : List.of("others", "binary", "online")) {
            put("smoothing_convention", smoothed, convention);
        }
        Map<String, Object> similar = with(smoothed, "smoothing_convention", "similarity");
        put("smoothing_matrix_kind", with(similar, "smoothing_matrix", matrix.toString()), "centroids");
        put("smoothing_matrix", with(similar, "smoothing_matrix", other(matrix)), matrix.toString());
        put("smoothing_neighbours", with(smoothed, "smoothing_convention", "neighbours"), 2);
        for (String schedule : List.of("warmup", "linear", "cosine")) {
            put("smoothing_schedule", smoothed, schedule);
        }
        put("smoothing_start", with(smoothed, "smoothing_schedule", "warmup"), 0.01);
        put("smoothing_warmup", with(smoothed, "smoothing_schedule", "warmup"), 0.8);
        put("smoothing_end", with(smoothed, "smoothing_schedule", "cosine"), 0.1);
        put("smoothing_off", smoothed, 2);
        put("smoothing_adaptive", smoothed, "confidence");
        put("smoothing_threshold", with(smoothed, "smoothing_adaptive", "confidence"), 0.99);
        for (String loss : List.of("focal", "flsd53", "mbls", "confidence-penalty", "maxsup", "asl")) {
            put("loss", Map.of(), loss);
        }
        put("loss_gamma", Map.of("loss", "focal"), 1.0);
        put("loss_gamma", Map.of("loss", "asl"), 1.0);
        put("loss_margin", Map.of("loss", "mbls"), 1.0);
        put("loss_margin", Map.of("loss", "asl"), 0.3);
        for (String loss : List.of("mbls", "confidence-penalty", "maxsup")) {
            put("loss_weight", Map.of("loss", loss, "loss_weight", 0.5), 0.3);
        }
        Map<String, Object> taught = Map.of("teacher", teacher.toString());
        put("teacher", Map.of(), teacher.toString());
        put("distill_temperature", taught, 1.0);
        put("distill_weight", taught, 0.9);
        put("self_distillation", Map.of(), 0.5);
        put("adversarial", Map.of(), "fgsm");
        put("adversarial", Map.of("adversarial", "fgsm"), "pgd");
        put("adversarial_epsilon", Map.of("adversarial", "fgsm"), 0.1);
        put("adversarial_steps", Map.of("adversarial", "pgd"), 1);
        put("label_noise", Map.of(), 0.4);
        put("noise", Map.of("label_noise", 0.4), "asymmetric");
        put("noise", Map.of("label_noise", 0.4), matrix.toString());
        put("noise_seed", Map.of("label_noise", 0.4), 5);
    }

    private static String other(Path matrix) throws IOException {
        Path file = matrix.resolveSibling("other.csv");
        Files.writeString(file, "5,1,1,1\n1,5,1,1\n1,1,5,1\n9,1,1,5\n");
        return file.toString();
    }

    private static Map<String, Object> with(Map<String, Object> settings, String name, Object value) {
        Map<String, Object> more = new HashMap<>(settings);
        more.put(name, value);
        return more;
    }

    private static void put(String option, Map<String, Object> under, Object value) {
        CASES.computeIfAbsent(option, name -> new ArrayList<>()).add(new Case(under, value));
    }

    @Test
    void no_option_about_labels_losses_teachers_and_attacks_is_left_out() {
        Set<String> names = new TreeSet<>();
        for (KeyGroup group : TrainKeys.ALL) {
            if (List.of("Label noise", "Label smoothing", "Class loss, teachers, attacks")
                    .contains(group.heading())) {
                group.keys().forEach(key -> names.add(key.name()));
            }
        }
        assertThat(CASES.keySet()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void every_option_changes_losses_and_gradients() {
        CASES.forEach((option, cases) -> cases.forEach(each -> changes(EveryOptionTest::outcome, option, each)));
    }

    @Test
    void every_option_changes_losses_and_gradients_of_a_detector_or_is_refused() throws IOException {
        Map<Map<String, Object>, Outcome> known = new HashMap<>(); // most cases start from the same settings
        Task detecting = given -> known.computeIfAbsent(given, DetectorSteps::outcome);
        Path teacher = DetectorSteps.teacher(folder);
        CASES.forEach((option, cases) -> cases.forEach(each -> {
            Case own = new Case(detecting(each.under(), teacher), option.equals("teacher") ? teacher : each.value());
            boolean refused = own.under().entrySet().stream()
                            .anyMatch(set -> REFUSED_DETECTING.contains(List.of(set.getKey(), set.getValue())))
                    || REFUSED_DETECTING.contains(List.of(option, own.value()));
            if (refused) {
                Settings settings = Settings.of(TrainKeys.ALL).with(with(own.under(), option, own.value()), "test");
                assertThatThrownBy(() -> ObjectiveSettings.requireDetectable(settings))
                        .as("%s = %s", option, own.value())
                        .isInstanceOf(InvalidInput.class);
            } else {
                changes(detecting, option, own);
            }
        }));
        changes(detecting, "smoothing_adaptive", new Case(Map.of("label_smoothing", 0.2), "size"));
    }

    /** The same with a teacher that detects. */
    private static Map<String, Object> detecting(Map<String, Object> under, Path teacher) {
        return under.containsKey("teacher") ? with(under, "teacher", teacher.toString()) : under;
    }

    private static void changes(Task task, String option, Case each) {
        Outcome before = task.outcome(each.under());
        Outcome after = task.outcome(with(each.under(), option, String.valueOf(each.value())));
        String what = "%s = %s under %s".formatted(option, each.value(), each.under());
        assertThat(after.losses()).as(what).isNotEqualTo(before.losses());
        assertThat(after.gradients()).as(what).isNotEqualTo(before.gradients());
    }

    /** A detector on four pictures with objects of four classes. */
    private static final class DetectorSteps {

        private static final int PICTURE = 32;
        private static final int EPOCHS = 3;
        private static final List<Sample> BOXES = boxes();

        private static List<Sample> boxes() {
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                List<Label> labels = List.of(
                        new Label(i, new Box(1, 2, 14, 15)), new Label((i + 1) % 4, new Box(8 + i, 10, 31, 29)));
                samples.add(new Sample(Path.of("d" + i), PICTURE, PICTURE, labels));
            }
            return samples;
        }

        static Path teacher(Path folder) throws IOException {
            Path file = folder.resolve("detector.safetensors");
            try (Network network = detector(9)) {
                NetworkFile.save(file, network, CLASSES, Map.of());
            }
            return file;
        }

        /** Published initialisation is nearly sure of background everywhere; here predictions vary. */
        private static Network detector(long seed) {
            Network network = YoloV8.of(Scale.N, CLASSES.size()).initialise(seed);
            try (NoGradGuard constant = new NoGradGuard();
                    Scope scope = Scope.open()) {
                network.definition()
                        .head()
                        .classBiases()
                        .forEach(bias ->
                                network.state().get(bias.name()).copy_(Tensors.of(new float[] {0.5f, -1, 0, 1}, 4)));
            }
            return network;
        }

        static Outcome outcome(Map<String, Object> given) {
            Settings settings = Settings.of(TrainKeys.ALL)
                    .with(Map.of("epochs", EPOCHS, "imgsz", PICTURE, "batch", BOXES.size()), "test")
                    .with(given, "test");
            Recipe recipe = TrainPlan.recipe(settings, CLASSES);
            List<Sample> samples = NoiseSettings.spoil(settings, BOXES, CLASSES).samples();
            try (Network network = detector(1).train();
                    Guidance guidance = ObjectiveSettings.guidance(recipe, network, CLASSES)) {
                Criterion criterion = recipe.objective().detection(CLASSES.size(), EPOCHS, guidance);
                return new Lesson(network, criterion, batch(samples)).outcome(EPOCHS, DetectorSteps::descend);
            }
        }

        /** Gradients of the class biases; a small step along those, and none along the others. */
        private static List<Float> descend(Network network) {
            List<Float> gradient = new ArrayList<>();
            try (NoGradGuard constant = new NoGradGuard()) {
                network.definition().head().classBiases().forEach(bias -> {
                    Tensor parameter = network.state().get(bias.name());
                    for (float value : Tensors.floats(parameter.grad())) {
                        gradient.add(value);
                    }
                    parameter.sub_(Tensors.mul(parameter.grad(), 0.01));
                });
                network.parameters()
                        .all()
                        .forEach(parameter -> parameter.mutable_grad().reset());
            }
            return gradient;
        }

        private static Batch batch(List<Sample> samples) {
            byte[] rgb = new byte[samples.size() * PICTURE * PICTURE * 3];
            new Random(3).nextBytes(rgb);
            int count =
                    samples.stream().mapToInt(sample -> sample.labels().size()).sum();
            int[] image = new int[count];
            int[] classes = new int[count];
            float[] boxes = new float[4 * count];
            int at = 0;
            for (int i = 0; i < samples.size(); i++) {
                for (Label label : samples.get(i).labels()) {
                    image[at] = i;
                    classes[at] = label.classIndex();
                    Box box = label.box();
                    float[] sides = {(float) box.x1(), (float) box.y1(), (float) box.x2(), (float) box.y2()};
                    System.arraycopy(sides, 0, boxes, 4 * at++, 4);
                }
            }
            List<Path> files = samples.stream().map(Sample::image).toList();
            return new Batch(PICTURE, PICTURE, rgb, image, classes, boxes, files);
        }
    }

    @Test
    void a_factor_of_zero_is_no_smoothing_bit_for_bit() {
        Outcome plain = outcome(Map.of());
        assertThat(outcome(Map.of("label_smoothing", 0.0, "smoothing_convention", "uniform")))
                .isEqualTo(plain);
        assertThat(outcome(Map.of("adversarial", "nothing", "self_distillation", 0.0)))
                .isEqualTo(plain);
    }

    private static Outcome outcome(Map<String, Object> given) {
        Settings settings = Settings.of(TrainKeys.ALL)
                .with(Map.of("epochs", EPOCHS, "imgsz", SIZE, "batch", SAMPLES.size(), "nbs", SAMPLES.size()), "test")
                .with(given, "test");
        Recipe recipe = ClassificationPlan.recipe(settings, CLASSES);
        Map<Path, ClassTarget> labels = new HashMap<>();
        for (Sample sample : NoiseSettings.spoil(settings, SAMPLES, CLASSES).samples()) {
            labels.put(sample.image(), ClassTarget.oneHot(CLASSES.size(), ClassificationSet.classIndex(sample)));
        }
        try (Network network = network(1).train();
                Guidance guidance = ObjectiveSettings.guidance(recipe, network, CLASSES)) {
            ClassificationCriterion criterion = ClassificationJob.criterion(recipe, labels, CLASSES.size(), guidance);
            return new Lesson(network, criterion, batch()).outcome(EPOCHS, EveryOptionTest::descend);
        }
    }

    /** One batch that is learned again every epoch. */
    private record Lesson(Network network, Criterion criterion, Batch batch) {

        /** @param step changes the network and gives its gradient */
        Outcome outcome(int epochs, Function<Network, List<Float>> step) {
            List<Double> losses = new ArrayList<>();
            List<List<Float>> gradients = new ArrayList<>();
            for (int epoch = 0; epoch < epochs; epoch++) {
                criterion.epoch(epoch);
                try (Scope scope = Scope.open()) {
                    Parts parts = criterion.of(network, batch);
                    parts.total().backward();
                    losses.add(parts.classes());
                    gradients.add(step.apply(network));
                }
            }
            return new Outcome(losses, gradients);
        }
    }

    /** A small step along the gradient, which is returned and cleared. */
    private static List<Float> descend(Network network) {
        List<Float> gradient = new ArrayList<>();
        try (NoGradGuard constant = new NoGradGuard()) {
            for (Tensor parameter : network.parameters().all()) {
                for (float value : Tensors.floats(parameter.grad())) {
                    gradient.add(value);
                }
                parameter.sub_(Tensors.mul(parameter.grad(), 0.0005));
                parameter.mutable_grad().zero_();
            }
        }
        return gradient;
    }

    /** Few hidden numbers: its logits on random pictures are random, some sure and some not. */
    private static Network network(long seed) {
        Network network = new Network(Mlp.definition(INPUTS, List.of(16), CLASSES.size())).initialise(seed);
        try (NoGradGuard constant = new NoGradGuard();
                Scope scope = Scope.open()) {
            network.parameters().convolutions().forEach(weight -> weight.mul_(new Scalar(10.0)));
        }
        return network;
    }

    private static List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            samples.add(new Sample(Path.of("p" + i), SIZE, SIZE, List.of(new Label(i % 4, new Box(0, 0, SIZE, SIZE)))));
        }
        return samples;
    }

    private static Batch batch() {
        byte[] rgb = new byte[SAMPLES.size() * INPUTS];
        Random random = new Random(11);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) random.nextInt(1 + 60 * (i / INPUTS % 5)); // dark pictures leave the network unsure
        }
        return new Batch(
                SIZE,
                SIZE,
                rgb,
                new int[0],
                new int[0],
                new float[0],
                SAMPLES.stream().map(Sample::image).toList());
    }
}
