package io.candor.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Classes;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.target.ClassTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassificationReaderTest {

    @TempDir
    Path folder;

    private static byte[] idx(int[] sizes, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + values.length);
        bytes.putInt((8 << 8) | sizes.length);
        Arrays.stream(sizes).forEach(bytes::putInt);
        Arrays.stream(values).forEach(value -> bytes.put((byte) value));
        return bytes.array();
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.write(folder.resolve(name), bytes);
    }

    private static byte[] gzipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private void writeIdx() throws IOException {
        write("train-images-idx3-ubyte.gz", gzipped(idx(new int[] {3, 1, 2}, 1, 2, 3, 4, 5, 255)));
        write("train-labels-idx1-ubyte.gz", gzipped(idx(new int[] {3}, 0, 2, 1)));
        write("t10k-images-idx3-ubyte", idx(new int[] {1, 1, 2}, 9, 8));
        write("t10k-labels-idx1-ubyte", idx(new int[] {1}, 2));
    }

    private ClassificationSet read() {
        return ClassificationReader.read(folder);
    }

    private void refused(String help, String message) {
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(message)
                .extracting(thrown -> ((InvalidInput) thrown).help())
                .isEqualTo(help);
    }

    @Test
    void idx_files_packed_or_not_give_pictures_and_labels() throws IOException {
        writeIdx();
        ClassificationSet set = read();
        List<Sample> train = set.dataset().require(Split.TRAIN);
        assertThat(set.classes().names()).containsExactly("0", "1", "2");
        assertThat(train).extracting(ClassificationSet::classIndex).containsExactly(0, 2, 1);
        Image last = set.image(train.get(2).image());
        assertThat(last.width()).isEqualTo(2);
        assertThat(last.bgr()).containsExactly(5, 5, 5, -1, -1, -1);
        assertThat(set.target(train.get(1))).isEqualTo(ClassTarget.oneHot(3, 2));
        assertThat(set.dataset().split(Split.VAL))
                .isEqualTo(set.dataset().split(Split.TEST))
                .hasSize(1);
        assertThat(set.dataset().notes()).singleElement().asString().contains("flattered");
    }

    @Test
    void idx_files_that_are_cut_short_or_disagree_are_refused() throws IOException {
        writeIdx();
        byte[] whole = idx(new int[] {3, 1, 2}, 1, 2, 3, 4, 5, 255);
        write("train-images-idx3-ubyte.gz", gzipped(Arrays.copyOf(whole, whole.length - 1)));
        refused("idx-file", "found 21 bytes, expected 22");
        byte[] packed = gzipped(whole);
        write("train-images-idx3-ubyte.gz", Arrays.copyOf(packed, packed.length - 12));
        refused("idx-file", "cannot be read or unpacked");
        write("train-images-idx3-ubyte.gz", idx(new int[] {2, 1, 2}, 1, 2, 3, 4));
        refused("idx-file", "has 2 pictures and");
        write("train-images-idx3-ubyte.gz", new byte[] {1, 2, 3});
        refused("idx-file", "found no header");
        writeIdx();
        write("t10k-labels-idx1-ubyte", idx(new int[] {1}, 3));
        refused("classification-data", "label 3 of picture 0, expected 0 to 2");
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
        refused("idx-file", "t10k-labels-idx1-ubyte(.gz) is missing");
    }

    @Test
    void names_of_numbered_classes_come_from_a_text_file() throws IOException {
        writeIdx();
        Files.writeString(folder.resolve("classes.txt"), "shirt\nshoe\nbag\n");
        assertThat(read().classes().names()).containsExactly("shirt", "shoe", "bag");
        Files.writeString(folder.resolve("classes.txt"), "shirt\n");
        refused("classification-data", "found 1 names, expected 3");
    }

    @Test
    void classes_are_renumbered_with_labels_and_opinions() throws IOException {
        writeIdx();
        ClassificationSet packed = read();
        Path torn = packed.dataset().require(Split.TRAIN).get(1).image();
        ClassificationSet set = new ClassificationSet(
                packed.dataset(), packed.pixels(), Map.of(torn, ClassTarget.probabilities(.25, 0, .75)));
        Classes order = new Classes(List.of("2", "0", "1"));
        assertThat(set.hasClasses(order)).isTrue();
        assertThat(set.hasClasses(new Classes(List.of("2", "0", "3")))).isFalse();
        assertThat(set.hasClasses(new Classes(List.of("2", "0", "1", "1")))).isFalse();
        ClassificationSet renumbered = set.renumbered(order);
        List<Sample> train = renumbered.dataset().require(Split.TRAIN);
        assertThat(renumbered.classes()).isEqualTo(order);
        assertThat(train).extracting(ClassificationSet::classIndex).containsExactly(1, 0, 2);
        assertThat(renumbered.target(train.get(1))).isEqualTo(ClassTarget.probabilities(.75, .25, 0));
        assertThat(renumbered.image(torn).bgr()).isEqualTo(set.image(torn).bgr());
        assertThat(renumbered.renumbered(set.classes())).isEqualTo(set);
    }

    private static byte[] cifar(int labelBytes, int... labels) {
        byte[] bytes = new byte[labels.length * (labelBytes + 3072)];
        for (int i = 0; i < labels.length; i++) {
            int at = i * (labelBytes + 3072);
            bytes[at + labelBytes - 1] = (byte) labels[i];
            Arrays.fill(bytes, at + labelBytes, at + labelBytes + 1024, (byte) 10); // red
            Arrays.fill(bytes, at + labelBytes + 2048, at + labelBytes + 3072, (byte) 30); // blue
        }
        return bytes;
    }

    @Test
    void cifar_records_give_colour_pictures() throws IOException {
        write("data_batch_1.bin", cifar(1, 3, 9));
        write("data_batch_2.bin", cifar(1, 0));
        write("test_batch.bin", cifar(1, 5));
        ClassificationSet set = read();
        List<Sample> train = set.dataset().require(Split.TRAIN);
        assertThat(train).extracting(ClassificationSet::classIndex).containsExactly(3, 9, 0);
        assertThat(Arrays.copyOf(set.image(train.get(1).image()).bgr(), 3)).containsExactly(30, 0, 10);

        write("test_batch.bin", Arrays.copyOf(cifar(1, 5), 3000));
        refused("cifar-file", "found 3000 bytes, expected a multiple of 3073");
        write("test_batch.bin", cifar(1, 10));
        refused("classification-data", "label 10 of picture 0, expected 0 to 9");
        Files.delete(folder.resolve("test_batch.bin"));
        refused("cifar-file", "missing");
    }

    @Test
    void cifar_100_has_two_labels_of_which_the_fine_one_counts() throws IOException {
        write("train.bin", cifar(2, 99));
        write("test.bin", cifar(2, 7));
        assertThat(read().classes().size()).isEqualTo(100);
        assertThat(ClassificationSet.classIndex(
                        read().dataset().split(Split.VAL).get(0)))
                .isEqualTo(7);
    }

    private void picture(String name) {
        ImageWriter.write(Image.filled(12, 11, 80), folder.resolve(name));
    }

    @Test
    void folders_are_classes_with_or_without_splits() throws IOException {
        for (String split : List.of("train", "val")) {
            for (String name : List.of("fine", "broken")) {
                Files.createDirectories(folder.resolve("split/" + split + "/" + name));
                Files.createDirectories(folder.resolve("plain/" + name));
                for (int i = 0; i < 6; i++) {
                    picture("split/%s/%s/%d.png".formatted(split, name, i));
                    picture("plain/%s/%s%d.png".formatted(name, split, i));
                }
            }
        }
        ClassificationSet split = ClassificationReader.read(folder.resolve("split"));
        assertThat(split.classes().names()).containsExactly("broken", "fine");
        assertThat(split.dataset().split(Split.VAL)).hasSize(12);
        assertThat(split.image(split.dataset().split(Split.VAL).get(0).image()).width())
                .isEqualTo(12);
        ClassificationSet plain = ClassificationReader.read(folder.resolve("plain"));
        assertThat(plain.dataset().split(Split.TRAIN).size()
                        + plain.dataset().split(Split.VAL).size())
                .isEqualTo(24);
        assertThat(plain.dataset().notes()).singleElement().asString().contains("held out");
    }

    @Test
    void folders_that_are_empty_or_differ_between_splits_are_refused() throws IOException {
        for (String name : List.of("train/fine", "train/broken", "val/fine", "val/worn")) {
            Files.createDirectories(folder.resolve(name));
            picture(name + "/1.png");
        }
        refused("classification-data", "found the class folders [fine, worn], expected [broken, fine]");
        Files.delete(folder.resolve("train/fine/1.png"));
        refused("classification-data", "fine: found no usable picture");
    }

    @Test
    void a_folder_without_classes_is_refused() {
        refused("classification-data", "found 0 class folders, expected at least 2");
        assertThatThrownBy(() -> ClassificationReader.read(folder.resolve("none")))
                .hasMessageContaining("expected a folder of class folders");
    }

    private ClassificationSet csv(String text) throws IOException {
        for (String name : List.of("a.png", "b.png", "c.png")) {
            picture(name);
        }
        return ClassificationReader.read(Files.writeString(folder.resolve("labels.csv"), text));
    }

    private ClassTarget target(ClassificationSet set, Split split, int index) {
        return set.target(set.dataset().split(split).get(index));
    }

    @Test
    void a_table_of_labels_with_several_rows_per_picture_holds_votes() throws IOException {
        ClassificationSet set = csv(
                "path,label,split\na.png,fine,train\nb.png,worn,train\nb.png,fine,train\nb.png,worn,train\nc.png,fine,val\n");
        assertThat(set.classes().names()).containsExactly("fine", "worn");
        assertThat(target(set, Split.TRAIN, 0)).isEqualTo(ClassTarget.oneHot(2, 0));
        assertThat(target(set, Split.TRAIN, 1).share(1)).isCloseTo(2f / 3, within(1e-6f));
        assertThat(target(set, Split.TRAIN, 1).origin()).isEqualTo(ClassTarget.Origin.PEOPLE);
        assertThat(set.dataset().split(Split.VAL)).hasSize(1);
    }

    @Test
    void a_table_of_probabilities_or_votes_holds_soft_labels() throws IOException {
        ClassificationSet set = csv("path,split,fine,worn\na.png,train,0.7,0.3\nb.png,train,0,1\nc.png,val,1,0\n");
        assertThat(target(set, Split.TRAIN, 0).shares()).containsExactly(0.7f, 0.3f);
        ClassificationSet votes = csv("path,split,fine,worn\na.png,train,3,1\nb.png,train,0,2\nc.png,val,1,0\n");
        assertThat(target(votes, Split.TRAIN, 0).shares()).containsExactly(0.75f, 0.25f);
    }

    @Test
    void tables_that_cannot_be_meant_are_refused_by_line() {
        refusedCsv("path,fine,worn\na.png,0.7,0.3\nb.png,0.7,0.2\n", "labels.csv:3: the probabilities sum to");
        refusedCsv("path,fine,worn\na.png,1.5,-0.5\n", "labels.csv:2: class 1 has -0.5");
        refusedCsv("path,fine,worn\na.png,x,0.3\n", "labels.csv:2: found 'x', expected a number");
        refusedCsv("path,fine,worn\na.png,0.3\n", "labels.csv:2: found 2 fields, expected 3");
        refusedCsv("path,label\nd.png,fine\n", "labels.csv:2: there is no picture");
        refusedCsv("path,label,split\na.png,fine,training\n", "found the split 'training'");
        refusedCsv("a.png,fine\n", "found the columns [a.png, fine]");
        refusedCsv("path,label,split\na.png,fine,val\n", "no row of the split train");
    }

    private void refusedCsv(String text, String message) {
        assertThatThrownBy(() -> csv(text))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(message)
                .extracting(thrown -> ((InvalidInput) thrown).help())
                .isEqualTo("classification-csv");
    }

    @Test
    void rows_of_a_picture_that_agree_are_one_label() throws IOException {
        ClassificationSet twice =
                csv("path,label,split\na.png,fine,train\na.png,fine,train\nb.png,worn,train\nc.png,fine,val\n");
        assertThat(twice.opinions()).isEmpty();
        assertThat(target(twice, Split.TRAIN, 0)).isEqualTo(ClassTarget.oneHot(2, 0));
        ClassificationSet votes = csv("path,split,fine,worn\na.png,train,3,0\nb.png,train,0,2\nc.png,val,1,1\n");
        assertThat(votes.opinions()).hasSize(1);
        assertThat(votes.isSoft(Split.TRAIN)).isFalse();
        assertThat(votes.isSoft(Split.VAL)).isTrue();
    }

    @Test
    void a_picture_in_two_splits_is_refused_with_both_lines() {
        refusedCsv(
                "path,label,split\na.png,fine,train\nb.png,worn,train\na.png,worn,val\n",
                "labels.csv:4: a.png is in the split 'val' here and in 'train' in line 2");
    }

    @Test
    void classes_that_are_whole_numbers_are_ordered_by_value() throws IOException {
        assertThat(csv("path,label\na.png,10\nb.png,9\nc.png,1\n").classes().names())
                .containsExactly("1", "9", "10");
        assertThat(csv("path,label\na.png,b10\nb.png,B9\nc.png,7\n").classes().names())
                .containsExactly("7", "B9", "b10");
        for (String name : List.of("2", "10", "1")) {
            Files.createDirectories(folder.resolve("grades/" + name));
            for (int i = 0; i < 6; i++) {
                picture("grades/%s/%d.png".formatted(name, i));
            }
        }
        assertThat(ClassificationReader.read(folder.resolve("grades")).classes().names())
                .containsExactly("1", "2", "10");
    }
}
