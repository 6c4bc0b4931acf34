package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Mask;
import io.candor.data.Sample;
import io.candor.data.read.Fault;
import io.candor.data.synth.SynthDataset;
import io.candor.data.synth.SynthOptions;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.EvaluationSet;
import io.candor.metric.EvaluationSettings;
import io.candor.metric.Extent;
import io.candor.run.experiment.Experiment;
import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.Figure;
import io.candor.train.Outcome;
import io.candor.train.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that outline what they find, through every job. */
class SegmentationRunTest {

    @TempDir
    private static Path folder;

    private static Path data;

    @BeforeAll
    static void draw() throws IOException {
        torch.set_num_threads(1);
        SynthDataset.write(
                folder.resolve("boards"),
                SynthOptions.defaults()
                        .withImages(8, 4, 0)
                        .withSize(96)
                        .withDefects(2, 3)
                        .withLabels(SynthOptions.Labels.OUTLINES));
        data = folder.resolve("boards/data.yaml");
    }

    private static TrainRun training(String model, Path labels, Path out) {
        return SmallTraining.on(labels)
                .with(TrainKeys.MODEL, model)
                .with(TrainKeys.EPOCHS, 2)
                .with(TrainKeys.LABEL_SMOOTHING, 0.1)
                .with(TrainKeys.COPY_PASTE, 0.5)
                .with(TrainKeys.OUT, out);
    }

    @Test
    void a_network_with_masks_is_trained_judged_and_asked() throws IOException {
        passThroughAllJobs("yolov8n-seg");
    }

    @Test
    @Tag("slow")
    void another_network_with_masks_is_trained_judged_and_asked() throws IOException {
        passThroughAllJobs("yolo11n-seg");
    }

    private static void passThroughAllJobs(String name) throws IOException {
        Told listener = new Told();
        TrainRun.Result trained = training(name, data, folder.resolve(name)).run(listener, new StopRequest());
        assertThat(trained.outcome().ending()).isEqualTo(Outcome.Ending.FINISHED);
        assertThat(listener.lines)
                .anyMatch(line -> line.startsWith("Task segment:"))
                .anyMatch(line -> line.contains("score cap 0.916667"))
                .anyMatch(line -> line.contains("masks mAP50"));
        List<ResultsCsv.Row> rows = ResultsCsv.read(trained.folder().file(RunLog.RESULTS));
        assertThat(rows)
                .hasSize(2)
                .anySatisfy(row -> assertThat(row.value("train/seg_loss")).isPositive()) // some objects are too small
                .allSatisfy(row -> assertThat(row.value("val/seg_loss")).isPositive());
        assertThat(Files.readString(trained.folder().file(ArgsYaml.FILE))).contains("task: segment");

        Path best = trained.outcome().bestWeights();
        EvaluateRun.Result judged = EvaluateRun.of(best, data)
                .with(EvaluateKeys.IMGSZ, 64)
                .with(EvaluateKeys.WORKERS, 1)
                .with(EvaluateKeys.CONF, 0.0001)
                .with(EvaluateKeys.RESAMPLES, 10)
                .with(EvaluateKeys.OUT, folder.resolve(name + "-judged"))
                .run();
        assertThat(judged.detections()).isNotEmpty();
        assertThat(judged.masks()).isPresent();
        JsonNode json = read(judged.folder().file(Judgement.FILE));
        assertThat(json.path("masks").path("coco").isObject()).isTrue();
        assertThat(json.path("masks").path("calibration").path("definition").toString())
                .contains("of masks");

        Path predictions = judged.folder().file(Judgement.PREDICTIONS);
        assertThat(read(predictions).get(0).path("segmentation").path("counts").isTextual())
                .isTrue();
        EvaluationSet set = JudgedSplit.of(
                        Settings.of(CalibrateKeys.ALL)
                                .with(TrustKeys.PREDICTIONS, predictions)
                                .with(TrustKeys.DATA, data)
                                .with(TrustKeys.OVERLAP, "mask"),
                        RunListener.SILENT)
                .set();
        assertThat(set.extent()).isEqualTo(Extent.MASK);
        assertThat(set.detections()).isEqualTo(judged.evaluation().detections());
        DetectionEvaluation written = DetectionEvaluation.of(set, EvaluationSettings.defaults());
        assertThat(written.map50_95()).isEqualTo(judged.masks().get().map50_95(), within(1e-6));
        assertThat(written.calibration().expected().value())
                .isEqualTo(judged.masks().get().calibration().expected().value(), within(1e-6));
        judged.detections().values().stream().flatMap(List::stream).forEach(one -> {
            Box pixels = one.mask().orElseThrow().bounds();
            if (pixels.area() > 0) {
                assertThat(pixels.x1()).isGreaterThanOrEqualTo(one.box().x1());
                assertThat(pixels.y1()).isGreaterThanOrEqualTo(one.box().y1());
                assertThat(pixels.x2()).isLessThan(one.box().x2() + 1);
                assertThat(pixels.y2()).isLessThan(one.box().y2() + 1);
            }
        });

        judgeWithABoxAmongOutlines(best);

        PredictRun.Result found = PredictRun.of(
                        best, List.of(data.resolveSibling("images").resolve("val")))
                .with(PredictKeys.CONF, 0.0)
                .with(PredictKeys.MAX_DET, 5)
                .with(PredictKeys.OUT, folder.resolve(name + "-found"))
                .run();
        assertThat(found.predictions()).hasSize(4);
        assertThat(found.predictions().get(0).detections())
                .allSatisfy(one -> assertThat(one.mask()).isPresent());
    }

