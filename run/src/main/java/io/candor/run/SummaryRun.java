package io.candor.run;

import io.candor.network.Definition;

/**
 * The table of a network: its rows with shapes and parameter counts.
 *
 * @param settings of {@link SummaryKeys}
 */
public record SummaryRun(Settings settings) {

    /**
     * The table.
     *
     * @throws io.candor.data.InvalidInput if the model is neither a name of the catalogue nor a file that holds a network
     */
    public String text(RunListener listener) {
        int imageSize = ImageSize.rounded(settings.value(SummaryKeys.IMGSZ), listener);
        Definition definition =
                StartWeights.definition(settings.value(SummaryKeys.MODEL), settings.value(SummaryKeys.CLASSES));
        return definition.summary(imageSize);
    }
}
