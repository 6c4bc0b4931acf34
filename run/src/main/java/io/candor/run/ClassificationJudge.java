package io.candor.run;

import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.ClassificationFigure;
import io.candor.metric.ClassificationSettings;
import io.candor.metric.ConfidenceHistogram;
import io.candor.network.Network;
import io.candor.train.ClassificationCriterion;
import io.candor.train.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Judges the averaged classifier after each epoch: on the validation split, and on a few pictures it was trained on. */
final class ClassificationJudge implements ConfidenceJudge {

    private final PictureInference val;
    private final PictureInference trainSample;
    private final ClassificationCriterion criterion;
    private final RunListener listener;
    private ConfidenceHistogram valHistogram;
    private ConfidenceHistogram trainHistogram;

    /** @param criterion whose loss is measured on the validation split */
    ClassificationJudge(
            PictureInference val,
            PictureInference trainSample,
            ClassificationCriterion criterion,
            RunListener listener) {
        this.val = val;
        this.trainSample = trainSample;
        this.criterion = criterion;
        this.listener = listener;
    }

    /** The best epoch is that of the highest accuracy. */
    @Override
    public Verdict validate(Network network, int epoch) {
        String stage = "validate " + (epoch + 1);
        PictureInference.Found found = val.run(network, Optional.of(criterion), listener, stage);
        valHistogram = ConfidenceHistogram.of(found.set());
        trainHistogram = ConfidenceHistogram.of(trainSample
                .run(network, Optional.empty(), RunListener.SILENT, stage)
                .set());
        Map<ClassificationFigure, Double> figures =
                ClassificationEvaluation.plain(found.set(), ClassificationSettings.defaults());
        return new Verdict(figures.get(ClassificationFigure.TOP1), columns(figures, found.loss()));
    }

    private Map<String, Double> columns(Map<ClassificationFigure, Double> figures, double loss) {
        Map<String, Double> columns = new LinkedHashMap<>();
        columns.put(ClassificationLog.TOP1, figures.get(ClassificationFigure.TOP1));
        columns.put(ClassificationLog.TOP5, figures.get(ClassificationFigure.TOP5));
        columns.put(ClassificationLog.VAL_LOSS, loss);
        columns.put(ClassificationLog.NLL, figures.get(ClassificationFigure.NLL));
        columns.put(ClassificationLog.ECE, figures.get(ClassificationFigure.ECE));
        columns.putAll(confidences());
        return columns;
    }

    @Override
    public ConfidenceHistogram trainHistogram() {
        return trainHistogram;
    }

    @Override
    public ConfidenceHistogram valHistogram() {
        return valHistogram;
    }
}
