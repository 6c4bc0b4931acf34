package io.candor.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One calibrator for all classes and one per class, not yet weighed against each other.
 *
 * <p>The weight of a class' own calibrator follows from a model in which each class shifts the log odds of the pooled
 * calibrator by a normal amount of standard deviation {@code spread}. The own fit measures this shift with a variance
 * of about one over its Fisher information, {@code information = sum of q (1 - q)} over the class' detections with
 * pooled probability q. The posterior mean then gives it the weight
 * {@code information / (information + 1 / spread^2)} (Efron and Morris 1973). A spread of 0 is the pooled calibrator, an
 * infinite one forgets it. Applied to the outputs rather than to parameters, so that it serves every family.
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one fit
record ClassWise(Fit pooled, List<Fit> own, double[] information) {

    /** Below so many detections of a class, isotonic and histogram calibrators are taken from all classes. */
    private static final int FLEXIBLE = 1000;

    static ClassWise fit(FitRows rows, int classes, Method method) {
        Fit pooled = method.fit(rows.observations());
        List<Fit> own = new ArrayList<>();
        double[] information = new double[classes];
        for (int k = 0; k < classes; k++) {
            Observations observations = rows.ofClass(k);
            boolean flexible = method == Method.ISOTONIC || method == Method.HISTOGRAM;
            if (observations.size() == 0) {
                own.add(new Fit(pooled.calibrator(), Double.NaN, "no detections to fit on: as all classes together"));
            } else if (flexible && observations.size() < FLEXIBLE) {
                String few = "%d detections, fewer than %d: as all classes together";
                own.add(Fit.of(pooled.calibrator(), observations, few.formatted(observations.size(), FLEXIBLE)));
            } else {
                own.add(method.fit(observations));
                information[k] = information(pooled.calibrator(), observations);
            }
        }
        return new ClassWise(pooled, own, information);
    }

    private static double information(Calibrator pooled, Observations observations) {
        return Arrays.stream(observations.confidence())
                .map(pooled::apply)
                .map(q -> q * (1 - q))
                .sum();
    }

    double weight(int classIndex, double spread) {
        double known = information[classIndex];
        if (spread == 0 || known == 0) {
            return 0;
        }
        return known / (known + 1 / (spread * spread));
    }
}
