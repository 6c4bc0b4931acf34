package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.SmallCnn;
import io.candor.network.YoloV8;
import io.candor.train.Outcome;
import io.candor.train.StopRequest;
import io.candor.weights.NetworkFile;
import io.candor.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainRunTest {

    @TempDir
    private static Path folder;

    private static TrainRun small;

    @BeforeAll
    static void draw() {
        small = SmallTraining.on(DrawnBoards.in(folder.resolve("boards")))
                .with(TrainKeys.EPOCHS, 2)
                .with(TrainKeys.IMGSZ, 60);
    }

    @Test
    void a_run_leaves_everything_in_its_folder_and_says_what_it_does() throws IOException {
        Told listener = new Told();
        TrainRun.Result result = small.with(TrainKeys.OUT, folder.resolve("whole"))
                .with(TrainKeys.TENSORBOARD, true)
                .with(TrainKeys.LABEL_SMOOTHING, 0.1)
                .run(listener, new StopRequest());

        assertThat(result.outcome().ending()).isEqualTo(Outcome.Ending.FINISHED);
        assertThat(result.evaluation()).isPresent();
        assertThat(names(result.folder().path()))
                .contains(
                        "args.yaml",
                        "results.csv",
                        "results.png",
                        "confidence.csv",
                        "evaluation.json",
                        "BoxPR_curve.png",
                        "BoxF1_curve.png",
                        "BoxP_curve.png",
                        "BoxR_curve.png",
                        "confusion_matrix.png",
                        "confidence_histogram.png",
                        "train_sample",
                        "train_batch0.jpg",
                        "train_batch1.jpg",
                        "val_batch0_labels.jpg",
                        "val_batch0_pred.jpg",
                        "weights")
                .anyMatch(name -> name.startsWith("events.out.tfevents"))
                .noneMatch(name -> name.endsWith(".tmp") || name.endsWith(".part"));
        assertThat(names(result.folder().weights()))
                .containsExactlyInAnyOrder("best.safetensors", "last.safetensors", "last.state.safetensors");
        assertThat(ResultsCsv.read(result.folder().file("results.csv")))
                .extracting(ResultsCsv.Row::epoch)
                .containsExactly(1, 2);
        assertThat(Files.readAllLines(result.folder().file("confidence.csv"))).hasSize(1 + 2 * 4);
        assertThat(listener.lines)
                .contains("imgsz 60 is not a multiple of 32: using 64.")
                .anyMatch(line -> line.contains("yolov8n from scratch"))
                .anyMatch(line -> line.contains("score cap 0.916667"))
                .anyMatch(line -> line.startsWith("Precision fp32 on cpu, channels-last"));
    }

    @Test
    void what_cannot_fit_into_memory_is_refused_before_anything_is_written() {
        Path out = folder.resolve("too-large");
        TrainRun run = small.with(TrainKeys.OUT, out).with(TrainKeys.IMGSZ, 32_000);

        assertThatThrownBy(run::run)
                .isInstanceOf(InvalidInput.class)
                .extracting(thrown -> ((InvalidInput) thrown).help())
                .isEqualTo("batch-larger-than-memory");
        assertThat(out).doesNotExist();
    }

    @Test
    void a_stopped_run_goes_on_to_the_weights_of_the_unbroken_one() throws IOException {
        Path unbroken = folder.resolve("unbroken");
        small.with(TrainKeys.OUT, unbroken).run();

        Path broken = folder.resolve("broken");
        StopRequest stop = new StopRequest();
        stop.make();
        TrainRun.Result stopped = small.with(TrainKeys.OUT, broken).run(RunListener.SILENT, stop);
        assertThat(stopped.outcome().ending()).isEqualTo(Outcome.Ending.STOPPED);
        assertThat(stopped.evaluation()).isEmpty();

        Told listener = new Told();
        TrainRun.Result resumed = new TrainRun(Settings.of(TrainKeys.ALL)
                        .with(TrainKeys.RESUME, "true")
                        .with(TrainKeys.OUT, broken)
                        .with(TrainKeys.EPOCHS, 5))
                .run(listener, new StopRequest());

        assertThat(resumed.outcome().ending()).isEqualTo(Outcome.Ending.FINISHED);
        assertThat(listener.lines).anyMatch(line -> line.contains("not used: --epochs 5 (the run has 2)"));
        assertSameWeights(broken.resolve("weights/last.safetensors"), unbroken.resolve("weights/last.safetensors"));
        assertThat(ResultsCsv.read(broken.resolve("results.csv"))).hasSize(2);
    }

    @Test
    void a_teacher_and_a_former_self_take_part_in_training_and_survive_a_stop() throws IOException {
        Path teacher = small.with(TrainKeys.OUT, folder.resolve("untaught"))
                .run()
                .outcome()
                .lastWeights();
        Path taught = small.with(TrainKeys.OUT, folder.resolve("taught"))
                .with(TrainKeys.TEACHER, teacher)
                .run()
                .outcome()
                .lastWeights();
        TrainRun self = small.with(TrainKeys.SELF_DISTILLATION, 0.5);
        Path whole =
                self.with(TrainKeys.OUT, folder.resolve("self")).run().outcome().lastWeights();
        assertOtherWeights(taught, teacher);
        assertOtherWeights(whole, teacher);

        StopRequest stop = new StopRequest();
        TrainRun stopped = self.with(TrainKeys.OUT, folder.resolve("self-stopped"));
        stopped.run(
                new Told() {
                    @Override
                    public void say(String line) {
                        if (line.startsWith("epoch 1/")) {
                            stop.make();
                        }
                    }
                },
                stop);
        assertSameWeights(stopped.with(TrainKeys.RESUME, "true").run().outcome().lastWeights(), whole);
    }

    private static void assertOtherWeights(Path a, Path b) {
        var other = WeightFile.read(b).tensors();
        assertThat(WeightFile.read(a).tensors().entrySet())
                .anyMatch(own -> !java.util.Arrays.equals(
                        own.getValue().floats(), other.get(own.getKey()).floats()));
    }

    @Test
    void a_teacher_with_other_classes_or_of_another_task_is_refused() throws IOException {
        Path out = folder.resolve("refused");
        Path other = folder.resolve("other.safetensors");
        try (Network network = YoloV8.of(Scale.N, 2)) {
            NetworkFile.save(other, network, new Classes(List.of("hole", "spur")), Map.of());
        }
        Path pictures = folder.resolve("pictures.safetensors");
        try (Network network = new Network(SmallCnn.definition(2)).initialise(1)) {
            NetworkFile.save(pictures, network, new Classes(List.of("hole", "spur")), Map.of());
        }
        TrainRun run = small.with(TrainKeys.OUT, out);
        refused(run.with(TrainKeys.TEACHER, other), "teacher", "the teacher knows the classes [hole, spur]");
        refused(run.with(TrainKeys.TEACHER, pictures), "weights-task", "pictures.safetensors");
        refused(run.with(TrainKeys.ADVERSARIAL, "fgsm"), "adversarial", "this run trains a detector");
        refused(run.with(TrainKeys.DISTILL_WEIGHT, 0.2), "teacher", "found without --teacher");
        assertThat(out).doesNotExist();
    }

    @Test
    void a_run_killed_before_its_first_checkpoint_starts_again() throws IOException {
        Path out = Files.createDirectories(folder.resolve("killed"));
        Files.writeString(
                out.resolve("args.yaml"),
                ArgsYaml.text(small.with(TrainKeys.EPOCHS, 1).settings()));
        TrainRun.Result result = new TrainRun(Settings.of(TrainKeys.ALL).with(TrainKeys.RESUME, out.toString())).run();
        assertThat(result.outcome().epochs()).isEqualTo(1);
        assertThat(result.folder().path()).isEqualTo(out);
    }

    @Test
    void what_cannot_be_used_is_refused_before_anything_is_written() {
        Path out = folder.resolve("refused");
        TrainRun run = small.with(TrainKeys.OUT, out);
        refused(run.with(TrainKeys.LABEL_SMOOTHING, 1.5), "label-smoothing", "1.5");
        refused(run.with(TrainKeys.MODEL, "yolov8n.pt"), "weights-file", "yolov8n.pt");
        refused(run.with(TrainKeys.DEVICE, "cuda:7"), "device", "cuda:7");
        refused(run.with(TrainKeys.BATCH, 2_000_000).with(TrainKeys.DATA, folder.resolve("none.yaml")), null, "none");
        refused(run.with(TrainKeys.RESUME, "true"), "resume-checkpoint", "refused");
        assertThat(out).doesNotExist();
    }

    private static void refused(TrainRun run, String help, String mentioned) {
        assertThatThrownBy(run::run)
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(mentioned)
                .satisfies(thrown -> {
                    if (help != null) {
                        assertThat(((InvalidInput) thrown).help()).isEqualTo(help);
                    }
                });
    }

    private static void assertSameWeights(Path a, Path b) {
        var left = WeightFile.read(a).tensors();
        var right = WeightFile.read(b).tensors();
        assertThat(left.keySet()).isEqualTo(right.keySet());
        left.forEach((name, tensor) ->
                assertThat(tensor.floats()).as(name).isEqualTo(right.get(name).floats()));
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
