package io.candor.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What measured facts say about smoothing. It is where to begin an experiment, not its result.
 *
 * @param factor recommended
 * @param convention recommended
 * @param schedule recommended
 * @param reasons for and against, with their sources
 * @param against whether the data speak against smoothing
 */
public record Advice(double factor, String convention, String schedule, List<Reason> reasons, Against against) {

    /** A confidence gap that matters: what five of a hundred detections would make. */
    private static final double GAP = 0.03;

    private static final double SOME_NOISE = 0.05;
    private static final double MUCH_NOISE = 0.15;
    private static final double MOST_NOISE = 0.4;
    private static final double LONG_TAIL = 10; // largest class over smallest
    private static final double CROWDED = 0.1;
    private static final int SMALL = 2000; // samples
    private static final double LITTLE = 0.05;

    /**
     * One reason.
     *
     * @param text what it says about these data
     * @param source where it is from
     */
    public record Reason(String text, String source) {}

    /** Whether the data speak against smoothing. */
    public enum Against {
        YES,
        NO
    }

    /** What is trained. */
    public enum Task {
        DETECT,
        CLASSIFY
    }

    /**
     * What was measured.
     *
     * @param samples images to train on
     * @param imbalance objects (or pictures) of the largest class over those of the smallest that has any
     * @param crowded share of the objects that overlap another of their class; NaN for pictures
     * @param gap mean confidence minus share of right claims of an earlier run; NaN without one
     * @param noise estimated share of wrong labels; NaN if it is not known
     */
    public record Facts(
            Task task, int classes, int samples, double imbalance, double crowded, double gap, double noise) {}

    public Advice {
        reasons = List.copyOf(reasons);
    }

    /** What the facts recommend: the factor is decided first, and every reason is told in its light. */
    public static Advice of(Facts facts) {
        double factor = factor(facts);
        List<Reason> reasons = new ArrayList<>();
        usual(facts, factor, reasons);
        tail(facts, reasons);
        noise(facts, factor, reasons);
        confidence(facts, factor, reasons);
        crowding(facts, reasons);
        boolean against = factor == 0 && facts.gap() < -GAP;
        return new Advice(
                factor,
                convention(facts, reasons),
                schedule(facts, factor, reasons),
                reasons,
                against ? Against.YES : Against.NO);
    }

    /**
     * The largest factor that something asks for; none if the labels are too wrong, or if the run is under-confident and
     * its labels are right; and in any case no more than a long tail allows.
     */
    private static double factor(Facts facts) {
        boolean wrong = facts.noise() >= SOME_NOISE;
        if (facts.noise() >= MOST_NOISE || (facts.gap() < -GAP && !wrong)) {
            return 0;
        }
        double asked = usual(facts);
        asked = wrong ? Math.max(asked, forNoise(facts)) : asked;
        asked = facts.gap() > GAP ? Math.max(asked, LITTLE) : asked;
        return facts.imbalance() > LONG_TAIL ? Math.min(asked, LITTLE) : asked;
    }

    private static double usual(Facts facts) {
        if (facts.task() == Task.DETECT) {
            return 0;
        }
        return facts.samples() < SMALL ? LITTLE : 0.1;
    }

    private static double forNoise(Facts facts) {
        return facts.noise() >= MUCH_NOISE ? 0.2 : 0.1;
    }

    private static void usual(Facts facts, double factor, List<Reason> reasons) {
        if (facts.task() == Task.DETECT) {
            reasons.add(new Reason(
                    "Detectors gain little from smoothing, and some lose: +.45 and +.64 mAP at best, -5.0 AP on the class targets of YOLOv4. 0 is where to begin"
                            + (factor == 0 ? "." : " if nothing else is known."),
                    "Zhang et al. 2019; Bochkovskiy et al. 2020"));
        } else if (facts.samples() < SMALL) {
            reasons.add(new Reason(
                    "%d samples are few, which asks for 0.05 rather than the usual 0.1%s."
                            .formatted(facts.samples(), weight(LITTLE, factor)),
                    "rule of thumb of the literature for practitioners, not measured"));
        } else {
            reasons.add(new Reason(
                    "0.1 is the usual factor for classifiers, worth about .2 %% of accuracy%s."
                            .formatted(weight(0.1, factor)),
                    "Szegedy et al. 2016"));
        }
    }

    /** Whether another reason has the last word over one that asks for a factor. */
    private static String weight(double asked, double factor) {
        return asked == factor ? "" : "; what follows weighs more";
    }

