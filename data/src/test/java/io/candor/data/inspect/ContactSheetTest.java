package io.candor.data.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Image;
import io.candor.data.SharedData;
import io.candor.data.read.Dataset;
import io.candor.data.read.DatasetReader;
import io.candor.data.read.ImageWriter;
import io.candor.data.read.TestData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContactSheetTest {

    private static final ContactSheet.Options SMALL = new ContactSheet.Options(4, 2, 100);

    @TempDir
    Path folder;

    @Test
    void the_sheet_is_the_same_each_time_and_shows_the_boxes() {
        Dataset data = DatasetReader.read(TestData.yolo(folder));
        Image sheet = ContactSheet.of(data, SMALL).orElseThrow();
        assertThat(ContactSheet.of(data, SMALL).orElseThrow().bgr()).isEqualTo(sheet.bgr());
        assertThat(sheet.width()).isEqualTo(2 * 104 + 4);
        assertThat(sheet.height()).isEqualTo(2 * (100 + 19 + 4) + 4);
        assertThat(colors(sheet)).contains(0x56b4e9); // the colour of class 1
    }

    @Test
    void rare_classes_come_first() {
        for (int i = 0; i < 30; i++) {
            TestData.image(folder.resolve("images/train/n%02d.png".formatted(i)), 40, 40);
            TestData.text(folder.resolve("labels/train/n%02d.txt".formatted(i)), "1 0.5 0.5 0.5 0.5");
        }
        Path yaml = TestData.yolo(folder);
        TestData.text(folder.resolve("labels/train/n17.txt"), "0 0.5 0.5 0.5 0.5");
        Image sheet = ContactSheet.of(DatasetReader.read(yaml), new ContactSheet.Options(1, 1, 100))
                .orElseThrow();
        assertThat(colors(sheet)).contains(0xe69f00).doesNotContain(0x56b4e9);
    }

    @Test
    void images_that_break_off_make_room_for_others() throws Exception {
        Dataset data = DatasetReader.read(TestData.yolo(folder));
        Files.delete(folder.resolve("images/train/a.png"));
        assertThat(ContactSheet.of(data, SMALL)).isPresent();
        Files.delete(folder.resolve("images/train/b.png"));
        Files.delete(folder.resolve("images/val/c.png"));
        assertThat(ContactSheet.of(data, SMALL)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"deeppcb", "coco128"})
    void real_sets_fill_the_sheet(String name) {
        Dataset data = DatasetReader.read(SharedData.path("data/" + name + "/data.yaml"));
        Image sheet = ContactSheet.of(data, ContactSheet.Options.defaults()).orElseThrow();
        assertThat(sheet.width()).isEqualTo(4 * 404 + 4);
        assertThat(colors(sheet).size()).isGreaterThan(1000);
        ImageWriter.write(sheet, Path.of("target", "contact-sheet-" + name + ".png")); // to be looked at
    }

    private static Set<Integer> colors(Image image) {
        Set<Integer> colors = new HashSet<>();
        byte[] bgr = image.bgr();
        for (int i = 0; i < bgr.length; i += 3) {
            colors.add((bgr[i + 2] & 0xff) << 16 | (bgr[i + 1] & 0xff) << 8 | (bgr[i] & 0xff));
        }
        return colors;
    }
}
