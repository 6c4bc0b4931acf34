package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsCsvTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("results.csv");
    }

    @Test
    void the_header_begins_with_what_yolo_users_parse() throws IOException {
        ResultsCsv.create(file);
        assertThat(Files.readString(file))
                .isEqualTo(
                        "epoch,time,train/box_loss,train/cls_loss,train/dfl_loss,metrics/precision(B),metrics/recall(B),metrics/mAP50(B),metrics/mAP50-95(B),val/box_loss,val/cls_loss,val/dfl_loss,lr/pg0,lr/pg1,lr/pg2,smoothing/epsilon,images_per_second,wait_share\n");
    }

    @Test
    void networks_with_masks_have_the_columns_yolo_users_parse() {
        assertThat(String.join(",", ResultsCsv.SEGMENTATION))
                .isEqualTo(
                        "epoch,time,train/box_loss,train/seg_loss,train/cls_loss,train/dfl_loss,metrics/precision(B),metrics/recall(B),metrics/mAP50(B),metrics/mAP50-95(B),metrics/precision(M),metrics/recall(M),metrics/mAP50(M),metrics/mAP50-95(M),val/box_loss,val/seg_loss,val/cls_loss,val/dfl_loss,lr/pg0,lr/pg1,lr/pg2");
    }

    @Test
    void rows_are_read_as_they_were_written() throws IOException {
        ResultsCsv table = ResultsCsv.create(file);
        table.append(1, Map.of("time", 12.5, "metrics/mAP50(B)", 0.123456, "lr/pg0", 1e-7, "smoothing/epsilon", 0.1));
        table.append(2, Map.of("metrics/mAP50(B)", Double.NaN, "wait_share", 0.0));
        List<ResultsCsv.Row> rows = ResultsCsv.read(file);
        assertThat(rows).extracting(ResultsCsv.Row::epoch).containsExactly(1, 2);
        assertThat(rows.get(0).value("metrics/mAP50(B)")).isEqualTo(0.123456);
        assertThat(rows.get(0).value("lr/pg0")).isEqualTo(1e-7);
        assertThat(rows.get(1).value("metrics/mAP50(B)")).isNaN();
        assertThat(rows.get(1).values()).containsOnlyKeys("wait_share");
    }

    @Test
    void each_row_is_complete_on_the_disk_at_once() throws IOException {
        ResultsCsv table = ResultsCsv.create(file);
        for (int epoch = 1; epoch <= 3; epoch++) {
            table.append(epoch, Map.of("time", (double) epoch));
            assertThat(Files.readAllLines(file)).hasSize(1 + epoch);
        }
    }

    @Test
    void resuming_removes_rows_after_the_epoch_and_goes_on() throws IOException {
        ResultsCsv table = ResultsCsv.create(file, List.of("mine"));
        for (int epoch = 1; epoch <= 5; epoch++) {
            table.append(epoch, Map.of("mine", 10.0 * epoch));
        }
        ResultsCsv resumed = ResultsCsv.resume(file, 3);
        assertThat(resumed.columns()).endsWith("lr/pg2", "mine");
        resumed.append(4, Map.of("mine", 99.0));
        assertThat(ResultsCsv.read(file)).extracting(row -> row.value("mine")).containsExactly(10.0, 20.0, 30.0, 99.0);
    }

    @Test
    void a_row_cut_short_by_a_crash_is_dropped() throws IOException {
        ResultsCsv table = ResultsCsv.create(file);
        table.append(1, Map.of("time", 1.0));
        Files.writeString(file, "2,3.1,0.", StandardOpenOption.APPEND);
        assertThat(ResultsCsv.read(file)).hasSize(1);
        ResultsCsv.resume(file, 9).append(2, Map.of("time", 2.0));
        assertThat(ResultsCsv.read(file)).extracting(ResultsCsv.Row::epoch).containsExactly(1, 2);
    }

    @Test
    void a_padded_table_of_another_tool_is_read() throws IOException {
        Files.writeString(file, "                  epoch,         time\n                      1,         2.50\n");
        assertThat(ResultsCsv.read(file).get(0).value("time")).isEqualTo(2.5);
    }

    @Test
    void what_is_not_such_a_table_is_refused() throws IOException {
        Files.writeString(file, "name,size\na,1\n");
        assertThatThrownBy(() -> ResultsCsv.read(file))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("name,size");
        Files.writeString(file, "");
        assertThatThrownBy(() -> ResultsCsv.resume(file, 1)).isInstanceOf(InvalidInput.class);
        Files.writeString(file, "epoch,time\n1,abc\n");
        assertThatThrownBy(() -> ResultsCsv.read(file))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("1,abc");
        Files.writeString(file, "epoch,time\n1,2,3\n");
        assertThatThrownBy(() -> ResultsCsv.read(file)).hasMessageContaining("3 fields where the header has 2");
    }

    @Test
    void unknown_columns_are_refused() throws IOException {
        ResultsCsv table = ResultsCsv.create(file);
        assertThatThrownBy(() -> table.append(1, Map.of("metrics/mAP75", 0.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metrics/mAP75");
    }
}
