package io.candor.metric;

/** The figures of a classifier, in reading order. */
public enum ClassificationFigure implements OrderedFigure {
    /** Share of correct predictions. */
    TOP1("accuracy"),
    /** Share of rows whose label is among the five most probable classes; NaN without probabilities. */
    TOP5("top-5 accuracy"),
    /** Mean over rows of the gap of their bin (Naeini et al. 2015, Guo et al. 2017). */
    ECE("ECE"),
    /** Largest gap of a bin. */
    MCE("MCE"),
    /** Mean gap of the bins that are not empty. */
    ACE("ACE"),
    /** Root of the mean over rows of the squared gap of their bin. */
    RMSCE("RMSCE"),
    /** ECE on bins of equal count. */
    ADAPTIVE_ECE("adaptive ECE"),
    /** Mean over classes of the ECE of their probabilities (Nixon et al. 2019: SCE); NaN without probabilities. */
    CLASS_WISE_ECE("class-wise ECE"),
    /** The same on bins of equal count of the probabilities above a floor (Nixon et al. 2019). */
    TACE("TACE"),
    /** Mean confidence minus accuracy: positive means over-confident. */
    SIGNED_GAP("signed gap"),
    /** Mean squared error (Brier 1950), summed over classes; of the confidence alone without probabilities. */
    BRIER("Brier score"),
    /** Negative mean logarithm of the label's probability; of the confidence alone without probabilities. */
    NLL("NLL"),
    /** How well confidence tells correct from wrong: the chance that a correct row has more of it than a wrong one. */
    AUROC("AUROC"),
    /** Mean over all coverages of the error rate of the most confident rows (Geifman and El-Yaniv 2017). */
    AURC("AURC"),
    /** AURC minus that of an order with all errors last. */
    E_AURC("E-AURC"),
    /** Share of the wrong rows left above the confidence that keeps 95 % of the correct ones. */
    FPR95("FPR at 95 % TPR");

    private final String words;

    ClassificationFigure(String words) {
        this.words = words;
    }

    /** Its name in the field. */
    @Override
    public String toString() {
        return words;
    }
}
