package io.candor.decide;

import io.candor.data.InvalidInput;

/**
 * What mistakes and work cost, in any one unit.
 *
 * @param falseCall rejecting for a detection that is no object
 * @param escape accepting an object
 * @param review a person looking at one detection, who is then right
 */
public record Costs(double falseCall, double escape, double review) {

    static final String HELP = "decision-costs";

    /**
     * @throws InvalidInput if a cost is negative or no number, or if false calls and escapes both cost nothing
     */
    public Costs {
        for (double cost : new double[] {falseCall, escape, review}) {
            if (!(cost >= 0) || Double.isInfinite(cost)) {
                throw new InvalidInput(
                        HELP,
                        "Costs are %s for a false call, %s for an escape and %s for a review; each must be a number of at least 0."
                                .formatted(falseCall, escape, review));
            }
        }
        if (falseCall == 0 && escape == 0) {
            throw new InvalidInput(
                    HELP,
                    "False calls and escapes both cost 0: every decision is as good as any other. Give --cost-false-call and --cost-escape, in any unit; only their ratio matters.");
        }
    }

    /** Where a calibrated probability makes rejecting cheaper than accepting: {@code falseCall / (falseCall + escape)}. */
    public Band twoWay() {
        return escape == 0 ? Band.NEVER : Band.single(falseCall / (falseCall + escape));
    }

    /**
     * The cheapest action for a calibrated probability p: accepting costs {@code p escape}, rejecting
     * {@code (1 - p) falseCall}, reviewing {@code review}. So: review from {@code review / escape}, reject from
     * {@code 1 - review / falseCall}, and no reviews at all where the first exceeds the second (Chow 1970).
     */
    public Band threeWay() {
        if (escape == 0 || falseCall == 0) {
            return twoWay();
        }
        double from = review / escape;
        double to = 1 - review / falseCall;
        return from >= to ? twoWay() : new Band(from, to);
    }
}
