package io.candor.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.calibrate.VersionedJson;
import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.decide.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calibrations and policies beside a model: applied if they are its own, refused if they are not. */
class StoredJudgeTest {

    private static final String WEIGHTS = "ab".repeat(32);

    /** Log odds halved: .9 becomes .75. */
    private static final String HALVING =
            "{\"floor\":0.05,\"pooled\":{\"method\":\"platt\",\"slope\":0.5,\"shift\":0},\"classes\":[{\"name\":\"%s\",\"weight\":0,\"cut\":0,\"detections\":9,\"targets\":4,\"own\":{\"method\":\"platt\",\"slope\":1,\"shift\":0}}]}";

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void write() {
        model = model(WEIGHTS);
    }

    private Path model(String weights) {
        return model(weights, .9f);
    }

    private Path model(String weights, float confidence) {
        float[] row = {32, 32, 20, 20, confidence};
        return new TestModel()
                .output(row, 1L, 5L, 1L)
                .property("names", "{0: 'open'}")
                .property("candor.weights.sha256", weights)
                .write(folder.resolve("line.onnx"));
    }

    private static JsonNode calibrator(String name) throws IOException {
        return new ObjectMapper().readTree(HALVING.formatted(name));
    }

    private void calibration(String file, String weights, String name) throws IOException {
        Files.writeString(
                folder.resolve(file),
                "{\"format\":\"candor-calibration\",\"version\":1,\"task\":\"detection\",\"model_sha256\":\"%s\",\"data_fingerprint\":\"d\",\"images\":[],\"settings\":{},\"calibrator\":%s}"
                        .formatted(weights, calibrator(name)));
    }

    private void policy(String weights, String calibration, String name) throws IOException {
        policy(weights, calibration, name, .3);
    }

    private void policy(String weights, String calibration, String name, double review) throws IOException {
        Files.writeString(
                folder.resolve("policy.json"),
                "{\"format\":\"candor-policy\",\"version\":1,\"rule\":\"by hand\",\"model_sha256\":\"%s\",\"calibration_fingerprint\":\"%s\",\"data_fingerprint\":\"d\",\"classes\":[{\"name\":\"%s\",\"review_from\":%s,\"reject_from\":0.8}]}"
                        .formatted(weights, calibration, name, review));
    }

    private static Detection open(double confidence) {
        return new Detection(0, confidence, new Box(0, 0, 9, 9));
    }

    private Judge judge() {
        return Judge.beside(ModelCard.of(model));
    }

    private void refused(String mentioned) {
        assertThatThrownBy(this::judge).isInstanceOf(InvalidInput.class).hasMessageContaining(mentioned);
        assertThatThrownBy(() -> Detector.load(model).close())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(mentioned);
    }

    @Test
    void nothing_beside_the_model_judges_nothing() {
        Judge judge = judge();
        assertThat(judge).isSameAs(Judge.NONE);
        assertThat(judge.calibrated(open(.9))).isEmpty();
        assertThat(judge.reports(open(.26), .25)).isTrue();
    }

    @Test
    void a_calibration_of_its_own_weights_is_applied_and_what_it_raises_is_reported() throws IOException {
        calibration("calibration.json", WEIGHTS, "open");
        Judge judge = judge();
        assertThat(judge.calibrated(open(.9)).orElseThrow()).isCloseTo(.75, within(1e-9));
        assertThat(judge.decision(open(.9))).isEmpty();
        assertThat(judge.floor(.25)).as("what is raised must be looked at").isEqualTo(.001);
        assertThat(judge.reports(open(.2), .3)).as("a fifth becomes a third").isTrue();
        assertThat(judge.reports(open(.1), .3)).isFalse();
    }

    @Test
    void a_file_under_the_name_of_the_model_wins_over_that_of_the_folder() throws IOException {
        calibration("calibration.json", "0".repeat(64), "open");
        refused("other weights");
        calibration("line.calibration.json", WEIGHTS, "open");
        assertThat(judge().calibrated(open(.9))).isPresent();
    }

