package io.candor.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.EvaluationSet;
import io.candor.metric.Extent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationFileTest {

    private static final CalibrationOrigin ORIGIN =
            new CalibrationOrigin("0123456789abcdef0123", "fedc", List.of("a.png", "b.png"), Map.of("imgsz", "320"));

    @TempDir
    private Path folder;

    @Test
    void every_method_comes_back_as_it_was_written() {
        EvaluationSet set = DrawnDetector.set(21, 400, 2);
        for (Method method : Method.values()) {
            DetectionFit fit = DetectionFit.of(set, FitOptions.defaults().withMethod(method));
            Path file = folder.resolve(method.label() + ".json");
            Calibration written = write(file, set, fit);
            Calibration read = CalibrationFile.read(file);
            assertThat(read.calibrator().classes()).isEqualTo(set.classes());
            assertThat(read.origin()).isEqualTo(ORIGIN);
            assertThat(read.fingerprint()).isEqualTo(written.fingerprint()).hasSize(16);
            for (double p = 0; p <= 1; p += .01) {
                for (int k = 0; k < 2; k++) {
                    assertThat(read.calibrator().apply(k, p))
                            .as("%s, class %d at %s", method, k, p)
                            .isEqualTo(fit.calibrator().apply(k, p));
                }
            }
        }
    }

    @Test
    void the_cut_is_kept() {
        EvaluationSet set = DrawnDetector.set(22, 200, 2);
        DetectionFit fit = DetectionFit.of(set, FitOptions.defaults().withCut(Cut.LRP));
        Path file = folder.resolve("cut.json");
        write(file, set, fit);
        assertThat(CalibrationFile.read(file).calibrator().perClass().get(1).cut())
                .isEqualTo(fit.calibrator().perClass().get(1).cut())
                .isPositive();
    }

    @Test
    void another_model_and_other_classes_are_refused() {
        EvaluationSet set = DrawnDetector.set(23, 100, 2);
        Path file = folder.resolve("calibration.json");
        Calibration calibration = write(file, set, DetectionFit.of(set, FitOptions.defaults()));
        calibration.requireModel("0123456789abcdef0123", file.toString());
        assertThatThrownBy(() -> calibration.requireModel("ffffffffffffffffffff", "c.json"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("c.json was fitted for other weights")
                .hasMessageContaining("candor calibrate");
        CalibrationOrigin shortHash = new CalibrationOrigin("abc", "", List.of(), Map.of());
        assertThatThrownBy(() -> new Calibration(calibration.calibrator(), shortHash, "").requireModel("", "c.json"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("(SHA-256 abc...)");
        calibration.requireClasses(set.classes(), "c.json");
        assertThatThrownBy(() -> calibration.requireClasses(new Classes(List.of("class0")), "c.json"))
                .hasMessageContaining("2 classes");
        assertThatThrownBy(() -> calibration.requireClasses(new Classes(List.of("class0", "crack")), "c.json"))
                .hasMessageContaining("'class1' there and 'crack' here");
    }

    @Test
    void a_calibration_by_masks_is_none_for_boxes() {
        CalibrationOrigin masks = new CalibrationOrigin("", "", List.of(), Map.of(CalibrationOrigin.OVERLAP, "mask"));
        EvaluationSet set = DrawnDetector.set(23, 100, 2);
        Calibration boxes = write(folder.resolve("c.json"), set, DetectionFit.of(set, FitOptions.defaults()));
        boxes.requireExtent(Extent.BOX, "c.json"); // of a file from before it was recorded
        assertThatThrownBy(() -> boxes.requireExtent(Extent.MASK, "c.json"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("c.json was fitted by boxes, and here masks are compared")
                .hasMessageContaining("candor calibrate --overlap mask");
        new Calibration(boxes.calibrator(), masks, "").requireExtent(Extent.MASK, "c.json");
    }

    @Test
    void files_that_are_none_are_refused_by_name_with_a_way_out() throws IOException {
        EvaluationSet set = DrawnDetector.set(24, 100, 2);
        Path good = folder.resolve("good.json");
        write(good, set, DetectionFit.of(set, FitOptions.defaults().withMethod(Method.PLATT)));
        String text = Files.readString(good);
        refused(text.replace("\"version\" : 1", "\"version\" : 2"), "version 2");
        refused(text.replace("candor-calibration", "candor-policy"), "no candor-calibration file");
        refused(text.substring(0, text.length() / 2), "not valid JSON");
        refused(text.replace("\"slope\"", "\"steepness\""), "slope is missing");
        refused(text.replace("\"method\" : \"platt\"", "\"method\" : \"magic\""), "'magic'");
        refused(text.replace("\"detection\"", "\"sorting\""), "'sorting'");
        refused("[]", "no candor-calibration file");
        assertThatThrownBy(() -> CalibrationFile.read(folder.resolve("none.json")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("no such file");
    }

    private void refused(String text, String mentioned) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.json"), text);
        assertThatThrownBy(() -> CalibrationFile.read(file))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("bad.json")
                .hasMessageContaining(mentioned)
                .hasMessageContaining("candor calibrate");
    }

    private static Calibration write(Path file, EvaluationSet set, DetectionFit fit) {
        CalibrationEffect effect = CalibrationEffect.of(
                CalibratedRows.of(set, fit), BootstrapSettings.defaults().withResamples(10));
        return CalibrationFile.write(file, fit, effect, ORIGIN);
    }
}
