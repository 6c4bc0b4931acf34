package io.candor.run;

import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.ClassificationSettings;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.ConfidenceHistogram;
import io.candor.report.ClassificationCharts;
import io.candor.report.ClassificationJson;
import io.candor.report.EstimateTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a classifier said about a split, compared with what is there.
 *
 * @param set probabilities and labels
 * @param evaluation all figures
 */
record PictureJudgement(ClassifiedSet set, ClassificationEvaluation evaluation) {

    static final String PREDICTIONS = "predictions.csv";

    private static final int MOST_LISTED = 30; // classes; longer tables are read in evaluation.json

    static PictureJudgement of(ClassifiedSet set, ClassificationSettings how, BootstrapSettings bootstrap) {
        return new PictureJudgement(set, ClassificationEvaluation.of(set, how, bootstrap));
    }

    /** Writes evaluation.json, the charts and the predictions. */
    void write(RunFolder folder, Map<String, ?> provenance) throws IOException {
        ClassificationJson.write(evaluation, provenance, folder.file(Judgement.FILE));
        writeOthers(folder);
    }

    /** The same with what is left of the accuracy under an attack. */
    void write(RunFolder folder, Map<String, ?> provenance, Map<String, ?> robustness) throws IOException {
        ClassificationJson.write(evaluation, provenance, "robustness", robustness, folder.file(Judgement.FILE));
        writeOthers(folder);
    }

    private void writeOthers(RunFolder folder) throws IOException {
        ClassificationCharts.write(evaluation, ConfidenceHistogram.of(set), folder.path());
        folder.write(PREDICTIONS, csv(set));
    }

    /** The table that {@code evaluate --predictions} reads: picture, label, a column of probabilities per class. */
    static String csv(ClassifiedSet set) {
        List<String> header = new ArrayList<>(List.of("image", "label"));
        set.classes().names().forEach(name -> header.add(quoted(name)));
        StringBuilder text = new StringBuilder(String.join(",", header)).append('\n');
        for (int row = 0; row < set.size(); row++) {
            text.append(quoted(set.images().get(set.image(row))))
                    .append(',')
                    .append(quoted(set.classes().name(set.label(row))));
            for (int k = 0; k < set.classes().size(); k++) {
                text.append(',').append(String.format(Locale.ROOT, "%.9g", set.probability(row, k)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    static String quoted(String text) {
        return text.matches("[^,\"\\s]+") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    void say(RunListener listener, double imagesPerSecond) {
        listener.say(String.format(Locale.ROOT, "%d pictures at %.1f img/s:", evaluation.rows(), imagesPerSecond));
        EstimateTable.lines(evaluation).forEach(listener::say);
        if (evaluation.classes().size() <= MOST_LISTED) {
            listener.say("%-24s %8s %8s %8s %8s".formatted("class", "pictures", "recall", "precis.", "conf-acc"));
            evaluation
                    .perClass()
                    .forEach(row -> listener.say(String.format(
                            Locale.ROOT,
                            "%-24s %8d %8.4f %8.4f %+8.4f",
                            row.name(),
                            row.rows(),
                            row.recall(),
                            row.precision(),
                            row.signedGap())));
        }
    }
}
