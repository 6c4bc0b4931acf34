package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import io.candor.infer.ModelCard;
import io.candor.train.Outcome;
import io.candor.train.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other networks than YOLOv8 through every job. */
class FamilyRunTest {

    @TempDir
    private static Path folder;

    private static Path data;

    @BeforeAll
    static void draw() {
        torch.set_num_threads(1);
        data = DrawnBoards.in(folder.resolve("boards"));
    }

    private static TrainRun training(String model, Path out) {
        return SmallTraining.on(data)
                .with(TrainKeys.MODEL, model)
                .with(TrainKeys.LABEL_SMOOTHING, 0.1)
                .with(TrainKeys.OUT, out);
    }

    @Test
    void a_network_that_needs_no_suppression_is_trained_judged_asked_and_exported() throws IOException {
        passThroughAllJobs("yolov10n", true);
    }

    @Test
    @Tag("slow")
    void another_network_is_trained_judged_asked_and_exported() throws IOException {
        passThroughAllJobs("yolo11n", false);
    }

    private static void passThroughAllJobs(String name, boolean endToEnd) throws IOException {
        Told listener = new Told();
        TrainRun.Result trained = training(name, folder.resolve(name)).run(listener, new StopRequest());
        assertThat(trained.outcome().ending()).isEqualTo(Outcome.Ending.FINISHED);
        assertThat(listener.lines)
                .anyMatch(line -> line.contains(name + " from scratch"))
                .anyMatch(line -> line.contains("score cap 0.916667"));
        assertThat(listener.lines.stream().anyMatch(line -> line.contains("two branches")))
                .isEqualTo(endToEnd);

        Path best = trained.outcome().bestWeights();
        EvaluateRun.Result judged = EvaluateRun.of(best, data)
                .with(EvaluateKeys.IMGSZ, 64)
                .with(EvaluateKeys.WORKERS, 1)
                .with(EvaluateKeys.OUT, folder.resolve(name + "-judged"))
                .run();
        assertThat(judged.detections()).isNotEmpty();

        Path exported = ExportRun.of(best)
                .with(ExportKeys.IMGSZ, 64)
                .with(ExportKeys.OUT, folder.resolve(name + ".onnx"))
                .run()
                .file();
        assertThat(exported.getFileName().toString()).isEqualTo(name + ".onnx");
        assertThat(ModelCard.of(exported).selects()).isEqualTo(endToEnd);

        for (Path model : List.of(best, exported)) {
            PredictRun.Result found = PredictRun.of(
                            model, List.of(data.resolveSibling("images").resolve("val")))
                    .with(PredictKeys.CONF, 0.0)
                    .with(PredictKeys.IOU, 0.6)
                    .with(PredictKeys.OUT, folder.resolve(name + "-found-" + model.getFileName()))
                    .run(listener);
            assertThat(found.predictions()).isNotEmpty();
            assertThat(listener.lines.stream().anyMatch(line -> line.startsWith("iou has no effect")))
                    .isEqualTo(endToEnd);
        }
    }

    @Test
    @Tag("slow")
    void a_file_trains_on_as_the_network_it_holds() throws IOException {
        Path first = folder.resolve("first");
        Path best = training("yolo11n", first)
                .with(TrainKeys.FRACTION, 0.1)
                .run()
                .outcome()
                .bestWeights();
        Told listener = new Told();
        training(best.toString(), folder.resolve("second"))
                .with(TrainKeys.FRACTION, 0.1)
                .run(listener, new StopRequest());
        assertThat(listener.lines).anyMatch(line -> line.startsWith("yolo11n from") && line.contains("499 of 499"));
    }

    @Test
    void an_unknown_name_lists_the_known_ones() {
        assertThatThrownBy(() -> training("yolov9n", folder.resolve("v9")).run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("yolov8n")
                .hasMessageContaining("yolov10b")
                .hasMessageContaining("yolo11x");
        assertThat(Files.exists(folder.resolve("v9"))).isFalse();
    }

    @Test
    void the_table_of_networks_measures_each() {
        String text =
                new NetworkTable(List.of("yolov10n", "yolo11n", "yolov8n-cls", "mlp"), 32, 2).text(RunListener.SILENT);
        assertThat(text.lines())
                .anyMatch(line -> line.matches("yolov10n +32 .*\\d+\\.\\d"))
                .anyMatch(line -> line.matches("yolo11n +32 .*"))
                .anyMatch(line -> line.matches("yolov8n-cls +224 .*"))
                .anyMatch(line -> line.matches("mlp +224 .*"));
    }
}
