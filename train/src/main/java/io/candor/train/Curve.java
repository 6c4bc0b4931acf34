package io.candor.train;

/** How the learning rate falls over a run, from 1 to {@code last} times its start; constant inside an epoch. */
public enum Curve {
    /** A straight line. */
    LINEAR {
        @Override
        double factor(int epoch, int epochs, double last) {
            return Math.max(1 - (double) epoch / epochs, 0) * (1 - last) + last;
        }
    },
    /** Half a period of the cosine (Loshchilov and Hutter, 2017, without restarts). */
    COSINE {
        @Override
        double factor(int epoch, int epochs, double last) {
            return Math.max((1 - Math.cos(epoch * Math.PI / epochs)) / 2, 0) * (last - 1) + 1;
        }
    };

    abstract double factor(int epoch, int epochs, double last);
}
