package io.candor.calibrate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** L-BFGS with backtracking (Nocedal and Wright 2006, algorithms 7.4 and 3.1), for smooth convex functions. */
final class LimitedMemory {

    private static final int MEMORY = 12;
    private static final int MOST_HALVINGS = 60;
    private static final double SUFFICIENT = 1e-4; // Armijo's constant

    private LimitedMemory() {}

    /** A function to be minimised. */
    interface Objective {
        /** Its value; the gradient is written into the second array. */
        double valueAndGradient(double[] at, double[] gradient);
    }

    /** A step, the change of the gradient along it, and one over their product. */
    @SuppressWarnings("ArrayRecordComponent") // lives for a few steps
    private record Step(double[] moved, double[] changed, double inverse) {}

    /**
     * The minimum.
     *
     * @param flat largest component of the gradient at which the search ends
     */
    static double[] minimise(Objective objective, double[] start, int steps, double flat) {
        double[] at = start.clone();
        double[] gradient = new double[at.length];
        double value = objective.valueAndGradient(at, gradient);
        Deque<Step> memory = new ArrayDeque<>();
        for (int step = 0; step < steps && largest(gradient) > flat; step++) {
            double[] direction = direction(gradient, memory);
            double slope = -dot(gradient, direction);
            double[] next = at;
            double[] nextGradient = new double[at.length];
            double length = 1;
            boolean lower = false;
            for (int h = 0; h < MOST_HALVINGS && !lower; h++, length /= 2) {
                next = minus(at, direction, length);
                double reached = objective.valueAndGradient(next, nextGradient);
                lower = reached <= value + SUFFICIENT * length * slope;
                value = lower ? reached : value;
            }
            if (!lower) {
                break; // no descent beyond rounding
            }
            remember(memory, minus(next, at, 1), minus(nextGradient, gradient, 1));
            at = next;
            gradient = nextGradient;
        }
        return at;
    }

    private static void remember(Deque<Step> memory, double[] moved, double[] changed) {
        double product = dot(moved, changed);
        if (product > 0) {
            memory.addLast(new Step(moved, changed, 1 / product));
            if (memory.size() > MEMORY) {
                memory.removeFirst();
            }
        }
    }

    /** The two-loop recursion: the gradient times an estimate of the inverse Hessian. */
    private static double[] direction(double[] gradient, Deque<Step> memory) {
        double[] q = gradient.clone();
        double[] factors = new double[memory.size()];
        int i = memory.size();
        for (Iterator<Step> newest = memory.descendingIterator(); newest.hasNext(); ) {
            Step step = newest.next();
            factors[--i] = step.inverse * dot(step.moved, q);
            q = minus(q, step.changed, factors[i]);
        }
        if (!memory.isEmpty()) {
            Step last = memory.getLast();
            double scale = 1 / (last.inverse * dot(last.changed, last.changed));
            for (int j = 0; j < q.length; j++) {
                q[j] *= scale;
            }
        }
        for (Step step : memory) {
            double back = step.inverse * dot(step.changed, q);
            q = minus(q, step.moved, back - factors[i++]);
        }
        return q;
    }

    private static double[] minus(double[] a, double[] b, double factor) {
        double[] difference = new double[a.length];
        for (int j = 0; j < a.length; j++) {
            difference[j] = a[j] - factor * b[j];
        }
        return difference;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private static double largest(double[] gradient) {
        double largest = 0;
        for (double g : gradient) {
            largest = Math.max(largest, Math.abs(g));
        }
        return largest;
    }
}
