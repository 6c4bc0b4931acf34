package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassificationSettings;
import io.candor.metric.ClassifiedSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportClassifierRunTest {

    @TempDir
    private Path folder;

    /** What {@code candor evaluate --model} writes for a classifier: a CSV, and no word of it in evaluation.json. */
    private Settings evaluated() throws IOException {
        ClassifiedSet.Builder rows = ClassifiedSet.builder(new Classes(List.of("cat", "dog")));
        for (int i = 0; i < 40; i++) {
            double cat = (i + .5) / 40;
            rows.probabilities(i + ".png", new double[] {cat, 1 - cat}, i % 3 == 0 ? 0 : 1);
        }
        RunFolder run = RunFolder.of(
                Settings.of(EvaluateKeys.ALL).with(EvaluateKeys.OUT, folder.resolve("run")), EvaluateKeys.NAME);
        PictureJudgement.of(
                        rows.build(),
                        ClassificationSettings.defaults(),
                        BootstrapSettings.defaults().withResamples(10))
                .write(run, Map.of("model", "pets.safetensors"));
        return Settings.of(ReportKeys.ALL)
                .with(JudgedKeys.EVALUATION, run.path())
                .with(ReportKeys.OUT, folder.resolve("report"));
    }

    @Test
    void the_folder_of_an_evaluated_model_has_a_report() throws IOException {
        Settings settings = evaluated();
        assertThat(ReportClassifierRun.suits(settings)).isTrue();
        ReportClassifierRun.Result result = new ReportClassifierRun(settings).run();
        assertThat(result.evaluation().rows()).isEqualTo(40);
        assertThat(result.report().page()).isNotEmptyFile();
    }

    @Test
    void what_only_detectors_have_is_refused() throws IOException {
        Settings settings = evaluated();
        for (Settings with : List.of(
                settings.with(JudgedKeys.DATA, folder),
                settings.with(JudgedKeys.ANNOTATIONS, folder),
                settings.with(JudgedKeys.SPLIT, "test"),
                settings.with(JudgedKeys.FIRST_CATEGORY, "1"))) {
            assertThatThrownBy(() -> new ReportClassifierRun(with).run())
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("is for detectors");
        }
    }
}
