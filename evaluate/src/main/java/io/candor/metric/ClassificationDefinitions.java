package io.candor.metric;

/** What each figure of a classifier means under given settings. */
final class ClassificationDefinitions {

    private ClassificationDefinitions() {}

    static Definition of(ClassificationFigure figure, ClassifiedSet set, ClassificationSettings settings) {
        Definition named = Definition.of(figure.toString());
        Definition chosen = switch (figure) {
            case ECE, MCE, ACE, RMSCE ->
                named.with("bins", "%d of equal width".formatted(settings.bins()))
                        .with("edges", settings.edges())
                        .with("confidence", "of the prediction");
            case ADAPTIVE_ECE ->
                named.with("bins", "%d of equal count, ties in file order".formatted(settings.bins()))
                        .with("confidence", "of the prediction");
            case CLASS_WISE_ECE ->
                named.with("bins", "%d of equal width".formatted(settings.bins()))
                        .with("edges", settings.edges())
                        .with("confidence", "of every class")
                        .with("classes", "mean over all classes");
            case TACE ->
                named.with("bins", "%d of equal count".formatted(settings.bins()))
                        .with("confidence", "of every class, above " + settings.floor())
                        .with("classes", "mean over all classes and bins");
            case BRIER ->
                named.with("sum", set.hasProbabilities() ? "over classes" : "confidence against correctness alone");
            case NLL ->
                named.with("of", set.hasProbabilities() ? "the label" : "confidence against correctness alone")
                        .with("clipped", "probabilities to at least " + Reliability.CLIP);
            case AURC, E_AURC -> named.with("risk", "error rate").with("ties", "in file order");
            case AUROC -> named.with("ties", "count half");
            case FPR95 -> named.with("threshold", "confidence of the correct row that completes 95 %");
            default -> named;
        };
        return chosen.with(Definition.DATA, set.fingerprint());
    }
}
