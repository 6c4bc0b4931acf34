package io.candor.report;

import io.candor.metric.ClassificationFigure;

/** What each figure of a classifier means, in a sentence. */
final class ClassifierGlossary {

    private ClassifierGlossary() {}

    static String words(ClassificationFigure figure) {
        return switch (figure) {
            case TOP1 -> "Share of correct predictions.";
            case TOP5 -> "Share of rows whose label is among the five most probable classes.";
            case ECE ->
                "Expected calibration error (Guo et al. 2017): mean over predictions of |mean confidence - accuracy| of their bin. 0 is perfect.";
            case MCE -> "Largest |mean confidence - accuracy| of any bin; loose when bins hold few predictions.";
            case ACE -> "Mean |mean confidence - accuracy| of the bins that are not empty.";
            case RMSCE -> "Root of the mean over predictions of the squared gap of their bin.";
            case ADAPTIVE_ECE -> "ECE on bins of equal count.";
            case CLASS_WISE_ECE -> "Mean over classes of the ECE of their probabilities (Nixon et al. 2019).";
            case TACE -> "The same on bins of equal count, for probabilities above a floor (Nixon et al. 2019).";
            case SIGNED_GAP -> "Mean confidence minus accuracy. Above 0 is over-confident, below 0 under-confident.";
            case BRIER -> "Mean squared error of the probabilities. Lower is better.";
            case NLL -> "Mean of -log of the probability of what is the case. Lower is better.";
            case AUROC -> "The chance that a correct prediction is more confident than a wrong one. 1 is perfect.";
            case AURC -> "Mean error rate over all ways to keep only the surest predictions. Lower is better.";
            case E_AURC -> "AURC minus that of an order with all errors last.";
            case FPR95 ->
                "Share of the wrong predictions left above the confidence that keeps 95 % of the correct ones.";
        };
    }
}
