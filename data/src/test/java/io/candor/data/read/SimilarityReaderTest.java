package io.candor.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.read.SimilarityReader.Kind;
import io.candor.data.target.SimilarityMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimilarityReaderTest {

    private static final Classes CLASSES = new Classes(List.of("open", "short", "spur"));
    private static final SimilarityMatrix EXPECTED =
            SimilarityMatrix.of("test", new double[][] {{0, 1, 1}, {1, 0, 0}, {0, 0, 1}});

    @TempDir
    Path folder;

    private SimilarityMatrix read(String name, String text) throws IOException {
        return SimilarityReader.read(Files.writeString(folder.resolve(name), text), Kind.AUTO, CLASSES);
    }

    @Test
    void a_table_may_have_names_a_header_and_remarks() throws IOException {
        assertThat(read("plain.csv", "0,1,1\n1,0,0\n0,0,1\n")).isEqualTo(EXPECTED);
        assertThat(read("header.csv", "# by the quality team\nopen,short,spur\n0,1,1\n1,0,0\n\n0,0,1"))
                .isEqualTo(EXPECTED);
        assertThat(read("named.csv", "\uFEFF,open,short,spur\nopen,0,0.5,0.5\n\"short\",1,0,0\nspur,0,0,1\n"))
                .isEqualTo(EXPECTED);
    }

    @Test
    void groups_are_named_or_numbered() throws IOException {
        SimilarityMatrix expected = SimilarityMatrix.groups(3, List.of(List.of(1, 2)));
        assertThat(read("groups.yaml", "groups:\n  - [short, spur]\n")).isEqualTo(expected);
        assertThat(read("groups.yml", "groups:\n  - [1, 2]\n  - [open]\n")).isEqualTo(expected);
    }

    @Test
    void an_evaluation_of_a_detector_or_a_classifier_gives_its_confusions() throws IOException {
        SimilarityMatrix expected = SimilarityMatrix.confusions("x", new double[][] {{9, 3, 1}, {0, 5, 0}, {2, 2, 8}});
        assertThat(read("evaluation.json", """
                        {"confusion": {"names": ["open", "short", "spur", "background"], "rows": "predicted class",
                         "counts": [[9, 0, 2, 4], [3, 5, 2, 4], [1, 0, 8, 4], [7, 7, 7, 0]]}}""")).isEqualTo(expected);
        assertThat(read("classes.json", """
                        {"confusion": {"names": ["open", "short", "spur"], "rows": "true class",
                         "counts": [[9, 3, 1], [0, 5, 0], [2, 2, 8]]}}""")).isEqualTo(expected);
    }

    @Test
    void centroids_are_a_table_of_any_width() throws IOException {
        Path file = Files.writeString(folder.resolve("c.csv"), "1,0\n3,4\n0,2\n");
        assertThat(SimilarityReader.read(file, Kind.CENTROIDS, CLASSES))
                .isEqualTo(SimilarityMatrix.centroids("x", new double[][] {{1, 0}, {3, 4}, {0, 2}}));
    }

    @Test
    void files_that_do_not_fit_are_refused_with_place_and_expectation() {
        refused("a.csv", "1,0\n0,1\n", "found 2 rows of numbers, expected 3, one per class: open, short, spur");
        refused("b.csv", "1,0,0\n0,1\n0,0,1\n", "row 2 has 2 numbers");
        refused("c.csv", "1,0,0\n0,-1,0\n0,0,1\n", "row 2 has -1.0 in column 2");
        refused("d.csv", "1,0,0\n0,0,0\n0,0,1\n", "row 2 has only zeros");
        refused("e.csv", "open,1,0,0\nspur,0,1,0\nshort,0,0,1\n", "e.csv:2: found 'spur', expected class 1, 'short'");
        refused("f.csv", "open,1,0,0\nshort,0,x,0\nspur,0,0,1\n", "f.csv:2: found 'x', expected a number");
        refused("g.csv", "\n", "has no rows");
        refused("a.yaml", "groups:\n  - [short, spurr]\n", "a.yaml:2: there is no class 'spurr'");
        refused("b.yaml", "groups: short\n", "b.yaml:1: `groups` must be a list of lists");
        refused("c.yaml", "group:\n  - [short]\n", "has no key `groups`");
        refused("a.json", "{\"confusion\": {\"names\": [\"a\"], \"counts\": [[1]]}}", "expected [open, short, spur]");
        refused("b.json", "{\"confusion\"", "is not JSON");
        refused(
                "c.json",
                "{\"confusion\": {\"names\": [\"open\", \"short\", \"spur\"], \"counts\": [[1]]}}",
                "no number for true class 0, predicted class 1");
        assertThatThrownBy(() -> SimilarityReader.read(folder.resolve("none.csv"), Kind.AUTO, CLASSES))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("does not exist");
    }

    private void refused(String name, String text, String message) {
        assertThatThrownBy(() -> read(name, text))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(message)
                .extracting(thrown -> ((InvalidInput) thrown).help())
                .isEqualTo("smoothing-matrix");
    }

    private static final Classes DIGITS = new Classes(List.of("0", "1", "2"));

    private SimilarityMatrix digits(Kind kind, String text) throws IOException {
        return SimilarityReader.read(Files.writeString(folder.resolve("digits.csv"), text), kind, DIGITS);
    }

    @Test
    void names_that_look_like_numbers_are_told_from_values_by_their_place() throws IOException {
        SimilarityMatrix centroids = SimilarityMatrix.centroids("x", new double[][] {{.1, .2}, {.4, .1}, {.3, .3}});
        for (String header : List.of("", "class,f1,f2\n", ",0,1\n", "name,1,2\n")) {
            assertThat(digits(Kind.CENTROIDS, header + "0,.1,.2\n1,.4,.1\n2,.3,.3\n"))
                    .as(header)
                    .isEqualTo(centroids);
        }
        assertThat(digits(Kind.CENTROIDS, "f0,f1,f2\n3,.1,.2\n1,.4,.1\n2,.3,.3\n"))
                .isEqualTo(SimilarityMatrix.centroids("x", new double[][] {{3, .1, .2}, {1, .4, .1}, {2, .3, .3}}));
        for (String text : List.of(
                "0,0,1,1\n1,1,0,0\n2,0,0,1\n", ",0,1,2\n0,0,1,1\n1,1,0,0\n2,0,0,1\n", "0,1,2\n0,1,1\n1,0,0\n0,0,1\n")) {
            assertThat(digits(Kind.MATRIX, text)).as(text).isEqualTo(EXPECTED);
        }
        assertThatThrownBy(() -> digits(Kind.CENTROIDS, "class,f1\n0,1\n2,3\n1,2\n"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("digits.csv:3: found '2', expected class 1, '1'");
    }
}
