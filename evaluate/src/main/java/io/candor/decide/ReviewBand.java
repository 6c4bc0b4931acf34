package io.candor.decide;

/** The cheapest pair of thresholds on given detections. */
final class ReviewBand {

    private ReviewBand() {}

    /**
     * One walk down the ladder: the cost of rejecting all above a rung is known when it is reached, and so is the best
     * place so far to stop rejecting if reviewing begins there and goes down to this rung.
     */
    static Band cheapest(Ladder ladder, Costs costs) {
        int n = ladder.rungs();
        // Cost of what is above a rung if rejected and if reviewed; what is below is accepted and costs its escapes.
        double rejected = 0;
        double reviewed = 0;
        double escaping = costs.escape() * ladder.found();
        double bestStop = 0; // least of (rejected - reviewed) over the rungs passed
        int stop = 0; // number of rungs rejected at that place
        double least = escaping;
        int rejectRungs = 0;
        int reviewRungs = 0;
        for (int i = 0; i < n; i++) {
            rejected += costs.falseCall() * ladder.wrong()[i];
            reviewed += costs.review() * (ladder.right()[i] + ladder.wrong()[i]);
            escaping -= costs.escape() * ladder.right()[i];
            if (rejected - reviewed <= bestStop) { // of equals, the one with less work
                bestStop = rejected - reviewed;
                stop = i + 1;
            }
            double cost = bestStop + reviewed + escaping;
            if (cost < least) {
                least = cost;
                rejectRungs = stop;
                reviewRungs = i + 1;
            }
        }
        double reject = rejectRungs == 0 ? Double.POSITIVE_INFINITY : ladder.confidence()[rejectRungs - 1];
        double review = reviewRungs == 0 ? Double.POSITIVE_INFINITY : ladder.confidence()[reviewRungs - 1];
        return new Band(review, reject);
    }
}