    /** An image that has an object without an outline is left out, and told; by boxes it counts. */
    private static void judgeWithABoxAmongOutlines(Path best) throws IOException {
        String name = best.getParent().getParent().getFileName().toString();
        Path mixed = folder.resolve(name + "-mixed/data.yaml");
        SynthDataset.write(
                mixed.getParent(),
                SynthOptions.defaults()
                        .withImages(4, 4, 0)
                        .withSize(96)
                        .withDefects(2, 3)
                        .withLabels(SynthOptions.Labels.OUTLINES));
        try (Stream<Path> rows = Files.list(mixed.resolveSibling("labels").resolve("val"))) {
            Path one = rows.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            Files.writeString(one, Files.readString(one) + "0 0.5 0.5 0.2 0.2\n");
        }
        EvaluateRun judging = EvaluateRun.of(best, mixed)
                .with(EvaluateKeys.IMGSZ, 64)
                .with(EvaluateKeys.CONF, 0.0001)
                .with(EvaluateKeys.RESAMPLES, 10)
                .with(EvaluateKeys.EXIST_OK, true)
                .with(EvaluateKeys.OUT, folder.resolve(name + "-mixed-judged"));
        Told listener = new Told();
        EvaluateRun.Result both = judging.run(listener);
        assertThat(both.masks()).isPresent();
        assertThat(both.evaluation().images()).isEqualTo(3);
        assertThat(listener.lines).anyMatch(line -> line.startsWith("Skipped 1 x no outline"));
        JudgedFiles files = JudgedFiles.ofFolder(both.folder().path(), Settings.of(ReportKeys.ALL));
        assertThat(files.set().images()).hasSize(3); // nobody looked for what is on the other
        EvaluateRun.Result boxes = judging.with(EvaluateKeys.OVERLAP, "box").run();
        assertThat(boxes.masks()).isEmpty();
        assertThat(boxes.evaluation().images()).isEqualTo(4);
        EvaluateRun.Result nothing = judging.with(EvaluateKeys.CONF, 0.999).run();
        assertThat(nothing.evaluation().detections()).isZero();
        assertThat(nothing.masks()).isPresent(); // told by the task, not by what was found
        Settings split = Settings.of(CalibrateKeys.ALL)
                .with(TrustKeys.MODEL, best)
                .with(TrustKeys.DATA, mixed)
                .with(TrustKeys.IMGSZ, 64);
        assertThat(JudgedSplit.of(split.with(TrustKeys.OVERLAP, "mask"), listener)
                        .set()
                        .images())
                .hasSize(3);
        assertThat(listener.lines).anyMatch(line -> line.contains("have a box but no outline"));
        assertThat(JudgedSplit.of(split, listener).set().images()).hasSize(4);
    }

    @Test
    void comparisons_judge_masks_unless_boxes_are_asked_for() throws IOException {
        CompareRun comparing = comparing("yolov8n-seg");
        CompareRun.Result compared = comparing.run(RunListener.SILENT, new StopRequest());
        assertThat(Files.readString(compared.report())).contains("compared with the objects by masks");
        Path one = folder.resolve("compared/epsilon-0.2/seed-0/evaluation");
        Block block = compared.experiment().orElseThrow().blocks().get(0);
        assertThat(block.row(Figure.MAP50_95).cells().get(1).perSeed())
                .singleElement()
                .satisfies(ap -> assertThat(ap)
                        .isEqualTo(
                                read(one.resolve(Judgement.FILE))
                                        .at("/masks/map50_95")
                                        .asDouble(Double.NaN),
                                within(1e-6)));
        assertThat(block.arms().get(0).curves())
                .extracting(Experiment.Curve::column)
                .contains("metrics/mAP50-95(M)", "metrics/mAP50-95(B)");

        CompareRun.Result boxes = comparing.with(CompareKeys.OVERLAP, "box").run(RunListener.SILENT, new StopRequest());
        assertThat(Files.readString(boxes.report())).contains("of their boxes alone");
    }

