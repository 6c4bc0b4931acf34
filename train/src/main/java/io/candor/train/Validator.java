package io.candor.train;

import io.candor.network.Network;

/** Judges a network after each epoch; the trainer itself knows no metrics. */
@FunctionalInterface
public interface Validator {

    /** Judges nothing: every epoch is as good as the last, so training never stops early and best is last. */
    Validator NONE = (network, epoch) -> Verdict.NONE;

    /**
     * @param network the moving average of the one that is trained, in evaluation mode; not to be changed or kept
     * @param epoch that has just been trained, counted from 0
     */
    Verdict validate(Network network, int epoch);
}
