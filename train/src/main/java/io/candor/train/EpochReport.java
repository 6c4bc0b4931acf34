package io.candor.train;

/**
 * One epoch done.
 *
 * @param epoch counted from 0
 * @param epochs planned
 * @param losses over the epoch's batches
 * @param rates learning rates at its last batch
 * @param verdict of the validator
 * @param improved whether this is the best epoch so far
 * @param pace how fast it went
 */
public record EpochReport(
        int epoch, int epochs, Losses losses, Rates rates, Verdict verdict, boolean improved, Pace pace) {

    /**
     * How fast an epoch went, validation not counted.
     *
     * @param seconds of training
     * @param imagesPerSecond trained
     * @param waitShare part of the time in which the trainer waited for pictures, in [0, 1]
     * @param residentBytes memory of the process at the end, native memory included; 0 where nobody says
     */
    public record Pace(double seconds, double imagesPerSecond, double waitShare, long residentBytes) {}
}
