package io.candor.run;

import io.candor.network.Catalogue;
import io.candor.network.Definition;
import io.candor.network.Task;

/**
 * The table of a network: its rows with shapes and parameter counts.
 *
 * @param settings of {@link SummaryKeys}
 */
public record SummaryRun(Settings settings) {

    private static final int CLASSIFIER_SIZE = 224;

    /**
     * The table of one network, or a line for every network.
     *
     * @throws io.candor.data.InvalidInput if the model is neither a name of the catalogue nor a file that holds a network
     */
    public String text(RunListener listener) {
        String model = settings.value(SummaryKeys.MODEL);
        int classes = settings.value(SummaryKeys.CLASSES);
        boolean classifier =
                TrainingTask.ofModel(model).filter(Task.CLASSIFY::equals).isPresent();
        if (classifier) {
            int size = settings.given(SummaryKeys.IMGSZ).orElse(CLASSIFIER_SIZE);
            return StartWeights.summarised(model, classes, size).summary(size);
        }
        int imageSize = ImageSize.rounded(settings.value(SummaryKeys.IMGSZ), listener);
        if (settings.value(SummaryKeys.ALL_NETWORKS)) {
            return new NetworkTable(Catalogue.names(), imageSize, classes).text(listener);
        }
        Definition definition = StartWeights.definition(model, classes);
        return definition.summary(imageSize);
    }
}
