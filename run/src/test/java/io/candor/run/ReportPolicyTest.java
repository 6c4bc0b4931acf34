package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A calibration and a policy in the report of the same predictions. */
class ReportPolicyTest {

    @TempDir
    private Path folder;

    private Settings given(Settings settings) {
        return settings.with(TrustKeys.ANNOTATIONS, folder.resolve("annotations.json"))
                .with(TrustKeys.PREDICTIONS, folder.resolve("predictions.json"))
                .with(TrustKeys.MATCH_IOU, .75)
                .with(TrustKeys.RESAMPLES, 20);
    }

    @Test
    void both_are_judged_by_the_overlap_they_were_made_for() throws IOException {
        DrawnPredictions.write(folder, 5, 120);
        Path calibration = new CalibrateRun(given(Settings.of(CalibrateKeys.ALL)))
                .with(CalibrateKeys.METHOD, "platt")
                .with(CalibrateKeys.FIT_FRACTION, .5)
                .run()
                .file();
        Path policy = new DecideRun(given(Settings.of(DecideKeys.ALL)))
                .with(DecideKeys.RULE, "lrp")
                .run()
                .file();
        Report report = new ReportRun(Settings.of(ReportKeys.ALL))
                .with(JudgedKeys.ANNOTATIONS, folder.resolve("annotations.json"))
                .with(JudgedKeys.PREDICTIONS, folder.resolve("predictions.json"))
                .with(JudgedKeys.CALIBRATION, calibration)
                .with(ReportKeys.POLICY, policy)
                .with(ReportKeys.OUT, folder.resolve("report"))
                .run()
                .report();
        JsonNode json = new JsonMapper().readTree(report.numbers().toFile());
        assertThat(json.at("/calibrated/words").asText()).endsWith("Here detections are right from an IoU of 0.75 on.");
        assertThat(json.at("/policy/words").asText())
                .contains("Some of these images may be among those the thresholds were chosen on.")
                .endsWith("Here detections are right from an IoU of 0.75 on.");
    }
}
