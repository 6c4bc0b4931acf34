package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final Settings NOTHING = Settings.of(TrainKeys.ALL);

    @Test
    void defaults_are_those_yolo_users_know() {
        String defaults = """
                epochs 100, batch 16, imgsz 640, patience 100, seed 0, fraction 1.0, optimizer auto, lr0 0.01, lrf 0.01, \
                momentum 0.937, weight_decay 5.0E-4, warmup_epochs 3.0, warmup_momentum 0.8, warmup_bias_lr 0.1, nbs 64, \
                box 7.5, cls 0.5, dfl 1.5, close_mosaic 10, mosaic 1.0, mixup 0.0, cutmix 0.0, hsv_h 0.015, hsv_s 0.7, \
                hsv_v 0.4, degrees 0.0, translate 0.1, scale 0.5, shear 0.0, perspective 0.0, flipud 0.0, fliplr 0.5, \
                label_smoothing 0.0, cos_lr false, single_cls false, freeze []""";
        for (String line : defaults.split(", ", -1)) {
            String[] pair = line.split(" ", -1);
            assertThat(NOTHING.effective().get(pair[0])).as(pair[0]).hasToString(pair[1]);
        }
    }

    @Test
    void later_values_win_and_null_means_the_default() {
        Settings settings = NOTHING.with(Map.of("epochs", 5, "batch", 8), "file")
                .with(Map.of("epochs", "7"), "command line")
                .with(Collections.singletonMap("imgsz", null), "file");
        assertThat(settings.value(TrainKeys.EPOCHS)).isEqualTo(7);
        assertThat(settings.value(TrainKeys.BATCH)).isEqualTo(8);
        assertThat(settings.value(TrainKeys.IMGSZ)).isEqualTo(640);
    }

    @Test
    void a_value_that_does_not_fit_is_refused_with_what_was_expected() {
        assertThatThrownBy(() -> NOTHING.with(Map.of("epochs", "ten"), "command line"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("command line: epochs is 'ten'; expected a whole number of at least 1.");
        refused("batch", 0, "at least 1");
        refused("fraction", 1.5, "to 1");
        refused("lr0", Double.NaN, "a number");
        refused("precision", "fp8", "auto, fp32, bf16");
        refused("cos_lr", "maybe", "true or false");
    }

    @Test
    void a_confidence_that_nothing_exceeds_is_refused() {
        for (List<KeyGroup> job : List.of(EvaluateKeys.ALL, PredictKeys.ALL, ExportKeys.ALL)) {
            assertThatThrownBy(() -> Settings.of(job).with(Map.of("conf", "1"), "command line"))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessage("command line: conf is '1'; expected a number from 0 to 0.999.");
        }
    }

    @Test
    void an_unknown_name_is_refused_with_the_closest_known_one() {
        assertThatThrownBy(() -> NOTHING.with(Map.of("epoch", 3), "file"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("file: unknown key 'epoch'. Did you mean 'epochs'?");
    }

    @Test
    void lists_are_numbers_or_text_and_a_single_row_count_expands() {
        assertThat(NOTHING.with(Map.of("classes", "0, 2"), "x").value(TrainKeys.CLASSES))
                .containsExactly(0, 2);
        assertThat(NOTHING.with(Map.of("classes", 3), "x").value(TrainKeys.CLASSES))
                .containsExactly(3);
        assertThat(NOTHING.with(Map.of("freeze", "3"), "x").value(TrainKeys.FREEZE))
                .containsExactly(0, 1, 2);
        assertThat(NOTHING.with(Map.of("freeze", "[3]"), "x").value(TrainKeys.FREEZE))
                .containsExactly(3);
        assertThat(NOTHING.with(TrainKeys.FREEZE, List.of(4, 5)).value(TrainKeys.FREEZE))
                .containsExactly(4, 5);
    }

    @Test
    void what_is_missing_is_named_with_its_option() {
        assertThatThrownBy(() -> NOTHING.required(TrainKeys.DATA))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("--data FILE");
        assertThatThrownBy(() -> NOTHING.value(TrainKeys.OUT)).isInstanceOf(NoSuchElementException.class);
    }

    private static void refused(String name, Object value, String expected) {
        assertThatThrownBy(() -> NOTHING.with(Map.of(name, value), "Java"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(name)
                .hasMessageContaining(expected);
    }

    @Test
    void a_default_is_that_of_the_settings_whichever_key_is_asked_with() {
        assertThat(Settings.of(EvaluateKeys.ALL).value(PlaceKeys.PRECISION)).isEqualTo("fp32");
        assertThat(Settings.of(TrainKeys.ALL).value(EvaluateKeys.PRECISION)).isEqualTo("auto");
        assertThat(Settings.of(SmoothKeys.ALL).value(PlaceKeys.PRECISION)).isEqualTo("auto");
    }

    @Test
    void what_nothing_reads_is_refused_unless_it_is_the_default() {
        Settings settings = Settings.of(EvaluateKeys.ALL).with(EvaluateKeys.BINS, 15);
        settings.refuse(List.of(EvaluateKeys.BINS, EvaluateKeys.EDGES), "options", "nobody reads it.");
        assertThatThrownBy(() -> settings.with(EvaluateKeys.EDGES, "closed-open")
                        .refuse(List.of(EvaluateKeys.BINS, EvaluateKeys.EDGES), "options", "nobody reads it."))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("--edges: nobody reads it.");
    }
}