    @Test
    void a_policy_decides_about_calibrated_confidences() throws IOException {
        calibration("calibration.json", WEIGHTS, "open");
        policy(WEIGHTS, VersionedJson.fingerprint(calibrator("open")), "open");
        Judge judge = judge();
        assertThat(judge.decision(open(.9))).hasValue(Action.REVIEW);
        assertThat(judge.decision(open(.95))).hasValue(Action.REJECT);
        assertThat(judge.decision(open(.1))).hasValue(Action.ACCEPT);
        assertThat(judge.policy()).isPresent();
    }

    @Test
    void a_policy_alone_decides_about_the_networks_own_confidences() throws IOException {
        policy(WEIGHTS, "", "open");
        assertThat(judge().decision(open(.9))).hasValue(Action.REJECT);
        assertThat(judge().calibrated(open(.9))).isEmpty();
    }

    /** The usual threshold is .25: without this an empty list would pass as a good picture. */
    @Test
    void what_the_policy_does_not_accept_is_reported_whatever_confidence_is_wanted() throws IOException {
        policy(WEIGHTS, "", "open", .05);
        Judge judge = judge();
        assertThat(judge.floor(.25)).isLessThan(.05);
        assertThat(judge.reports(open(.05), .25)).isTrue();
        assertThat(judge.reports(open(.04), .25)).isFalse();
        assertThat(judge.floor(.01)).isEqualTo(.01);
        assertThat(judge.reports(open(.04), .01)).isTrue();
        for (float confidence : new float[] {.06f, .04f}) {
            model(WEIGHTS, confidence);
            try (Detector detector = Detector.load(model)) {
                Detections found = detector.detect(Image.filled(64, 64, 255));
                assertThat(found.objects()).hasSize(confidence > .05 ? 1 : 0);
                assertThat(found.verdict()).hasValue(confidence > .05 ? Action.REVIEW : Action.ACCEPT);
            }
        }
    }

    @Test
    void a_low_threshold_is_about_calibrated_confidences() throws IOException {
        calibration("calibration.json", WEIGHTS, "open");
        policy(WEIGHTS, VersionedJson.fingerprint(calibrator("open")), "open", .1);
        Judge judge = judge();
        assertThat(judge.calibrated(open(.02)).orElseThrow()).isBetween(.0, .1);
        assertThat(judge.reports(open(.02), .25)).isFalse();
        assertThat(judge.calibrated(open(.05)).orElseThrow()).isBetween(.1, .25);
        assertThat(judge.reports(open(.05), .25)).isTrue();
    }

    @Test
    void it_says_whether_it_calibrates_and_decides() throws IOException {
        assertThat(judge().calibrates() || judge().decides()).isFalse();
        calibration("calibration.json", WEIGHTS, "open");
        assertThat(judge().calibrates()).isTrue();
        assertThat(judge().decides()).isFalse();
        try (Detector detector = Detector.load(model)) {
            assertThat(detector.detect(Image.filled(64, 64, 255)).verdict()).isEmpty();
        }
    }

    @Test
    void a_calibration_of_another_model_or_of_other_classes_is_refused() throws IOException {
        calibration("calibration.json", "0".repeat(64), "open");
        refused("other weights");
        calibration("calibration.json", WEIGHTS, "short");
        refused("'short'");
    }

    @Test
    void a_policy_of_another_model_calibration_or_classes_is_refused() throws IOException {
        policy("0".repeat(64), "", "open");
        refused("policy.json");
        policy(WEIGHTS, "c".repeat(64), "open");
        refused("policy.json");
        policy(WEIGHTS, "", "short");
        refused("is for the classes [short]");
    }

    @Test
    void a_file_that_does_not_say_what_it_was_made_from_is_known_by_itself() throws Exception {
        model = model("");
        String own =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(model)));
        calibration("calibration.json", own, "open");
        assertThat(judge().calibrated(open(.9))).isPresent();
        calibration("calibration.json", WEIGHTS, "open");
        refused("other weights");
    }

    @Test
    void a_calibration_cut_short_is_refused() throws IOException {
        Files.writeString(folder.resolve("calibration.json"), "{\"format\":\"candor-cal");
        refused("calibration.json");
    }
}
