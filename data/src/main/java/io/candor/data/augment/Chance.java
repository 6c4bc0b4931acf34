package io.candor.data.augment;

/**
 * Random numbers of one sample in one epoch. They depend on nothing but (seed, epoch, sample index), so that batches
 * are the same whichever thread makes them; the generator is SplitMix64 (Steele, Lea, Flood, 2014), fixed here so that
 * they are also the same on every Java version.
 */
public final class Chance {

    /** 2^64 divided by the golden ratio, the increment of SplitMix64. */
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    private Chance(long state) {
        this.state = state;
    }

    /** The numbers that belong to one sample of one epoch. */
    public static Chance of(long seed, long epoch, long sample) {
        long state = mix(seed + GOLDEN_GAMMA);
        state = mix(state + (epoch + 1) * GOLDEN_GAMMA);
        return new Chance(mix(state + (sample + 1) * GOLDEN_GAMMA));
    }

    /** The next number in [0, 1). */
    public double uniform() {
        return (next() >>> 11) * 0x1p-53;
    }

    /** The next number in [low, high). */
    public double uniform(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** The next number between {@code -reach} and {@code reach}. */
    public double around(double reach) {
        return uniform(-reach, reach);
    }

    /** The next integer in [0, bound). */
    public int below(int bound) {
        return (int) (uniform() * bound);
    }

    /** Whether something of the given probability happens: never for 0, always for 1. */
    public boolean happens(double probability) {
        return uniform() < probability;
    }

    /** The next number of the symmetric Beta(shape, shape) distribution, shape at least 1. */
    public double beta(double shape) {
        double a = gamma(shape);
        double b = gamma(shape);
        return a / (a + b);
    }

    /** Gamma distribution by the method of Marsaglia and Tsang (2000); 1/3 and 9 are theirs. */
    private double gamma(double shape) {
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = gaussian();
            double v = StrictMath.pow(1 + c * x, 3);
            if (v > 0 && StrictMath.log(1 - uniform()) < x * x / 2 + d * (1 - v + StrictMath.log(v))) {
                return d * v;
            }
        }
    }

    /** Standard normal distribution by the method of Box and Muller (1958). */
    private double gaussian() {
        return StrictMath.sqrt(-2 * StrictMath.log(1 - uniform())) * StrictMath.cos(2 * Math.PI * uniform());
    }

    private long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** The finaliser of SplitMix64: every input bit reaches every output bit. */
    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
