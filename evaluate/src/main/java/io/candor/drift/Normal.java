package io.candor.drift;

/** The standard normal distribution. */
final class Normal {

    private Normal() {}

    /** The value exceeded with probability {@code tail}, in (0, .5]: Abramowitz and Stegun (1964) 26.2.23, to .00045. */
    static double upperQuantile(double tail) {
        double t = Math.sqrt(-2 * Math.log(tail));
        double above = 2.515517 + t * (.802853 + t * .010328);
        double below = 1 + t * (1.432788 + t * (.189269 + t * .001308));
        return t - above / below;
    }
}
