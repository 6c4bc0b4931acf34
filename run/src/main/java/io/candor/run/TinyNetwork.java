package io.candor.run;

import io.candor.data.target.Smoothing;
import java.util.Random;

/**
 * Two fully connected layers with a rectifier between, trained by Adam (Kingma and Ba 2015, their defaults) on smoothed
 * cross entropy. For demonstrations on vectors of a few numbers, where a native library would cost more than it computes.
 */
final class TinyNetwork {

    private static final double FIRST_DECAY = 0.9;
    private static final double SECOND_DECAY = 0.999;
    private static final double TINY = 1e-8;

    private final int inputs;
    private final int hidden;
    private final int classes;
    /** Weights and biases of the first layer, then of the second; row by row. */
    final double[] parameters;

    private final double[] gradient;
    private final double[] firstMoment;
    private final double[] secondMoment;
    private int steps;

    TinyNetwork(int inputs, int hidden, int classes, long seed) {
        this.inputs = inputs;
        this.hidden = hidden;
        this.classes = classes;
        parameters = new double[hidden * (inputs + 1) + classes * (hidden + 1)];
        gradient = new double[parameters.length];
        firstMoment = new double[parameters.length];
        secondMoment = new double[parameters.length];
        Random random = new Random(seed);
        double first = 1 / Math.sqrt(inputs); // uniform up to this, as PyTorch initialises linear layers
        double second = 1 / Math.sqrt(hidden);
        for (int i = 0; i < parameters.length; i++) {
            double bound = i < hidden * (inputs + 1) ? first : second;
            parameters[i] = (2 * random.nextDouble() - 1) * bound;
        }
    }

    /** Probability of each class. */
    double[] probabilities(double[] x) {
        return softmax(logits(activations(x)));
    }

    /**
     * One step of Adam on some rows.
     *
     * @return their mean smoothed cross entropy before the step
     */
    double step(double[][] x, int[] labels, int[] rows, Smoothing smoothing, double rate) {
        double loss = backward(x, labels, rows, smoothing);
        steps++;
        double firstBias = 1 - Math.pow(FIRST_DECAY, steps);
        double secondBias = 1 - Math.pow(SECOND_DECAY, steps);
        for (int i = 0; i < parameters.length; i++) {
            firstMoment[i] = FIRST_DECAY * firstMoment[i] + (1 - FIRST_DECAY) * gradient[i];
            secondMoment[i] = SECOND_DECAY * secondMoment[i] + (1 - SECOND_DECAY) * gradient[i] * gradient[i];
            parameters[i] -= rate * (firstMoment[i] / firstBias) / (Math.sqrt(secondMoment[i] / secondBias) + TINY);
        }
        return loss;
    }

    /** Fills the gradient of the mean loss of some rows; returns the loss. */
    double backward(double[][] x, int[] labels, int[] rows, Smoothing smoothing) {
        java.util.Arrays.fill(gradient, 0);
        double on = smoothing.on(classes);
        double off = smoothing.off(classes);
        double loss = 0;
        int secondLayer = hidden * (inputs + 1);
        for (int row : rows) {
            double[] h = activations(x[row]);
            double[] p = softmax(logits(h));
            double[] back = new double[hidden];
            for (int k = 0; k < classes; k++) {
                double target = k == labels[row] ? on : off;
                loss -= target * Math.log(Math.max(p[k], Double.MIN_NORMAL)) / rows.length;
                double slope = (p[k] - target) / rows.length;
                int at = secondLayer + k * (hidden + 1);
                for (int j = 0; j < hidden; j++) {
                    gradient[at + j] += slope * h[j];
                    back[j] += slope * parameters[at + j];
                }
                gradient[at + hidden] += slope;
            }
            for (int j = 0; j < hidden; j++) {
                if (h[j] > 0) {
                    int at = j * (inputs + 1);
                    for (int i = 0; i < inputs; i++) {
                        gradient[at + i] += back[j] * x[row][i];
                    }
                    gradient[at + inputs] += back[j];
                }
            }
        }
        return loss;
    }

    /** Of the latest {@link #backward}. */
    double gradient(int parameter) {
        return gradient[parameter];
    }

    private double[] activations(double[] x) {
        double[] h = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            int at = j * (inputs + 1);
            double sum = parameters[at + inputs];
            for (int i = 0; i < inputs; i++) {
                sum += parameters[at + i] * x[i];
            }
            h[j] = Math.max(0, sum);
        }
        return h;
    }

    private double[] logits(double[] h) {
        double[] z = new double[classes];
        for (int k = 0; k < classes; k++) {
            int at = hidden * (inputs + 1) + k * (hidden + 1);
            double sum = parameters[at + hidden];
            for (int j = 0; j < hidden; j++) {
                sum += parameters[at + j] * h[j];
            }
            z[k] = sum;
        }
        return z;
    }

    private static double[] softmax(double[] z) {
        double highest = java.util.Arrays.stream(z).max().orElse(0);
        double[] p = new double[z.length];
        double sum = 0;
        for (int k = 0; k < z.length; k++) {
            p[k] = Math.exp(z[k] - highest);
            sum += p[k];
        }
        for (int k = 0; k < z.length; k++) {
            p[k] /= sum;
        }
        return p;
    }
}