    @Test
    void comparisons_by_masks_take_networks_with_masks() {
        assertThatThrownBy(() -> comparing("yolov8n")
                        .with(CompareKeys.OVERLAP, "mask")
                        .with(CompareKeys.OUT, folder.resolve("maskless"))
                        .run(RunListener.SILENT, new StopRequest()))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        refused -> assertThat(refused.help()).isEqualTo("no-masks"))
                .hasMessageContaining("'epsilon 0, seed 0' trains a network without masks");
    }

    private static CompareRun comparing(String model) {
        return SmallTraining.compared(data)
                .with(TrainKeys.MODEL, model)
                .with(CompareKeys.OUT, folder.resolve("compared"));
    }

    private static JsonNode read(Path file) throws IOException {
        return new JsonMapper().readTree(file.toFile());
    }

    @Test
    void outlines_are_written_as_rows_with_the_confidence_behind() {
        Mask mask = Mask.where(20, 10, (x, y) -> x >= 5 && x < 10 && y >= 2 && y < 4);
        Detection found = new Detection(3, .5, mask.bounds(), Optional.of(mask));
        PredictRun.Prediction prediction = new PredictRun.Prediction(Path.of("a.png"), 20, 10, List.of(found));

        assertThat(PredictionFiles.rows(prediction).strip())
                .isEqualTo("3 0.500000 0.200000 0.500000 0.400000 0.250000 0.400000 0.250000 0.200000 0.500000");
        Mask nothing = Mask.where(20, 10, (x, y) -> false);
        Detection speck = new Detection(3, .5, mask.bounds(), Optional.of(nothing));
        assertThat(PredictionFiles.rows(new PredictRun.Prediction(Path.of("a.png"), 20, 10, List.of(speck)))
                        .strip())
                .isEqualTo("3 0.375000 0.300000 0.250000 0.200000 0.500000");
    }

    @Test
    void boxes_alone_cannot_teach_masks() {
        Path boxes = DrawnBoards.in(folder.resolve("boxes"));
        assertThatThrownBy(() -> training("yolov8n-seg", boxes, folder.resolve("refused"))
                        .run())
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        refused -> assertThat(refused.help()).isEqualTo("no-outlines"))
                .hasMessageContaining("0 of ")
                .hasMessageContaining("yolov8n");
        assertThat(Files.exists(folder.resolve("refused"))).isFalse();
    }

    @Test
    void images_with_mixed_rows_are_left_out_and_listed() {
        double[] outline = {1, 1, 9, 1, 9, 9};
        Label outlined = new Label(0, new Box(1, 1, 9, 9), outline);
        Label box = new Label(0, new Box(20, 20, 30, 30));
        Sample good = new Sample(Path.of("good.png"), 40, 40, List.of(outlined));
        Sample mixed = new Sample(Path.of("mixed.png"), 40, 40, List.of(outlined, box));
        Sample empty = new Sample(Path.of("empty.png"), 40, 40, List.of());

        Outlines chosen = Outlines.of(List.of(good, mixed, empty), Path.of("data.yaml"));

        assertThat(chosen.samples()).containsExactly(good, empty);
        assertThat(chosen.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.fault()).isEqualTo(Fault.NO_OUTLINE);
            assertThat(skipped.reason()).isEqualTo("1 of 2 objects have a box but no outline");
        });
        assertThatThrownBy(() -> Outlines.of(List.of(mixed, empty), Path.of("data.yaml")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("1 of 2 objects have an outline");
    }

    @Test
    void a_task_that_the_network_is_not_for_is_refused() {
        assertThatThrownBy(() -> training("yolov8n", data, folder.resolve("detector"))
                        .with(TrainKeys.TASK, "segment")
                        .run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("found yolov8n, a network to detect; expected one to segment");
        assertThatThrownBy(() -> training("yolov8n-seg", data, folder.resolve("segmenter"))
                        .with(TrainKeys.TASK, "detect")
                        .run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("found yolov8n-seg, a network to segment; expected one to detect");
    }
}
