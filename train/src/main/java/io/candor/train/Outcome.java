package io.candor.train;

import java.nio.file.Path;

/**
 * How a run ended.
 *
 * @param ending why
 * @param epochs trained in full
 * @param best fitness; negative infinity if no validator had an opinion
 * @param bestEpoch where it was found, counted from 0; {@code -1} if no epoch was finished
 * @param bestWeights file of the best epoch's network; absent if {@code bestEpoch} is {@code -1}
 * @param lastWeights file of the latest network
 */
public record Outcome(Ending ending, int epochs, double best, int bestEpoch, Path bestWeights, Path lastWeights) {

    /** Why a run ended. */
    public enum Ending {
        /** All epochs are done. */
        FINISHED,
        /** The fitness has not improved for as long as the recipe's patience. */
        EARLY,
        /** Somebody asked: {@link StopRequest}. The run can be resumed. */
        STOPPED
    }
}
