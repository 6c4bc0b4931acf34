package io.candor.run;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.Classes;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.read.ImageWriter;
import io.candor.metric.ClassificationFigure;
import io.candor.network.Network;
import io.candor.network.SmallCnn;
import io.candor.network.Task;
import io.candor.train.Outcome;
import io.candor.train.StopRequest;
import io.candor.weights.NetworkFile;
import io.candor.weights.Safetensors;
import io.candor.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassificationRunTest {

    private static final List<String> NAMES = List.of("blue", "green", "red");

    @TempDir
    private static Path folder;

    private static Path pictures;
    private static TrainRun small;
    private static TrainRun.Result trained;
    private static final Told LISTENER = new Told();

    @BeforeAll
    static void draw_and_train_once() throws IOException {
        pictures = pictures(folder.resolve("pictures"));
        small = TrainRun.on(pictures)
                .with(TrainKeys.MODEL, "cnn-small")
                .with(TrainKeys.EPOCHS, 6)
                .with(TrainKeys.BATCH, 8)
                .with(TrainKeys.LR0, 0.01)
                .with(TrainKeys.WARMUP_EPOCHS, 0.0)
                .with(TrainKeys.WORKERS, 1)
                .with(TrainKeys.DEVICE, "cpu")
                .with(TrainKeys.PRECISION, "fp32");
        trained = small.with(TrainKeys.OUT, folder.resolve("whole")).run(LISTENER, new StopRequest());
    }

    /** Pictures of 16 x 16 noisy pixels whose colour is their class: 12 to learn from and 6 to judge by, per class. */
    private static Path pictures(Path place) throws IOException {
        Random random = new Random(3);
        for (int k = 0; k < NAMES.size(); k++) {
            for (int i = 0; i < 18; i++) {
                byte[] bgr = new byte[16 * 16 * 3];
                for (int p = 0; p < bgr.length; p++) {
                    bgr[p] = (byte) (p % 3 == k ? 120 + random.nextInt(120) : random.nextInt(120));
                }
                Path split = place.resolve(i < 12 ? "train" : "val").resolve(NAMES.get(k));
                Files.createDirectories(split);
                ImageWriter.write(new Image(16, 16, bgr), split.resolve("p%02d.png".formatted(i)));
            }
        }
        return place;
    }

    @Test
    void it_learns_and_leaves_everything_in_its_folder() throws IOException {
        assertThat(trained.outcome().ending()).isEqualTo(Outcome.Ending.FINISHED);
        assertThat(trained.classification()
                        .orElseThrow()
                        .figure(ClassificationFigure.TOP1)
                        .value())
                .isGreaterThan(0.9);
        assertThat(names(trained.folder().path()))
                .contains(
                        "args.yaml",
                        "results.csv",
                        "results.png",
                        "confidence.csv",
                        "evaluation.json",
                        "predictions.csv",
                        "confusion_matrix.png",
                        "confidence_histogram.png",
                        "train_sample",
                        "train_batch0.jpg",
                        "weights");
        List<ResultsCsv.Row> rows = ResultsCsv.read(trained.folder().file("results.csv"));
        assertThat(rows).hasSize(6);
        assertThat(rows.get(5).values())
                .containsKeys(
                        "train/loss",
                        "metrics/accuracy_top1",
                        "metrics/accuracy_top5",
                        "val/loss",
                        "metrics/nll",
                        "metrics/ece",
                        "lr/pg0")
                .containsEntry("smoothing/epsilon", 0.1);
        assertThat(rows.get(5).value("train/loss")).isLessThan(rows.get(0).value("train/loss"));
    }

    @Test
    void task_and_default_factor_are_said_and_recorded() throws IOException {
        assertThat(LISTENER.lines)
                .anyMatch(line -> line.startsWith("Task classify") && line.contains("smoothed by 0.1"))
                .anyMatch(line -> line.contains("cnn-small from scratch"))
                .anyMatch(line -> line.contains("36 pictures to train on, 18 to validate on, 16 x 16"));
        assertThat(Files.readString(trained.folder().file("args.yaml")))
                .contains("task: classify")
                .contains("label_smoothing: 0.1")
                .contains("imgsz: 16");
        assertThat(Safetensors.contents(trained.outcome().bestWeights()).metadata())
                .containsEntry("task", "classify")
                .containsEntry("network", "cnn-small")
                .containsEntry("classes", "[\"blue\",\"green\",\"red\"]")
                .hasEntrySatisfying("training", text -> assertThat(text).contains("\"label_smoothing\":\"0.1\""));
    }

    @Test
    void a_stopped_run_resumes_to_the_same_bits() throws IOException {
        StopRequest stop = new StopRequest();
        TrainRun run = small.with(TrainKeys.OUT, folder.resolve("stopped"));
        assertThat(run.run(stoppingAfter("epoch 3/", stop), stop).outcome().ending())
                .isEqualTo(Outcome.Ending.STOPPED);
        TrainRun.Result resumed = run.with(TrainKeys.RESUME, "true").run();
        assertThat(resumed.outcome().ending()).isEqualTo(Outcome.Ending.FINISHED);
        var whole = WeightFile.read(trained.outcome().lastWeights()).tensors();
        var parts = WeightFile.read(resumed.outcome().lastWeights()).tensors();
        whole.forEach(
                (name, tensor) -> assertThat(parts.get(name).floats()).as(name).isEqualTo(tensor.floats()));
        assertThat(ResultsCsv.read(resumed.folder().file("results.csv"))).hasSize(6);
    }

    @Test
    void its_evaluation_says_what_training_said_and_its_table_is_read_back() throws IOException {
        EvaluateClassifierRun.Result result = EvaluateClassifierRun.of(
                        trained.outcome().bestWeights(), pictures)
                .with(EvaluateKeys.OUT, folder.resolve("evaluated"))
                .with(EvaluateKeys.RESAMPLES, 10)
                .with(EvaluateKeys.PRECISION, "fp32")
                .run();
        EvaluateFileRun.Result read = EvaluateFileRun.of(result.folder().file("predictions.csv"))
                .with(EvaluateKeys.OUT, folder.resolve("read"))
                .with(EvaluateKeys.RESAMPLES, 10)
                .run();
        for (ClassificationFigure figure :
                List.of(ClassificationFigure.TOP1, ClassificationFigure.NLL, ClassificationFigure.BRIER)) {
            double value = result.evaluation().figure(figure).value();
            assertThat(trained.classification().orElseThrow().figure(figure).value())
                    .isCloseTo(value, within(1e-6));
            assertThat(read.classification().orElseThrow().figure(figure).value())
                    .isCloseTo(value, within(1e-6));
        }
        assertThat(names(result.folder().path())).contains("evaluation.json", "confusion_matrix.png");
        JsonNode json = new JsonMapper()
                .readTree(result.folder().file("evaluation.json").toFile());
        assertThat(json.at("/provenance/imgsz").asInt()).isEqualTo(16);
        assertThat(json.at("/figures/ece/definition").isMissingNode()).isFalse();
    }

    /** Folders of pictures were once ordered otherwise, and tables have the order of their columns. */
    @Test
    void classes_in_another_order_are_taken_by_name() throws IOException {
        List<String> rows = new ArrayList<>(List.of("path,red,blue,green,split"));
        try (Stream<Path> files = Files.walk(pictures)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getParent().getFileName().toString();
                rows.add("%s,%s,%s"
                        .formatted(
                                file,
                                Stream.of("red", "blue", "green")
                                        .map(each -> each.equals(name) ? "0.8" : "0.1")
                                        .collect(joining(",")),
                                file.getParent().getParent().getFileName()));
            }
        }
        Told listener = new Told();
        EvaluateClassifierRun.Result result = EvaluateClassifierRun.of(
                        trained.outcome().bestWeights(), Files.write(folder.resolve("ordered.csv"), rows))
                .with(EvaluateKeys.OUT, folder.resolve("ordered"))
                .with(EvaluateKeys.RESAMPLES, 10)
                .run(listener);
        for (ClassificationFigure figure : List.of(ClassificationFigure.TOP1, ClassificationFigure.NLL)) {
            assertThat(result.evaluation().figure(figure).value())
                    .isCloseTo(
                            trained.classification()
                                    .orElseThrow()
                                    .figure(figure)
                                    .value(),
                            within(1e-6));
        }
        assertThat(Files.readAllLines(result.folder().file("predictions.csv")).get(0))
                .contains("blue,green,red");
        assertThat(listener.lines).anyMatch(line -> line.contains("in another order"));
    }

    @Test
    void attacks_leave_less_of_its_accuracy_the_larger_they_are() throws IOException {
        List<Double> left = new ArrayList<>();
        for (double epsilon : List.of(0.0, 0.3)) {
            EvaluateClassifierRun.Result result = EvaluateClassifierRun.of(
                            trained.outcome().bestWeights(), pictures)
                    .with(EvaluateKeys.OUT, folder.resolve("attacked" + epsilon))
                    .with(EvaluateKeys.RESAMPLES, 10)
                    .with(EvaluateKeys.PRECISION, "fp32")
                    .with(EvaluateKeys.ADVERSARIAL, "pgd")
                    .with(EvaluateKeys.ADVERSARIAL_EPSILON, epsilon)
                    .run();
            JsonNode json = new JsonMapper()
                    .readTree(result.folder().file("evaluation.json").toFile());
            assertThat(json.at("/robustness/attack").asText()).isEqualTo("pgd");
            left.add(json.at("/robustness/accuracy").asDouble());
        }
        assertThat(left.get(0))
                .isEqualTo(trained.classification()
                        .orElseThrow()
                        .figure(ClassificationFigure.TOP1)
                        .value());
        assertThat(left.get(1)).isLessThan(left.get(0) - 0.2);
    }

    @Test
    void a_teacher_and_a_former_self_take_part_in_training_and_survive_a_stop() throws IOException {
        TrainRun taught = small.with(TrainKeys.EPOCHS, 3)
                .with(TrainKeys.TEACHER, trained.outcome().bestWeights())
                .with(TrainKeys.OUT, folder.resolve("taught"));
        assertThat(taught.run().outcome().ending()).isEqualTo(Outcome.Ending.FINISHED);
        TrainRun self = small.with(TrainKeys.EPOCHS, 3).with(TrainKeys.SELF_DISTILLATION, 0.5);
        Path whole =
                self.with(TrainKeys.OUT, folder.resolve("self")).run().outcome().lastWeights();
        StopRequest stop = new StopRequest();
        TrainRun stopped = self.with(TrainKeys.OUT, folder.resolve("self-stopped"));
        stopped.run(stoppingAfter("epoch 2/", stop), stop);
        Path parts = stopped.with(TrainKeys.RESUME, "true").run().outcome().lastWeights();
        var expected = WeightFile.read(whole).tensors();
        WeightFile.read(parts)
                .tensors()
                .forEach((name, tensor) -> assertThat(tensor.floats())
                        .as(name)
                        .isEqualTo(expected.get(name).floats()));
    }

    @Test
    void its_predictions_are_probabilities_of_every_class() throws IOException {
        PredictClassifierRun.Result result = PredictClassifierRun.of(
                        trained.outcome().bestWeights(),
                        List.of(pictures.resolve("val").resolve("red")))
                .with(PredictKeys.OUT, folder.resolve("predicted"))
                .run();
        assertThat(result.predictions()).hasSize(6);
        for (PredictClassifierRun.Prediction prediction : result.predictions()) {
            assertThat(prediction.probabilities().stream().mapToDouble(p -> p).sum())
                    .isCloseTo(1, within(1e-9));
            assertThat(prediction.top(5)).hasSize(3).startsWith(2);
        }
        JsonNode json = new JsonMapper()
                .readTree(result.folder().file("predictions.json").toFile());
        assertThat(json.at("/images/0/name").asText()).isEqualTo("red");
        assertThat(json.at("/images/0/top").size()).isEqualTo(3);
        assertThat(Files.readAllLines(result.folder().file("predictions.csv")))
                .hasSize(7)
                .first()
                .isEqualTo("image,prediction,confidence,blue,green,red");
    }

    /** Of invented pictures on which the model would be right half of the time and say so with .8. */
    private static Path calibration(Path model, String method) throws IOException {
        Random random = new Random(7);
        List<String> lines = new ArrayList<>(List.of("image,blue,green,red,label"));
        for (int i = 0; i < 120; i++) {
            int said = random.nextInt(3);
            int shown = random.nextBoolean() ? said : (said + 1 + random.nextInt(2)) % 3;
            lines.add("invented%d.png,%s,%s,%s,%s"
                    .formatted(i, said == 0 ? .8 : .1, said == 1 ? .8 : .1, said == 2 ? .8 : .1, NAMES.get(shown)));
        }
        return CalibrateClassifierRun.of(Files.write(folder.resolve(method + ".csv"), lines))
                .with(TrustKeys.MODEL, model)
                .with(CalibrateKeys.METHOD, method)
                .with(CalibrateKeys.OUT, folder.resolve(method + ".json"))
                .with(TrustKeys.RESAMPLES, 10)
                .run()
                .file();
    }

    @Test
    void its_calibration_is_applied_by_predict_and_evaluate() throws IOException {
        Path model = trained.outcome().bestWeights();
        Path calibration = calibration(model, "temperature");
        JsonNode fitted = new JsonMapper().readTree(calibration.toFile());
        assertThat(fitted.get("model_sha256").asText()).isEqualTo(Contents.sha256(model));
        double temperature = fitted.at("/calibrator/temperature").asDouble();
        PredictClassifierRun predict = PredictClassifierRun.of(
                        model, List.of(pictures.resolve("val").resolve("red")))
                .with(PredictKeys.EXIST_OK, true)
                .with(PredictKeys.OUT, folder.resolve("calibrated"));
        List<Double> raw = predict.run().predictions().get(0).probabilities();
        PredictClassifierRun.Result result =
                predict.with(PredictKeys.CALIBRATION, calibration.toString()).run();
        double[] expected =
                raw.stream().mapToDouble(p -> Math.pow(p, 1 / temperature)).toArray();
        double sum = java.util.Arrays.stream(expected).sum();
        assertThat(temperature).isNotCloseTo(1, within(.01));
        for (int k = 0; k < expected.length; k++) {
            assertThat(result.predictions().get(0).probabilities().get(k)).isCloseTo(expected[k] / sum, within(1e-6));
        }
        JsonNode json = new JsonMapper()
                .readTree(result.folder().file("predictions.json").toFile());
        assertThat(json.get("calibration").asText()).isEqualTo(calibration.toString());
        EvaluateClassifierRun evaluate = EvaluateClassifierRun.of(model, pictures)
                .with(EvaluateKeys.RESAMPLES, 10)
                .with(EvaluateKeys.OUT, folder.resolve("judged"))
                .with(EvaluateKeys.CALIBRATION, calibration.toString());
        EvaluateClassifierRun.Result judged = evaluate.run();
        assertThat(judged.evaluation().figure(ClassificationFigure.NLL).value())
                .isNotCloseTo(
                        trained.classification()
                                .orElseThrow()
                                .figure(ClassificationFigure.NLL)
                                .value(),
                        within(1e-4));
        assertThat(WrittenConfidences.applied(judged.folder().file("predictions.csv")))
                .hasValue(calibration.toString());
        assertThatThrownBy(() -> evaluate.with(EvaluateKeys.ADVERSARIAL, "fgsm").run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("not both");
    }

    @Test
    void its_exported_file_predicts_as_it_does_and_is_calibrated_by_what_lies_beside_it() throws IOException {
        Path model = trained.outcome().bestWeights();
        Path calibration = calibration(model, "temperature");
        Path own = Files.createDirectories(folder.resolve("onnx"));
        Path onnx = ExportRun.of(model)
                .with(ExportKeys.OUT, own.resolve("exported.onnx"))
                .run()
                .file();
        List<Path> source = List.of(pictures.resolve("val").resolve("red"));
        PredictClassifierRun weights = PredictClassifierRun.of(model, source)
                .with(PredictKeys.EXIST_OK, true)
                .with(PredictKeys.PRECISION, "fp32")
                .with(PredictKeys.OUT, folder.resolve("weights"));
        PredictClassifierRun exported = PredictClassifierRun.of(onnx, source)
                .with(PredictKeys.EXIST_OK, true)
                .with(PredictKeys.OUT, folder.resolve("exported"));
        assertThat(PredictClassifierRun.isAskedFor(exported.settings())).isTrue();
        assertSame(exported.run(), weights.run());
        Files.copy(calibration, own.resolve("exported.calibration.json"), StandardCopyOption.REPLACE_EXISTING);
        assertSame(
                exported.run(),
                weights.with(PredictKeys.CALIBRATION, calibration.toString()).run());
        assertThatThrownBy(() -> exported.with(PredictKeys.CALIBRATION, calibration.toString())
                        .run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("what lies beside");
        assertThatThrownBy(() -> exported.with(PredictKeys.IMGSZ, 1000).run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("takes images of");
    }

    @Test
    void its_exported_file_is_refused_where_detectors_are_judged() throws IOException {
        Path onnx = ExportRun.of(trained.outcome().bestWeights())
                .with(ExportKeys.NO_VERIFY, true)
                .with(ExportKeys.OUT, folder.resolve("judged.onnx"))
                .run()
                .file();
        Path out = folder.resolve("unjudged");
        for (ThrowingCallable run : List.<ThrowingCallable>of(
                () -> EvaluateRun.of(onnx, pictures)
                        .with(EvaluateKeys.OUT, out)
                        .with(EvaluateKeys.ADVERSARIAL, "pgd")
                        .run(),
                () -> CalibrateRun.of(onnx, pictures)
                        .with(CalibrateKeys.OUT, out)
                        .run(),
                () -> DecideRun.of(onnx, pictures).with(DecideKeys.OUT, out).run())) {
            assertThatThrownBy(run)
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("judged.onnx is an exported classifier")
                    .hasMessageContaining("candor predict");
        }
        Path weights = trained.outcome().bestWeights();
        for (ThrowingCallable run : List.<ThrowingCallable>of(
                () -> CalibrateRun.of(weights, pictures)
                        .with(CalibrateKeys.OUT, out)
                        .run(),
                () -> DecideRun.of(weights, pictures).with(DecideKeys.OUT, out).run())) {
            assertThatThrownBy(run)
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("holds pictures with classes")
                    .hasMessageContaining("--predictions predictions.csv");
        }
        assertThat(out).doesNotExist();
    }

    private static void assertSame(PredictClassifierRun.Result actual, PredictClassifierRun.Result expected) {
        assertThat(actual.predictions()).hasSameSizeAs(expected.predictions());
        for (int i = 0; i < expected.predictions().size(); i++) {
            List<Double> wanted = expected.predictions().get(i).probabilities();
            for (int k = 0; k < wanted.size(); k++) {
                assertThat(actual.predictions().get(i).probabilities().get(k)).isCloseTo(wanted.get(k), within(1e-4));
            }
        }
    }

    @Test
    void calibrations_of_other_weights_and_policies_are_refused_for_classifiers() throws IOException {
        Path calibration = calibration(trained.outcome().bestWeights(), "vector");
        Path other = folder.resolve("others.safetensors");
        try (Network network = new Network(SmallCnn.definition(3)).initialise(1)) {
            NetworkFile.save(other, network, new Classes(NAMES), Map.of());
        }
        PredictClassifierRun predict = PredictClassifierRun.of(
                        other, List.of(pictures.resolve("val").resolve("red")))
                .with(PredictKeys.OUT, folder.resolve("never"));
        assertThatThrownBy(() -> predict.with(PredictKeys.CALIBRATION, calibration.toString())
                        .run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("fitted for other weights");
        assertThatThrownBy(() -> predict.with(PredictKeys.POLICY, "policy.json").run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("is a classifier");
        assertThat(folder.resolve("never")).doesNotExist();
    }

    @Test
    void noise_spoils_the_training_labels_and_lists_them() throws IOException {
        Told listener = new Told();
        TrainRun.Result result = small.with(TrainKeys.OUT, folder.resolve("noisy"))
                .with(TrainKeys.EPOCHS, 1)
                .with(TrainKeys.LABEL_NOISE, 0.5)
                .with(TrainKeys.NOISE, "asymmetric")
                .run(listener, new StopRequest());
        List<String> changes = Files.readAllLines(result.folder().file("label_noise.csv"));
        assertThat(changes).hasSizeBetween(8, 30).first().isEqualTo("image,label,true,written");
        assertThat(changes.subList(1, changes.size()))
                .allMatch(row -> row.matches(".*,0,(\"blue\",\"green\"|\"green\",\"red\"|\"red\",\"blue\")"));
        assertThat(listener.lines).anyMatch(line -> line.contains("were given a wrong class on purpose"));
    }

    @Test
    void a_teacher_with_other_classes_is_refused() throws IOException {
        Path other = folder.resolve("other.safetensors");
        try (Network network = new Network(SmallCnn.definition(3)).initialise(1)) {
            NetworkFile.save(other, network, new Classes(List.of("blue", "red", "green")), Map.of());
        }
        refused(small.with(TrainKeys.TEACHER, other), "the teacher knows the classes [blue, red, green]");
    }

    @Test
    void the_task_follows_from_model_or_data_and_contradictions_are_refused() {
        Settings none = Settings.of(TrainKeys.ALL);
        assertThat(TrainingTask.of(none.with(TrainKeys.DATA, pictures))).isEqualTo(Task.CLASSIFY);
        assertThat(TrainingTask.of(none.with(TrainKeys.DATA, Path.of("data.yaml"))))
                .isEqualTo(Task.DETECT);
        assertThat(TrainingTask.of(none.with(TrainKeys.MODEL, "resnet18"))).isEqualTo(Task.CLASSIFY);
        assertThat(TrainingTask.of(none.with(
                        TrainKeys.MODEL, trained.outcome().bestWeights().toString())))
                .isEqualTo(Task.CLASSIFY);
        assertThatThrownBy(() ->
                        TrainingTask.of(none.with(TrainKeys.DATA, pictures).with(TrainKeys.MODEL, "yolov8n")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("yolov8n is a network to detect")
                .hasMessageContaining("looks like data to classify");
    }

    @Test
    void what_a_classifier_does_not_read_is_refused() {
        refused(small.with(TrainKeys.BOX, 3.0), "--box: a classifier does not read it");
        refused(
                small.with(TrainKeys.MOSAIC, 1.0),
                "--mosaic: found 1.0, expected 0 or nothing: a classifier makes no mosaics");
        refused(small.with(TrainKeys.COPY_PASTE, 0.5), "--copy-paste: found 0.5");
        refused(small.with(TrainKeys.SCALE, 0.5), "--translate says how far");
        refused(
                small.with(TrainKeys.IMGSZ, 96).with(TrainKeys.TRANSLATE, 0.1),
                "cropped, not moved; --scale says how far");
        refused(small.with(TrainKeys.SMOOTHING_ADAPTIVE, "size"), "a classifier has no boxes");
        refused(small.with(TrainKeys.NOISE_SEED, 4), "found without --label-noise");
        refused(small.with(TrainKeys.LABEL_NOISE, 1.5), "expected a rate from 0 to 1");
        refused(small.with(TrainKeys.MODEL, "resnet19"), "no such weight file");
        refused(small.with(TrainKeys.LOSS_GAMMA, 2.0), "--loss-gamma: --loss ce does not read it");
        refused(small.with(TrainKeys.DISTILL_WEIGHT, 0.2), "found without --teacher");
        refused(small.with(TrainKeys.ADVERSARIAL_STEPS, 3), "found without --adversarial pgd");
        refused(small.with(TrainKeys.TEACHER, folder.resolve("nobody.safetensors")), "no such weight file");
        refused(small.with(TrainKeys.TASK, "classify").with(TrainKeys.MODEL, "yolov8n"), "a network to detect");
    }

    private static void refused(TrainRun run, String reason) {
        assertThatThrownBy(
                        () -> run.with(TrainKeys.OUT, folder.resolve("refused")).run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(reason);
        assertThat(folder.resolve("refused")).doesNotExist();
    }

    @Test
    void summaries_of_classifiers_are_for_their_usual_size() {
        Settings keys = Settings.of(SummaryKeys.ALL).with(SummaryKeys.CLASSES, 1000);
        assertThat(new SummaryRun(keys.with(SummaryKeys.MODEL, "resnet18")).text(RunListener.SILENT))
                .contains("11,689,512")
                .contains("224 x 224");
    }

    private static RunListener stoppingAfter(String line, StopRequest stop) {
        return new RunListener() {
            @Override
            public void say(String said) {
                if (said.startsWith(line)) {
                    stop.make();
                }
            }

            @Override
            public void progress(Progress progress) {}
        };
    }

    private static List<String> names(Path place) throws IOException {
        try (Stream<Path> entries = Files.list(place)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
