package io.candor.calibrate;

import java.util.Locale;

/** Families of calibrators, from rigid to flexible. */
public enum Method {
    /** Leaves confidences as they are. */
    IDENTITY {
        @Override
        Fit fitted(Observations observations) {
            return Fit.of(new Identity(), observations);
        }
    },
    /** One number: flattens or sharpens around .5. */
    TEMPERATURE {
        @Override
        Fit fitted(Observations observations) {
            return Temperature.fit(observations);
        }
    },
    /** Two numbers: slope and shift of the log odds. */
    PLATT {
        @Override
        Fit fitted(Observations observations) {
            return Platt.fit(observations);
        }
    },
    /** Three numbers: slopes for low and for high confidences, and a shift. */
    BETA {
        @Override
        Fit fitted(Observations observations) {
            return Beta.fit(observations);
        }
    },
    /** Any rising function; needs about a thousand observations. */
    ISOTONIC {
        @Override
        Fit fitted(Observations observations) {
            return Isotonic.fitInside(observations);
        }
    },
    /** The share of right ones in each of up to ten bins; may change the order of detections. */
    HISTOGRAM {
        @Override
        Fit fitted(Observations observations) {
            return Histogram.fit(observations);
        }
    };

    abstract Fit fitted(Observations observations);

    /** The best member of the family; the identity, with the reason, if there is nothing to fit on. */
    public Fit fit(Observations observations) {
        return observations.size() == 0
                ? new Fit(new Identity(), Double.NaN, "nothing to fit on: confidences stay as they are")
                : fitted(observations);
    }

    /** The name in files and options. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
