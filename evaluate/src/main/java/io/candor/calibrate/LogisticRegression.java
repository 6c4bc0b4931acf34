package io.candor.calibrate;

import java.util.Arrays;

/**
 * Weights w of least mean binary cross entropy of {@code sigmoid(sum of w[j] * columns[j][i] + offset[i])} against
 * targets in [0, 1]: Newton's method with backtracking; the problem is convex. Weights that must not be negative are
 * tried free and fixed at 0 in every combination, and the best admissible solution wins (at most four combinations).
 */
final class LogisticRegression {

    private static final int MOST_STEPS = 200;
    private static final int MOST_HALVINGS = 50;
    /** Largest component of the mean gradient at which the search ends. */
    private static final double FLAT = 1e-14;
    /** Damping of a singular Hessian, relative to its trace. */
    private static final double RIDGE = 1e-13;
    /** Armijo's constant. */
    private static final double SUFFICIENT = 1e-4;
    /** Closer than this to the lowest loss there is, with targets 0 or 1, the weights run towards infinity. */
    private static final double PERFECT = 1e-6;

    private final double[][] columns;
    private final double[] offset;
    private final double[] target;

    private LogisticRegression(double[][] columns, double[] offset, double[] target) {
        this.columns = columns;
        this.offset = offset;
        this.target = target;
    }

    /**
     * What was found.
     *
     * @param note why it is not the plain minimum; empty if it is
     */
    @SuppressWarnings("ArrayRecordComponent") // unpacked at once
    record Solution(double[] weights, double loss, String note) {}

    static double[] logits(Observations observations) {
        return Arrays.stream(observations.confidence()).map(Logit::of).toArray();
    }

    static double[] ones(Observations observations) {
        double[] ones = new double[observations.size()];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** True where a slope cannot be told: one confidence only, or targets that are all right or all wrong. */
    static boolean onlyShiftCanBeFitted(Observations observations) {
        return observations.isConstant() || observations.isOneSided();
    }

    /** The shift of given log odds, with its reason. */
    static Solution shift(double[] logits, Observations observations) {
        boolean oneSided = observations.isOneSided();
        Observations fitted = oneSided ? observations.drawnTogether() : observations;
        double[][] columns = {ones(observations)};
        double[] weights = new LogisticRegression(columns, logits, fitted.target()).newton(new boolean[] {true});
        String note = oneSided
                ? "every detection has the same outcome: only a shift was fitted, to targets drawn together as Platt (1999) does"
                : "every detection has the same confidence: only a shift was fitted";
        return new Solution(weights, Double.NaN, note);
    }

    /**
     * The minimum.
     *
     * @param nonNegative positions of weights that must not be negative
     */
    static Solution fit(double[][] columns, Observations observations, int... nonNegative) {
        LogisticRegression problem = new LogisticRegression(columns, null, observations.target());
        Solution best = problem.best(nonNegative);
        boolean hard = Arrays.stream(observations.target()).anyMatch(t -> t == 0 || t == 1);
        if (Double.isFinite(best.loss) && !(hard && best.loss - observations.lossFloor() < PERFECT)) {
            return best;
        }
        Observations drawn = observations.drawnTogether();
        Solution again = new LogisticRegression(columns, null, drawn.target()).best(nonNegative);
        return new Solution(
                again.weights,
                again.loss,
                "right and wrong are perfectly separated: fitted to targets drawn together as Platt (1999) does");
    }

    private Solution best(int... nonNegative) {
        Solution best = null;
        for (int fixed = 0; fixed < 1 << nonNegative.length; fixed++) {
            boolean[] free = new boolean[columns.length];
            Arrays.fill(free, true);
            for (int j = 0; j < nonNegative.length; j++) {
                free[nonNegative[j]] = (fixed >> j & 1) == 0;
            }
            double[] weights = newton(free);
            boolean admissible = Arrays.stream(nonNegative).allMatch(j -> weights[j] >= 0);
            double loss = loss(weights);
            if (admissible && (best == null || loss < best.loss)) {
                best = new Solution(weights, loss, fixed == 0 ? "" : "a slope would be negative and was set to 0");
            }
            if (admissible && fixed == 0) {
                return best;
            }
        }
        return best; // never null: with all of them fixed at 0 the solution is admissible
    }

    private double[] newton(boolean[] free) {
        double[] weights = new double[columns.length];
        double loss = loss(weights);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] gradient = new double[columns.length];
            double[][] hessian = new double[columns.length][columns.length];
            derivatives(weights, free, gradient, hessian);
            if (Arrays.stream(gradient).map(Math::abs).max().orElse(0) < FLAT) {
                break;
            }
            double[] direction = LinearSystem.solve(hessian, gradient, RIDGE);
            double slope = 0;
            for (int j = 0; j < weights.length; j++) {
                slope -= gradient[j] * direction[j];
            }
            double[] next = weights;
            double lower = loss;
            double length = 1;
            for (int h = 0; h < MOST_HALVINGS; h++, length /= 2) {
                double[] tried = moved(weights, direction, length);
                double reached = loss(tried);
                if (reached <= loss + SUFFICIENT * length * slope) {
                    next = tried;
                    lower = reached;
                    break;
                }
            }
            boolean arrived = Arrays.equals(next, weights);
            weights = next;
            loss = lower;
            if (arrived) {
                break; // no descent beyond rounding
            }
        }
        return weights;
    }

    private static double[] moved(double[] weights, double[] direction, double length) {
        double[] moved = weights.clone();
        for (int j = 0; j < moved.length; j++) {
            moved[j] -= length * direction[j];
        }
        return moved;
    }

    private double logit(double[] weights, int i) {
        double sum = offset == null ? 0 : offset[i];
        for (int j = 0; j < weights.length; j++) {
            sum += weights[j] * columns[j][i];
        }
        return sum;
    }

    private double loss(double[] weights) {
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            double u = logit(weights, i);
            sum += Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u))) - target[i] * u;
        }
        return sum / target.length;
    }

    private void derivatives(double[] weights, boolean[] free, double[] gradient, double[][] hessian) {
        int k = weights.length;
        for (int i = 0; i < target.length; i++) {
            double p = Logit.sigmoid(logit(weights, i));
            double curvature = p * (1 - p) / target.length;
            double error = (p - target[i]) / target.length;
            for (int a = 0; a < k; a++) {
                gradient[a] += error * columns[a][i];
                for (int b = 0; b <= a; b++) {
                    hessian[a][b] += curvature * columns[a][i] * columns[b][i];
                }
            }
        }
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < a; b++) {
                hessian[a][b] = free[a] && free[b] ? hessian[a][b] : 0;
                hessian[b][a] = hessian[a][b];
            }
            if (!free[a]) {
                gradient[a] = 0;
                hessian[a][a] = 1;
            }
        }
    }
}
