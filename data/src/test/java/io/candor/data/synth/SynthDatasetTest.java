package io.candor.data.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Box;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Mask;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.DatasetReader;
import io.candor.data.synth.SynthOptions.Existing;
import io.candor.data.synth.SynthOptions.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthDatasetTest {

    private static final SynthOptions SMALL =
            SynthOptions.defaults().withImages(12, 5, 0).withSize(128).withSeed(42);

    @TempDir
    Path folder;

    @Test
    void the_layout_is_the_one_trainers_read() throws IOException {
        SynthDataset.write(folder.resolve("set"), SMALL);
        assertThat(names(folder.resolve("set")))
                .containsExactly(
                        "data.yaml", "images", "label_noise.csv", "labels", "labels_true", "look_alikes", "synth.json");
        assertThat(Files.readString(folder.resolve("set/data.yaml")))
                .contains("train: images/train\n", "val: images/val\n", "  0: open\n", "  5: pin-hole\n")
                .doesNotContain("test:");
        assertThat(names(folder.resolve("set/images/train"))).hasSize(12).contains("train_00011.jpg");
        assertThat(names(folder.resolve("set/labels/val"))).hasSize(5).contains("val_00004.txt");
        assertThat(ImageIO.read(folder.resolve("set/images/val/val_00000.jpg").toFile())
                        .getWidth())
                .isEqualTo(128);
    }

    @Test
    void outlines_follow_what_changed_inside_the_boxes() throws IOException {
        SynthDataset.write(folder.resolve("boxes"), SMALL);
        SynthDataset.write(folder.resolve("masks"), SMALL.withLabels(SynthOptions.Labels.OUTLINES));
        List<Sample> boxes = DatasetReader.read(folder.resolve("boxes")).require(Split.TRAIN);
        List<Sample> masks = DatasetReader.read(folder.resolve("masks")).require(Split.TRAIN);
        int outlines = 0;
        for (int i = 0; i < boxes.size(); i++) {
            assertThat(masks.get(i).labels()).hasSameSizeAs(boxes.get(i).labels());
            for (int k = 0; k < masks.get(i).labels().size(); k++, outlines++) {
                Label outlined = masks.get(i).labels().get(k);
                Box box = boxes.get(i).labels().get(k).box();
                assertThat(outlined.hasPolygon()).isTrue();
                assertThat(outlined.box().iou(box)).isBetween(.1, 1.0);
                assertThat(outlined.box().x1()).isGreaterThan(box.x1());
                assertThat(Mask.ofPolygon(outlined.polygon(), 128, 128).area()).isPositive();
            }
        }
        assertThat(outlines).isGreaterThan(12);
    }

    @Test
    void label_rows_are_normalised_boxes_of_known_classes() throws IOException {
        SynthDataset.write(folder, SMALL);
        int rows = 0;
        for (String name : names(folder.resolve("labels/train"))) {
            for (String row : Files.readAllLines(folder.resolve("labels/train").resolve(name))) {
                rows++;
                List<String> fields = List.of(row.split(" ", -1));
                assertThat(fields).hasSize(5);
                assertThat(Integer.parseInt(fields.get(0))).isBetween(0, 5);
                double x = Double.parseDouble(fields.get(1));
                double w = Double.parseDouble(fields.get(3));
                assertThat(x - w / 2).isGreaterThanOrEqualTo(-1e-6);
                assertThat(x + w / 2).isLessThanOrEqualTo(1 + 1e-6);
                assertThat(w).isGreaterThan(0.02);
            }
        }
        assertThat(rows).isGreaterThan(12);
    }

    @Test
    void the_bytes_depend_on_the_seed_and_not_on_the_number_of_threads() throws IOException {
        SynthOptions noisy = SMALL.withNoise(new LabelNoise(0.3, 0.2, 0.2, EnumSet.of(Split.TRAIN)));
        for (Format format : Format.values()) {
            SynthOptions options = noisy.withFormat(format);
            SynthDataset.write(folder.resolve(format + "1"), options.withWorkers(1));
            SynthDataset.write(folder.resolve(format + "4"), options.withWorkers(4));
            SynthDataset.write(folder.resolve(format + "other"), options.withSeed(43));
            assertThat(bytes(folder.resolve(format + "4"))).isEqualTo(bytes(folder.resolve(format + "1")));
            assertThat(bytes(folder.resolve(format + "other"))).isNotEqualTo(bytes(folder.resolve(format + "1")));
        }
    }

    @Test
    void classes_are_as_frequent_as_their_weights() throws IOException {
        SynthOptions options =
                SMALL.withImages(280, 0, 0).withDefects(2, 4).withClassWeights(SynthOptions.longTail(10));
        Map<String, Integer> objects =
                SynthDataset.write(folder, options).splits().get(Split.TRAIN).objects();
        double total = objects.values().stream().mapToInt(n -> n).sum();
        double weights = options.classWeights().stream().mapToDouble(w -> w).sum();
        for (DefectKind kind : DefectKind.values()) {
            double expected = options.classWeights().get(kind.classIndex()) / weights;
            // About 800 objects: three standard deviations are below .052.
            assertThat(objects.get(kind.label()) / total)
                    .as(kind.label())
                    .isBetween(expected - 0.055, expected + 0.055);
        }
        assertThat(objects.get("open")).isGreaterThan(4 * objects.get("pin-hole"));
    }

    @Test
    void label_noise_comes_at_its_rates_and_the_truth_is_kept() throws IOException {
        SynthOptions options = SMALL.withImages(220, 20, 0)
                .withDefects(3, 4)
                .withNoise(new LabelNoise(0.2, 0.1, 0.05, EnumSet.of(Split.TRAIN)));
        SynthRecord record = SynthDataset.write(folder, options);
        SynthRecord.Counts train = record.splits().get(Split.TRAIN);
        double labels = train.defects();
        assertThat(train.errors().get("flipped") / labels).isBetween(0.15, 0.25);
        assertThat(train.errors().get("dropped") / labels).isBetween(0.06, 0.14);
        assertThat(train.errors().get("shifted") / labels).isBetween(0.02, 0.08);
        assertThat(record.splits().get(Split.VAL).errors()).isEmpty();

        assertThat(rows("labels_true/train")).isEqualTo(train.defects());
        assertThat(rows("labels/train"))
                .isEqualTo(train.defects() - train.errors().get("dropped"));
        assertThat(bytes(folder.resolve("labels/val"))).isEqualTo(bytes(folder.resolve("labels_true/val")));
        int listed = Files.readAllLines(folder.resolve("label_noise.csv")).size() - 1;
        assertThat(listed)
                .isEqualTo(train.errors().values().stream().mapToInt(n -> n).sum());
    }

    @Test
    void noise_changes_neither_pictures_nor_truth() throws IOException {
        SynthDataset.write(folder.resolve("clean"), SMALL);
        SynthDataset.write(folder.resolve("noisy"), SMALL.withNoise(LabelNoise.flips(0.5)));
        assertThat(bytes(folder.resolve("noisy/images"))).isEqualTo(bytes(folder.resolve("clean/images")));
        assertThat(bytes(folder.resolve("noisy/labels_true"))).isEqualTo(bytes(folder.resolve("clean/labels_true")));
        assertThat(bytes(folder.resolve("noisy/labels"))).isNotEqualTo(bytes(folder.resolve("clean/labels")));
    }

    @Test
    void a_folder_with_content_is_refused() throws IOException {
        Files.writeString(folder.resolve("thesis.tex"), "years of work");
        assertThatThrownBy(() -> SynthDataset.write(folder, SMALL))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("thesis.tex");
        assertThatThrownBy(() -> SynthDataset.write(folder, SMALL.withExisting(Existing.REPLACE)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("not replaced");
        assertThat(names(folder)).containsExactly("thesis.tex");
    }

    @Test
    void an_earlier_set_is_replaced_without_leftovers_when_allowed() throws IOException {
        SynthDataset.write(folder, SMALL);
        SynthDataset.write(folder, SMALL.withImages(3, 1, 0).withExisting(Existing.REPLACE));
        assertThat(names(folder.resolve("images/train"))).hasSize(3);
        Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> SynthDataset.write(folder, SMALL.withExisting(Existing.REPLACE)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("notes.txt");
    }

    @Test
    void a_set_whose_drawing_was_killed_can_be_replaced() throws IOException {
        SynthDataset.write(folder, SMALL);
        Files.delete(folder.resolve("data.yaml")); // what a kill before the last step leaves
        Files.delete(folder.resolve("synth.json"));
        Files.writeString(folder.resolve("drawing.txt"), "");
        SynthDataset.write(folder, SMALL.withExisting(Existing.REPLACE));
        assertThat(names(folder)).contains("data.yaml", "synth.json").doesNotContain("drawing.txt");
    }

    @Test
    void a_file_in_place_of_the_folder_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> SynthDataset.write(file, SMALL))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("is a file");
    }

    private int rows(String part) throws IOException {
        int rows = 0;
        for (String name : names(folder.resolve(part))) {
            rows += Files.readAllLines(folder.resolve(part).resolve(name)).size();
        }
        return rows;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static Map<String, String> bytes(Path folder) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(
                        folder.relativize(file).toString(),
                        java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return content;
    }
}
