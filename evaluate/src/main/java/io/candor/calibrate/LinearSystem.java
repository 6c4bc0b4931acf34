package io.candor.calibrate;

/** Symmetric linear equations of a few unknowns. */
final class LinearSystem {

    private LinearSystem() {}

    /**
     * x with {@code (matrix + ridge * (trace / n + tiny) * identity) x = right}, by Gaussian elimination with pivots.
     *
     * @param ridge keeps a singular matrix solvable
     */
    static double[] solve(double[][] matrix, double[] right, double ridge) {
        int n = right.length;
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += matrix[i][i];
        }
        double[][] m = new double[n][n + 1];
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix[i], 0, m[i], 0, n);
            m[i][i] += ridge * trace / n + Double.MIN_NORMAL;
            m[i][n] = right[i];
        }
        for (int c = 0; c < n; c++) {
            eliminate(m, c);
        }
        double[] x = new double[n];
        for (int r = n - 1; r >= 0; r--) {
            double sum = m[r][n];
            for (int c = r + 1; c < n; c++) {
                sum -= m[r][c] * x[c];
            }
            x[r] = sum / m[r][r];
        }
        return x;
    }

    private static void eliminate(double[][] m, int column) {
        int pivot = column;
        for (int r = column + 1; r < m.length; r++) {
            pivot = Math.abs(m[r][column]) > Math.abs(m[pivot][column]) ? r : pivot;
        }
        double[] swapped = m[pivot];
        m[pivot] = m[column];
        m[column] = swapped;
        for (int r = column + 1; r < m.length; r++) {
            double factor = m[r][column] / m[column][column];
            for (int c = column; c < m[r].length; c++) {
                m[r][c] -= factor * m[column][c];
            }
        }
    }
}
