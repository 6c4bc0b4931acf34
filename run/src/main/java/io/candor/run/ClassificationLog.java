package io.candor.run;

import io.candor.train.EpochReport;
import io.candor.train.Losses;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A classifier's run. */
final class ClassificationLog implements TaskLog {

    static final String TOP1 = "metrics/accuracy_top1";
    static final String TOP5 = "metrics/accuracy_top5";
    static final String NLL = "metrics/nll";
    static final String ECE = "metrics/ece";
    static final String VAL_LOSS = "val/loss";

    /** The columns users of YOLO classifiers know, and two that tell how honest the confidences are. */
    private static final List<String> COLUMNS =
            List.of("epoch", "time", "train/loss", TOP1, TOP5, VAL_LOSS, "lr/pg0", "lr/pg1", "lr/pg2", NLL, ECE);

    @Override
    public List<String> columns() {
        List<String> columns = new ArrayList<>(COLUMNS);
        columns.addAll(ResultsCsv.EXTRA);
        columns.addAll(RunLog.CONFIDENCE);
        return columns;
    }

    @Override
    public Map<String, Double> trained(Losses losses) {
        return Map.of("train/loss", losses.meanClasses());
    }

    @Override
    public List<String> progress(Losses losses) {
        return List.of(String.format(Locale.ROOT, "loss %.3f", losses.meanClasses()));
    }

    @Override
    public String sentence(EpochReport report) {
        Map<String, Double> found = report.verdict().columns();
        return String.format(
                Locale.ROOT,
                "loss %.4f, accuracy %.4f%s, top-5 %.4f, NLL %.4f, ECE %.4f",
                report.losses().meanClasses(),
                found.get(TOP1),
                report.improved() ? " (best)" : "",
                found.get(TOP5),
                found.get(NLL),
                found.get(ECE));
    }
}
