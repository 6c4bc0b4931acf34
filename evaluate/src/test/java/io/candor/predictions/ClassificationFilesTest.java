package io.candor.predictions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import io.candor.metric.ClassifiedSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassificationFilesTest {

    @TempDir
    private Path folder;

    @Test
    void confidence_and_correctness_alone_make_a_set_without_classes() throws IOException {
        ClassifiedSet set = read("\uFEFFcorrect;confidence\n1;0.5\ntrue;1\n\n0;0\n");
        assertThat(set.size()).isEqualTo(3);
        assertThat(set.hasLabels()).isFalse();
        assertThat(set.confidence(1)).isOne();
        assertThat(set.correct(1)).isTrue();
        assertThat(set.correct(2)).isFalse();
        assertThat(set.images()).hasSize(3);
    }

    @Test
    void predictions_and_labels_name_the_classes() throws IOException {
        ClassifiedSet set = read("path,confidence,prediction,label\n\"a,1\",.9,10,9\nb,.8,9,9\n\"a,1\",.7,9,9\n");
        assertThat(set.classes().names()).containsExactly("9", "10");
        assertThat(set.prediction(0)).isOne();
        assertThat(set.label(0)).isZero();
        assertThat(set.correct(0)).isFalse();
        assertThat(set.images()).containsExactly("a,1", "b");
        assertThat(set.image(2)).isZero();
        assertThat(set.hasProbabilities()).isFalse();
    }

    @Test
    void a_column_of_probabilities_per_class_gives_everything() throws IOException {
        ClassifiedSet set = read("cat,label,dog\n.25,dog,.75\n.5,0,.5\n");
        assertThat(set.classes().names()).containsExactly("cat", "dog");
        assertThat(set.label(0)).isOne();
        assertThat(set.prediction(1)).as("of equal probabilities the first").isZero();
        assertThat(set.label(1)).as("position instead of name").isZero();
        assertThat(set.probability(0, 1)).isEqualTo(.75);
        assertThat(set.confidence(0)).isEqualTo(.75);
    }

    @Test
    void a_part_has_the_rows_of_the_chosen_images() throws IOException {
        ClassifiedSet set = read("image,a,b,label\nx,.25,.75,b\ny,.5,.5,a\nx,1,0,a\n");
        ClassifiedSet part = set.onImages(image -> set.images().get(image).equals("x"));
        assertThat(part.size()).isEqualTo(2);
        assertThat(part.images()).containsExactly("x");
        assertThat(part.probability(1, 0)).isOne();
        assertThat(part.fingerprint()).isNotEqualTo(set.fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is empty",
                "confidence,correct | has a header and no data",
                "a,b\\n1,2 | the columns are a,b. Expected",
                "confidence,correct\\n1.5,1 | line 2: confidence is 1.5",
                "confidence,correct\\nNaN,1 | confidence is NaN",
                "confidence,correct\\nx,1 | confidence is `x`",
                "confidence,correct\\n.5,maybe | correct is `maybe`",
                "confidence,correct\\n.5 | line 2: 1 fields, expected 2",
                "confidence,confidence,correct\\n1,1,1 | `confidence` is there twice",
                "confidence,correct\\n\".5,1 | a quote is opened",
                "confidence,prediction,label\\n.5,a, | label is empty",
                "a,b,label\\n.9,.9,a | add up to 1.8",
                "a,b,label\\n.5,.5,c | label is `c`",
                "1,2,label\\n.5,.5,0 | label is `0`",
            })
    void what_cannot_be_used_is_refused_with_the_reason(String text, String reason) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("predictions.csv")
                .hasMessageContaining(reason);
    }

    @Test
    void other_encodings_and_missing_files_are_refused() throws IOException {
        Path file = Files.write(
                folder.resolve("latin.csv"), "confidence,correct,n\u00e4me\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ClassificationFiles.read(file)).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> ClassificationFiles.read(folder.resolve("no.csv")))
                .hasMessageContaining("no such file");
    }

    private ClassifiedSet read(String text) throws IOException {
        return ClassificationFiles.read(Files.writeString(folder.resolve("predictions.csv"), text));
    }
}
