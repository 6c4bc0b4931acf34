package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditRunTest {

    @TempDir
    Path folder;

    @Test
    void boxes_that_contradict_a_detector_are_listed_with_pictures() throws IOException {
        Path data = DrawnBoards.in(folder.resolve("boards"));
        Path found = folder.resolve("found.json");
        Settings settings = Settings.of(TrainKeys.ALL).with(TrainKeys.DATA, data);
        var sample = TrainingData.of(settings).val().get(0);
        var label = sample.labels().get(0);
        int other = label.classIndex() == 0 ? 1 : 0;
        Files.writeString(
                found,
                "[{\"image_id\": \"%s\", \"category_id\": %d, \"bbox\": [%s, %s, %s, %s], \"score\": 0.9}]"
                        .formatted(
                                sample.image().getFileName(),
                                other + 1,
                                label.box().x1(),
                                label.box().y1(),
                                label.box().width(),
                                label.box().height()));
        AuditRun audit = new AuditRun(Settings.of(AuditKeys.ALL))
                .with(AuditKeys.PREDICTIONS, found)
                .with(AuditKeys.DATA, data)
                .with(JudgedKeys.FIRST_CATEGORY, "1")
                .with(AuditKeys.OUT, folder.resolve("audit"));
        AuditRun.Result result = audit.run(RunListener.SILENT);
        assertThat(result.listed()).isEqualTo(1);
        List<String> rows = Files.readAllLines(result.folder().file("audit.csv"));
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1)).contains("wrong class");
        assertThat(result.folder().file("audit.jpg")).exists();
        assertThat(result.folder().file("audit.json")).content().contains("\"kind\" : \"wrong class\"");

        Told listener = new Told();
        audit.with(AuditKeys.EXIST_OK, true).run(listener);
        assertThat(listener.lines.get(0))
                .matches("About 1 of \\d+ labels on \\d images are wrong and 0 objects have none.*");
        assertThat(listener.lines.get(1))
                .startsWith("Warning: the detections find little of what is labelled (mAP50 0.000)");

        assertThat(audit.with(AuditKeys.LEAST, 0.95)
                        .with(AuditKeys.EXIST_OK, true)
                        .run(RunListener.SILENT)
                        .listed())
                .isZero();
        Path without = folder.resolve("without");
        audit.with(AuditKeys.TOP, 0).with(AuditKeys.OUT, without).run(RunListener.SILENT);
        assertThat(without.resolve("audit.jpg")).doesNotExist();
    }

    @Test
    void labels_that_a_classifier_contradicts_come_first() throws IOException {
        Path csv = folder.resolve("predictions.csv");
        Files.writeString(csv, """
                image,label,cat,dog
                1.png,cat,0.9,0.1
                2.png,cat,0.05,0.95
                3.png,dog,0.2,0.8
                4.png,dog,0.1,0.9
                5.png,cat,0.8,0.2
                """);
        Told listener = new Told();
        AuditRun.Result result = new AuditRun(Settings.of(AuditKeys.ALL))
                .with(AuditKeys.PREDICTIONS, csv)
                .with(AuditKeys.OUT, folder.resolve("audit"))
                .run(listener);
        assertThat(result.listed()).isEqualTo(1);
        assertThat(listener.lines).anyMatch(line -> line.startsWith("Warning: the predictions agree with only 80.0 %"));
        assertThat(Files.readAllLines(result.folder().file("audit.csv")).get(1)).startsWith("2.png,cat,dog,0.89");
        assertThat(result.folder().file("audit.json")).content().contains("\"estimated_noise\" : 0.19999");
    }

    @Test
    void suspects_of_a_table_without_names_are_told_by_row_and_line() throws IOException {
        Path csv = folder.resolve("unnamed.csv");
        Files.writeString(csv, "label,cat,dog\ncat,0.9,0.1\ncat,0.05,0.95\ndog,0.2,0.8\ndog,0.6,0.4\n");
        AuditRun audit = new AuditRun(Settings.of(AuditKeys.ALL))
                .with(AuditKeys.PREDICTIONS, csv)
                .with(AuditKeys.OUT, folder.resolve("unnamed"));
        AuditRun.Result result = audit.run(RunListener.SILENT);
        assertThat(Files.readAllLines(result.folder().file("audit.csv")).get(1)).startsWith("row 2 (line 3),cat,dog");
        assertThat(result.listed()).isEqualTo(1);
        assertThat(audit.with(AuditKeys.LEAST, 0.0)
                        .with(AuditKeys.EXIST_OK, true)
                        .run(RunListener.SILENT)
                        .listed())
                .isEqualTo(2);
    }

    @Test
    void predictions_without_probabilities_are_refused() throws IOException {
        Path csv = Files.writeString(folder.resolve("p.csv"), "confidence,correct\n0.9,1\n");
        assertThatThrownBy(() -> new AuditRun(Settings.of(AuditKeys.ALL))
                        .with(AuditKeys.PREDICTIONS, csv)
                        .run(RunListener.SILENT))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("one column per class");
        assertThatThrownBy(() -> new AuditRun(Settings.of(AuditKeys.ALL)).run(RunListener.SILENT))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("nothing to look at");
    }
}
