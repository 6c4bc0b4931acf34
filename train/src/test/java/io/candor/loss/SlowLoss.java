package io.candor.loss;

import io.candor.data.target.Smoothing;

/**
 * The detection loss as its definition reads: plain loops in double over every anchor and class. What carries no
 * gradient, the assignment and alpha, is taken from {@code frozen}, so that central differences give the gradient.
 */
final class SlowLoss {

    private final Smoothing smoothing;
    private final RandomCase frozen;
    private final SlowAssigner.Result assigned;

    SlowLoss(Smoothing smoothing, RandomCase frozen) {
        this.smoothing = smoothing;
        this.frozen = frozen;
        assigned = SlowAssigner.assign(frozen);
    }

    SlowAssigner.Result assigned() {
        return assigned;
    }

    /** Box, class and distribution focal part with the published gains, then the total. */
    double[] of(RandomCase batch) {
        double box = 0;
        double classes = 0;
        double dfl = 0;
        double mass = 0;
        for (int image = 0; image < batch.images(); image++) {
            for (int anchor = 0; anchor < batch.anchors(); anchor++) {
                int label = assigned.label()[image][anchor];
                double score = assigned.score()[image][anchor];
                classes += crossEntropies(batch, image, anchor, label, score);
                if (label >= 0) {
                    mass += score;
                    box += score * (1 - completeIou(batch, image, anchor, label));
                    dfl += score * distributionFocal(batch, image, anchor, label);
                }
            }
        }
        double divisor = Math.max(mass, 1);
        box *= 7.5 / divisor;
        classes *= 0.5 / divisor;
        dfl *= 1.5 / divisor;
        return new double[] {box, classes, dfl, (box + classes + dfl) * batch.images()};
    }

    private double crossEntropies(RandomCase batch, int image, int anchor, int label, double score) {
        double sum = 0;
        for (int k = 0; k < batch.classes(); k++) {
            double target = 0;
            if (label >= 0) {
                boolean on = batch.targets().classIndex()[label] == k;
                target = score * (on ? smoothing.on(batch.classes()) : smoothing.off(batch.classes()));
            }
            double p = 1 / (1 + Math.exp(-batch.logit(image, anchor, 64 + k)));
            sum -= target * Math.log(p) + (1 - target) * Math.log(1 - p);
        }
        return sum;
    }

    private double completeIou(RandomCase batch, int image, int anchor, int label) {
        double[] wanted = SlowAssigner.box(batch.targets(), label);
        double[] now = SlowAssigner.terms(SlowAssigner.predicted(batch, image, anchor), wanted);
        double[] then = SlowAssigner.terms(SlowAssigner.predicted(frozen, image, anchor), wanted);
        double alpha = then[2] / (then[2] - then[0] + 1 + 1e-7);
        return now[0] - now[1] - alpha * now[2];
    }

    private static double distributionFocal(RandomCase batch, int image, int anchor, int label) {
        double[] centre = SlowAssigner.centre(batch, anchor);
        double[] box = SlowAssigner.box(batch.targets(), label);
        double[] wanted = {centre[0] - box[0], centre[1] - box[1], box[2] - centre[0], box[3] - centre[1]};
        double sum = 0;
        for (int side = 0; side < 4; side++) {
            double target = Math.min(Math.max(wanted[side] / centre[2], 0), 14.99);
            int left = (int) Math.floor(target);
            double[] p = SlowAssigner.probabilities(batch, image, anchor, side);
            sum -= (left + 1 - target) * Math.log(p[left]) + (target - left) * Math.log(p[left + 1]);
        }
        return sum / 4;
    }
}
