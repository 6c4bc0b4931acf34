package io.candor.run;

import io.candor.loss.DetectionLoss;
import io.candor.metric.ConfidenceHistogram;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.Extent;
import io.candor.network.Network;
import io.candor.report.EvaluationCharts;
import io.candor.train.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Judges the averaged network after each epoch: on the validation split, and on a few images it was trained on. */
final class EpochJudge implements ConfidenceJudge {

    private final TrainingData data;
    private final SplitInference val;
    private final SplitInference trainSample;
    private final DetectionLoss loss;
    private final RunListener listener;
    private DetectionEvaluation valEvaluation;
    private DetectionEvaluation trainEvaluation;

    EpochJudge(
            TrainingData data,
            SplitInference val,
            SplitInference trainSample,
            DetectionLoss loss,
            RunListener listener) {
        this.data = data;
        this.val = val;
        this.trainSample = trainSample;
        this.loss = loss;
        this.listener = listener;
    }

    @Override
    public Verdict validate(Network network, int epoch) {
        String stage = "validate " + (epoch + 1);
        SplitInference.Found found = val.run(network, Optional.of(loss), listener, stage);
        Extent widest = Judgement.widest(network.definition().task());
        Judgement judgement = Judgement.of(found, data.source().source(), data.classes(), widest);
        valEvaluation = judgement.evaluation();
        trainEvaluation = evaluation(trainSample.run(network, Optional.empty(), RunListener.SILENT, stage));
        return new Verdict(fitness(judgement), columns(judgement, found.losses()));
    }

    private DetectionEvaluation evaluation(SplitInference.Found found) {
        return Judgement.of(found, data.source().source(), data.classes(), Extent.BOX)
                .evaluation();
    }

    /**
     * mAP50-95, with masks the mean of theirs and the boxes'; a split without objects has none, and then every epoch is
     * as good as the last.
     */
    private static double fitness(Judgement judgement) {
        double boxes = judgement.evaluation().map50_95();
        return judgement.masks().map(masks -> (boxes + masks.map50_95()) / 2).orElse(boxes);
    }

    private Map<String, Double> columns(Judgement judgement, SplitInference.Losses losses) {
        Map<String, Double> columns = new LinkedHashMap<>();
        columns.put("metrics/precision(B)", valEvaluation.precision());
        columns.put("metrics/recall(B)", valEvaluation.recall());
        columns.put("metrics/mAP50(B)", valEvaluation.map50());
        columns.put("metrics/mAP50-95(B)", valEvaluation.map50_95());
        judgement.masks().ifPresent(masks -> {
            columns.put("metrics/precision(M)", masks.precision());
            columns.put("metrics/recall(M)", masks.recall());
            columns.put("metrics/mAP50(M)", masks.map50());
            columns.put("metrics/mAP50-95(M)", masks.map50_95());
            columns.put("val/seg_loss", losses.masks());
        });
        columns.put("val/box_loss", losses.box());
        columns.put("val/cls_loss", losses.classes());
        columns.put("val/dfl_loss", losses.dfl());
        columns.putAll(confidences());
        return columns;
    }

    @Override
    public ConfidenceHistogram trainHistogram() {
        return trainEvaluation.histogram();
    }

    @Override
    public ConfidenceHistogram valHistogram() {
        return valEvaluation.histogram();
    }

    /** Charts of the latest network on the few training images. */
    void drawTrain(RunFolder folder) {
        if (trainEvaluation != null) {
            EvaluationCharts.write(trainEvaluation, folder.file("train_sample"));
        }
    }
}