    private static void tail(Facts facts, List<Reason> reasons) {
        if (facts.imbalance() > LONG_TAIL) {
            reasons.add(new Reason(
                    "The largest class has %.0f times the objects of the smallest: on long-tailed data smoothing loses its benefit. No more than 0.05, whatever else asks for more."
                            .formatted(facts.imbalance()),
                    "Shen et al. 2021"));
        }
    }

    private static void noise(Facts facts, double factor, List<Reason> reasons) {
        if (!(facts.noise() >= SOME_NOISE)) {
            return;
        }
        String measured = String.format(Locale.ROOT, "About %.0f %% of the labels look wrong", 100 * facts.noise());
        if (facts.noise() >= MOST_NOISE) {
            reasons.add(new Reason(
                    measured
                            + ": with so many, negative smoothing or forward correction does better than positive; mend labels first ('candor audit' lists them).",
                    "Wei et al. 2022; Lukasik et al. 2020"));
            return;
        }
        double wanted = forNoise(facts);
        reasons.add(new Reason(
                "%s: smoothing helps accuracy under label noise (+3.6 %% on CIFAR-100 at 20 %% noise with 0.1), which asks for %s%s; 'candor audit' lists them."
                        .formatted(
                                measured, wanted, wanted == factor ? "" : ", were it not for the long tail of classes"),
                "Lukasik et al. 2020"));
    }

    private static void confidence(Facts facts, double factor, List<Reason> reasons) {
        if (Double.isNaN(facts.gap())) {
            reasons.add(new Reason(
                    "Nothing is known about how sure your model is: give --run with an evaluated run to find out.",
                    "-"));
            return;
        }
        String measured = String.format(Locale.ROOT, "%+.3f", facts.gap());
        if (facts.gap() < -GAP) {
            reasons.add(new Reason(
                    "The run is under-confident (mean confidence minus share of right ones %s). Smoothing lowers confidence further, %s"
                            .formatted(
                                    measured,
                                    factor == 0
                                            ? "so it speaks against it; 'candor calibrate' mends confidence without training."
                                            : "but the wrong labels weigh more: smooth, and mend confidence with 'candor calibrate'."),
                    "measured; Guo et al. 2017"));
        } else if (facts.gap() > GAP) {
            reasons.add(new Reason(
                    "The run is over-confident (mean confidence minus share of right ones %s). %s a fitted temperature usually does as well ('candor calibrate')."
                            .formatted(
                                    measured,
                                    factor == 0
                                            ? "Smoothing would lower confidence, but so many wrong labels speak against it;"
                                            : "Smoothing lowers confidence;"),
                    "measured; Müller et al. 2019, table 3"));
        } else {
            reasons.add(new Reason(
                    "The run's confidence is about right (gap %s): nothing there for smoothing to mend."
                            .formatted(measured),
                    "measured"));
        }
    }

    private static void crowding(Facts facts, List<Reason> reasons) {
        if (facts.crowded() > CROWDED) {
            reasons.add(new Reason(
                    String.format(
                            Locale.ROOT,
                            "%.0f %% of the objects overlap another of their class. How smoothing acts there is not published: watch close-neighbour recall in 'candor compare'.",
                            100 * facts.crowded()),
                    "measured"));
        }
    }

    private static String convention(Facts facts, List<Reason> reasons) {
        if (facts.classes() == 1) {
            reasons.add(new Reason(
                    "With one class 'uniform' gives all mass back to it; 'binary' is the convention that acts.",
                    "arithmetic"));
            return "binary";
        }
        reasons.add(new Reason(
                "'uniform' keeps the sum of the targets and is what PyTorch and Keras count; published factors mean it.",
                "Szegedy et al. 2016"));
        return "uniform";
    }

    private static String schedule(Facts facts, double factor, List<Reason> reasons) {
        if (factor == 0) {
            return "constant";
        }
        if (facts.noise() >= SOME_NOISE) {
            reasons.add(new Reason(
                    "Wrong labels are learned late in training, so the factor stays constant.", "Lukasik et al. 2020"));
            return "constant";
        }
        reasons.add(new Reason(
                "A warm-up to the factor over the first fifth is harmless and lets early epochs tell classes apart.",
                "rule of thumb of the literature for practitioners, not measured"));
        return "warmup";
    }

    /** The options of {@code candor train} that follow it. */
    public String options() {
        return factor == 0
                ? "--label-smoothing 0"
                : "--label-smoothing %s --smoothing-convention %s --smoothing-schedule %s"
                        .formatted(factor, convention, schedule);
    }
}
