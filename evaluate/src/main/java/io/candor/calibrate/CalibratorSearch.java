package io.candor.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Tries families of calibrators on held-out folds of the images. */
final class CalibratorSearch {

    /** Standard deviations of class shifts in log odds, from no difference between classes to any. */
    private static final double[] SPREADS = {0, .1, .2, .4, .8, Double.POSITIVE_INFINITY};

    private final FitRows rows;
    private final int classes;
    private final int[] fold;
    private final int folds;

    /**
     * @param fold of each image
     */
    CalibratorSearch(FitRows rows, int classes, int[] fold) {
        this.rows = rows;
        this.classes = classes;
        this.fold = fold;
        this.folds = Arrays.stream(fold).max().orElse(0) + 1;
    }

    Selection among(List<Method> methods) {
        List<Candidate> candidates = new ArrayList<>();
        double uncalibrated = rows.observations().loss(new Identity());
        candidates.add(new Candidate(Method.IDENTITY, 0, uncalibrated));
        for (Method method : methods) {
            if (method != Method.IDENTITY) {
                candidates.addAll(tried(method));
            }
        }
        return Selection.best(candidates);
    }

    private List<Candidate> tried(Method method) {
        double[] spreads = classes == 1 ? new double[] {0} : SPREADS;
        double[] losses = new double[spreads.length];
        for (int f = 0; f < folds; f++) {
            add(losses, spreads, ClassWise.fit(rows.at(inFold(f, false)), classes, method), rows.at(inFold(f, true)));
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int s = 0; s < spreads.length; s++) {
            candidates.add(new Candidate(method, spreads[s], losses[s] / rows.size()));
        }
        return candidates;
    }

    private int[] inFold(int f, boolean inside) {
        return IntStream.range(0, rows.size())
                .filter(i -> (fold[rows.image()[i]] == f) == inside)
                .toArray();
    }

    private void add(double[] losses, double[] spreads, ClassWise fitted, FitRows heldOut) {
        double[][] weights = new double[spreads.length][classes];
        for (int s = 0; s < spreads.length; s++) {
            for (int k = 0; k < classes; k++) {
                weights[s][k] = fitted.weight(k, spreads[s]);
            }
        }
        Calibrator pooled = fitted.pooled().calibrator();
        for (int i = 0; i < heldOut.size(); i++) {
            double confidence = heldOut.observations().confidence()[i];
            double target = heldOut.observations().target()[i];
            int k = heldOut.classIndex()[i];
            double together = pooled.apply(confidence);
            double alone = fitted.own().get(k).calibrator().apply(confidence);
            for (int s = 0; s < spreads.length; s++) {
                double w = weights[s][k];
                losses[s] += Logit.loss(w * alone + (1 - w) * together, target);
            }
        }
    }
}
