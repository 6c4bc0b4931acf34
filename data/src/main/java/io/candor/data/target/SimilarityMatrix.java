package io.candor.data.target;

import io.candor.data.InvalidInput;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * Where the mass taken from each class goes: row y says how it is shared among all classes. Rows sum to 1; a share on
 * the diagonal stays with the true class. A short circuit may be confused with a spur more than with a missing hole,
 * and uniform smoothing cannot say so (Liu and JaJa, 2021).
 */
public final class SimilarityMatrix {

    static final String HELP = "smoothing-matrix";

    private final double[][] rows;

    private SimilarityMatrix(double[][] rows) {
        this.rows = rows;
    }

    /**
     * The matrix of given similarities; each row is divided by its sum.
     *
     * @param source where they come from, for messages
     * @param similarities (K, K), not negative, no row of zeros
     * @throws InvalidInput naming the row, counted from 1
     */
    public static SimilarityMatrix of(String source, double[][] similarities) {
        double[][] rows = new double[similarities.length][];
        for (int row = 0; row < rows.length; row++) {
            if (similarities[row].length != rows.length) {
                throw invalid(
                        source,
                        row,
                        "has %d numbers and there are %d rows; expected a square matrix, one row and column per class"
                                .formatted(similarities[row].length, rows.length));
            }
            rows[row] = normalized(source, row, similarities[row]);
        }
        return new SimilarityMatrix(rows);
    }

    private static double[] normalized(String source, int row, double... similarities) {
        double sum = 0;
        for (int column = 0; column < similarities.length; column++) {
            double value = similarities[column];
            if (!(value >= 0) || Double.isInfinite(value)) {
                throw invalid(
                        source,
                        row,
                        "has %s in column %d; expected numbers that are not negative".formatted(value, column + 1));
            }
            sum += value;
        }
        if (sum == 0) {
            throw invalid(
                    source,
                    row,
                    "has only zeros, so the mass taken from that class has nowhere to go; put a 1 on the diagonal to leave the class as it is");
        }
        double[] shares = similarities.clone();
        for (int column = 0; column < shares.length; column++) {
            shares[column] /= sum;
        }
        return shares;
    }

    private static InvalidInput invalid(String source, int row, String what) {
        return new InvalidInput(HELP, "%s: row %d %s.".formatted(source, row + 1, what));
    }

    /**
     * Equal shares on the classes of an ordered scale that lie at most {@code reach} places away, fewer at its ends.
     *
     * @throws InvalidInput with fewer than two classes or a reach below 1
     */
    public static SimilarityMatrix neighbours(int classes, int reach) {
        if (classes < 2 || reach < 1) {
            throw new InvalidInput(
                    "smoothing-convention",
                    "--smoothing-convention neighbours: found %d classes and --smoothing-neighbours %d, expected at least 2 classes and 1 neighbour."
                            .formatted(classes, reach));
        }
        double[][] near = new double[classes][classes];
        for (int row = 0; row < classes; row++) {
            for (int column = 0; column < classes; column++) {
                near[row][column] = row != column && Math.abs(row - column) <= reach ? 1 : 0;
            }
        }
        return of("neighbours", near);
    }

    /**
     * Classes of one group share their mass equally among the others of it; a class of several groups shares with all
     * of them, and one of no group, or alone in it, keeps its mass.
     *
     * @param groups class indices
     */
    public static SimilarityMatrix groups(int classes, List<List<Integer>> groups) {
        double[][] shares = new double[classes][classes];
        for (List<Integer> group : groups) {
            for (int one : group) {
                for (int other : group) {
                    shares[one][other] = one == other ? 0 : 1;
                }
            }
        }
        return keepingLoners("groups", shares);
    }

    /**
     * Shares as a network confused the classes: of the wrong answers for class y, the part that was k. A class that was
     * never confused keeps its mass.
     *
     * @param counts (K, K): row = true class, column = predicted class; the diagonal is not read
     */
    public static SimilarityMatrix confusions(String source, double[][] counts) {
        double[][] wrong = new double[counts.length][];
        for (int row = 0; row < wrong.length; row++) {
            wrong[row] = counts[row].clone();
            wrong[row][row] = 0;
        }
        return keepingLoners(source, wrong);
    }

    /**
     * Shares proportional to the cosine between class centroids in a feature space; classes at a right angle or beyond
     * get nothing, and a class that nothing resembles keeps its mass.
     *
     * @param centroids (K, D): mean feature vector per class
     * @throws InvalidInput if a centroid is zero or the vectors differ in length
     */
    public static SimilarityMatrix centroids(String source, double[][] centroids) {
        double[][] cosines = new double[centroids.length][centroids.length];
        for (int row = 0; row < cosines.length; row++) {
            if (centroids[row].length != centroids[0].length) {
                throw invalid(
                        source,
                        row,
                        "has %d features, the first has %d".formatted(centroids[row].length, centroids[0].length));
            }
            double length = length(centroids[row]);
            if (!(length > 0) || Double.isInfinite(length)) {
                throw invalid(source, row, "is no direction: its length is " + length);
            }
            for (int column = 0; column < row; column++) {
                double cosine = product(centroids[row], centroids[column]) / length / length(centroids[column]);
                cosines[row][column] = Math.max(0, cosine);
                cosines[column][row] = cosines[row][column];
            }
        }
        return keepingLoners(source, cosines);
    }

    private static double length(double... vector) {
        return Math.sqrt(product(vector, vector));
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static SimilarityMatrix keepingLoners(String source, double[][] shares) {
        for (int row = 0; row < shares.length; row++) {
            if (Arrays.stream(shares[row]).sum() == 0) {
                shares[row][row] = 1;
            }
        }
        return of(source, shares);
    }

    /** Number of classes. */
    public int classes() {
        return rows.length;
    }

    /** The part of class {@code from}'s mass that goes to class {@code to}. */
    public double share(int from, int to) {
        return rows[from][to];
    }

    /** @throws InvalidInput if this is not about so many classes */
    SimilarityMatrix requireClasses(String source, int classes) {
        if (rows.length != classes) {
            throw new InvalidInput(
                    HELP,
                    "%s: found a matrix of %d classes, expected %d, one row and column per class of the data set."
                            .formatted(source, rows.length, classes));
        }
        return this;
    }

    /** Rows separated by semicolons, numbers by blanks, printed so that {@link #parse} reads them back exactly. */
    public String text() {
        StringJoiner text = new StringJoiner(";");
        for (double[] row : rows) {
            StringJoiner line = new StringJoiner(" ");
            for (double share : row) {
                line.add(share == 0 ? "0" : Double.toString(share));
            }
            text.add(line.toString());
        }
        return text.toString();
    }

    /** What {@link #text} wrote; the numbers are taken as they are. */
    public static SimilarityMatrix parse(String text) {
        String[] lines = text.split(";", -1);
        double[][] rows = new double[lines.length][];
        for (int row = 0; row < lines.length; row++) {
            rows[row] = Arrays.stream(lines[row].split(" ", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            if (rows[row].length != lines.length) {
                throw new IllegalArgumentException("a similarity matrix that is not square");
            }
        }
        return new SimilarityMatrix(rows);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SimilarityMatrix matrix && Arrays.deepEquals(matrix.rows, rows);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(rows);
    }

    @Override
    public String toString() {
        return "similarity of %d classes".formatted(rows.length);
    }
}
