package io.candor.calibrate;

import java.util.Comparator;
import java.util.List;

/**
 * What was tried on held-out folds.
 *
 * @param candidates identity first
 * @param chosen one of them
 */
public record Selection(List<Candidate> candidates, Candidate chosen) {

    public Selection {
        candidates = List.copyOf(candidates);
    }

    static Selection best(List<Candidate> candidates) {
        // The first of equals: the more rigid one. Nothing that does not beat the identity is chosen.
        Candidate best = candidates.stream()
                .min(Comparator.comparingDouble(Candidate::loss))
                .orElseThrow();
        return new Selection(candidates, best);
    }

    /** The loss without any calibration. */
    public double uncalibrated() {
        return candidates.get(0).loss();
    }
}
