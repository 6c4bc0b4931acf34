package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a prediction does with a policy, without a network. */
class AppliedPolicyTest {

    private static final Box BOX = new Box(0, 0, 10, 10);
    private static final AppliedCalibration NONE = new AppliedCalibration(Optional.empty(), "");

    @TempDir
    private Path folder;

    private final Settings settings = Settings.of(PredictKeys.ALL);
    private Path model;

    @BeforeEach
    void decide() throws IOException {
        DrawnPredictions.write(folder, 5, 120);
        model = Files.writeString(folder.resolve("model.safetensors"), "weights");
        new DecideRun(Settings.of(DecideKeys.ALL))
                .with(TrustKeys.MODEL, model)
                .with(TrustKeys.ANNOTATIONS, folder.resolve("annotations.json"))
                .with(TrustKeys.PREDICTIONS, folder.resolve("predictions.json"))
                .with(TrustKeys.RESAMPLES, 10)
                .with(DecideKeys.THRESHOLDS, "closed")
                .run();
    }

    private AppliedPolicy found(Path of) {
        return AppliedPolicy.found(settings, of, NONE, RunListener.SILENT);
    }

    @Test
    void the_policy_beside_the_model_is_applied_down_to_its_lowest_threshold() {
        AppliedPolicy policy = found(model);
        assertThat(policy.floor(.25)).isLessThan(.02).isCloseTo(.02, within(1e-9)); // review / escape
        List<Detection> all = List.of(new Detection(0, .9, BOX), new Detection(1, .1, BOX), new Detection(0, .01, BOX));
        assertThat(policy.reported(all, .25)).hasSize(2);
        policy.requireClasses(new Classes(List.of("open", "short")));
        assertThatThrownBy(() -> policy.requireClasses(new Classes(List.of("open"))))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("is for the classes [open, short]");
    }

    @Test
    void one_for_other_weights_is_only_refused_if_it_was_asked_for() throws IOException {
        Path other = Files.writeString(folder.resolve("other.safetensors"), "other weights");
        assertThat(found(other).policy()).isEmpty();
        Settings asked =
                settings.with(PredictKeys.POLICY, folder.resolve("policy.json").toString());
        assertThatThrownBy(() -> AppliedPolicy.found(asked, other, NONE, RunListener.SILENT))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("other weights");
        assertThat(AppliedPolicy.found(settings.with(PredictKeys.POLICY, "off"), model, NONE, RunListener.SILENT)
                        .policy())
                .isEmpty();
    }

    @Test
    void the_file_says_whether_confidences_are_calibrated_and_what_to_do() throws IOException {
        Image image = new Image(32, 32, new byte[32 * 32 * Image.CHANNELS]);
        List<PredictRun.Prediction> predictions = new ArrayList<>();
        predictions.add(new PredictRun.Prediction(
                folder.resolve("a.png"), 32, 32, List.of(new Detection(0, .9, BOX), new Detection(1, .1, BOX))));
        predictions.add(new PredictRun.Prediction(folder.resolve("b.png"), 32, 32, List.of()));
        RunFolder out = RunFolder.of(settings.with(PredictKeys.OUT, folder.resolve("out")), PredictKeys.NAME);
        try (PredictionFiles files =
                new PredictionFiles(out, new Classes(List.of("open", "short")), "c.json", found(model))) {
            for (PredictRun.Prediction prediction : predictions) {
                files.write(prediction, image);
            }
            files.finish(predictions);
        }
        JsonNode json = new JsonMapper().readTree(out.file("predictions.json").toFile());
        assertThat(json.get("calibrated").asBoolean()).isTrue();
        assertThat(json.get("calibration").asText()).isEqualTo("c.json");
        assertThat(json.at("/policy/rule").asText()).isNotEmpty();
        assertThat(json.at("/images/0/verdict").asText()).isEqualTo("reject");
        assertThat(json.at("/images/0/detections/0/action").asText()).isEqualTo("reject");
        assertThat(json.at("/images/0/detections/1/action").asText()).isEqualTo("review");
        assertThat(json.at("/images/1/verdict").asText()).isEqualTo("accept");
    }
}
