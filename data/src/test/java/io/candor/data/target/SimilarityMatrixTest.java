package io.candor.data.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.InvalidInput;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimilarityMatrixTest {

    private static double[] row(SimilarityMatrix matrix, int row) {
        double[] shares = new double[matrix.classes()];
        for (int k = 0; k < shares.length; k++) {
            shares[k] = matrix.share(row, k);
        }
        return shares;
    }

    @Test
    void rows_are_divided_by_their_sums() {
        SimilarityMatrix matrix = SimilarityMatrix.of("m", new double[][] {{2, 2}, {0, 3}});
        assertThat(row(matrix, 0)).containsExactly(0.5, 0.5);
        assertThat(row(matrix, 1)).containsExactly(0, 1);
    }

    @Test
    void what_is_no_similarity_is_refused_by_row() {
        refused(new double[][] {{1, 0, 0}, {0, 1, 0}}, "row 1 has 3 numbers and there are 2 rows");
        refused(new double[][] {{1, 0}, {-0.1, 1}}, "row 2 has -0.1 in column 1");
        refused(new double[][] {{1, Double.NaN}, {0, 1}}, "row 1 has NaN");
        refused(new double[][] {{1, 0}, {0, 0}}, "row 2 has only zeros");
    }

    private static void refused(double[][] similarities, String message) {
        assertThatThrownBy(() -> SimilarityMatrix.of("m.csv", similarities))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("m.csv: " + message)
                .extracting(thrown -> ((InvalidInput) thrown).help())
                .isEqualTo("smoothing-matrix");
    }

    @Test
    void neighbours_share_equally_and_there_are_fewer_at_the_ends() {
        SimilarityMatrix matrix = SimilarityMatrix.neighbours(5, 2);
        assertThat(row(matrix, 2)).containsExactly(0.25, 0.25, 0, 0.25, 0.25);
        assertThat(row(matrix, 0)).containsExactly(0, 0.5, 0.5, 0, 0);
        assertThatThrownBy(() -> SimilarityMatrix.neighbours(1, 1)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void groups_share_among_their_members_and_loners_keep_their_mass() {
        SimilarityMatrix matrix = SimilarityMatrix.groups(5, List.of(List.of(0, 1, 2), List.of(2, 3)));
        assertThat(row(matrix, 0)).containsExactly(0, 0.5, 0.5, 0, 0);
        assertThat(row(matrix, 2)).containsExactly(1.0 / 3, 1.0 / 3, 0, 1.0 / 3, 0);
        assertThat(row(matrix, 4)).containsExactly(0, 0, 0, 0, 1);
    }

    @Test
    void confusions_count_wrong_answers_only() {
        SimilarityMatrix matrix = SimilarityMatrix.confusions("c", new double[][] {{90, 3, 1}, {0, 50, 0}, {2, 2, 8}});
        assertThat(row(matrix, 0)).containsExactly(0, 0.75, 0.25);
        assertThat(row(matrix, 1)).containsExactly(0, 1, 0);
        assertThat(row(matrix, 2)).containsExactly(0.5, 0.5, 0);
    }

    @Test
    void centroids_share_by_the_cosine_between_them() {
        SimilarityMatrix matrix = SimilarityMatrix.centroids("f", new double[][] {{1, 0}, {3, 4}, {0, 2}, {-1, 0}});
        assertThat(row(matrix, 0)).containsExactly(0, 1, 0, 0); // cosines .6, 0, -1
        assertThat(matrix.share(1, 0)).isCloseTo(0.6 / 1.4, within(1e-15));
        assertThat(row(matrix, 3)).containsExactly(0, 0, 0, 1);
        assertThatThrownBy(() -> SimilarityMatrix.centroids("f", new double[][] {{1, 0}, {0, 0}}))
                .hasMessageContaining("row 2 is no direction");
        assertThatThrownBy(() -> SimilarityMatrix.centroids("f", new double[][] {{1, 0}, {1}}))
                .hasMessageContaining("row 2 has 1 features, the first has 2");
    }

    @Test
    void text_reads_back_exactly() {
        Random random = new Random(5);
        double[][] similarities = new double[7][7];
        for (double[] row : similarities) {
            for (int k = 0; k < row.length; k++) {
                row[k] = random.nextDouble();
            }
        }
        SimilarityMatrix matrix = SimilarityMatrix.of("m", similarities);
        assertThat(SimilarityMatrix.parse(matrix.text())).isEqualTo(matrix).hasSameHashCodeAs(matrix);
        assertThatThrownBy(() -> SimilarityMatrix.parse("1 0;0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_uniform_matrix_is_uniform_smoothing_and_every_matrix_keeps_the_mass() {
        double[][] ones = new double[4][4];
        for (double[] row : ones) {
            java.util.Arrays.fill(row, 1);
        }
        var aware = new ClassAware("similarity", 0.1, SimilarityMatrix.of("m", ones));
        assertThat(aware.target(4, 2, 0.8)).containsExactly(new Smoothing.Uniform(0.1).target(4, 2, 0.8));
        var near = new ClassAware("neighbours", 0.2, SimilarityMatrix.neighbours(4, 1));
        assertThat(near.target(4, 3, 1)).containsExactly(0, 0, 0.2f, 0.8f);
        assertThat(near.describe(4, Softening.Activation.SIGMOID))
                .contains("  true-class target 0.800000 to 0.800000, off-class target at most 0.200000");
    }

    @Test
    void a_factor_that_lets_another_class_win_is_refused_with_the_limit() {
        SimilarityMatrix near = SimilarityMatrix.neighbours(3, 1);
        assertThat(new ClassAware("neighbours", 0.49, near).target(3, 0, 1)[0]).isGreaterThan(0.5f);
        assertThatThrownBy(() -> new ClassAware("neighbours", 0.5, near))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("below 0.5000: class 1 would get as much as the true class 0");
        assertThatThrownBy(() -> new ClassAware("neighbours", -0.1, near)).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> new ClassAware("neighbours", 0.1, near).target(4, 0, 1))
                .hasMessageContaining("found a matrix of 3 classes, expected 4");
    }
}
