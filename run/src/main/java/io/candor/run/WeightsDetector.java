package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.Sample;
import io.candor.data.load.LoaderOptions;
import io.candor.detect.SuppressionOptions;
import io.candor.network.Network;
import io.candor.tensor.Device;
import io.candor.tensor.Precision;
import io.candor.train.PrecisionChoice;
import io.candor.weights.NetworkFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A detector from a weight file, computed by libtorch in square letterboxes. */
final class WeightsDetector implements LoadedDetector {

    private final Network network;
    private final Classes classes;
    private final LoaderOptions loading;
    private final Precision precision;

    WeightsDetector(Settings settings, Path model, RunListener listener) {
        NetworkFile file = NetworkFile.load(model);
        Device device = Device.of(settings.value(PlaceKeys.DEVICE));
        precision = PrecisionChoice.of(settings.value(EvaluateKeys.PRECISION)).on(device);
        network = file.network().on(device).precision(precision);
        classes = file.classes();
        UnreadSuppression.tell(settings, network.definition(), listener);
        loading = LoaderOptions.evaluation(
                ImageSize.rounded(settings.value(EvaluateKeys.IMGSZ), listener),
                settings.value(EvaluateKeys.BATCH),
                PlaceKeys.workers(settings));
    }

    @Override
    public Classes classes() {
        return classes;
    }

    @Override
    public int imageSize() {
        return loading.imageSize();
    }

    @Override
    public String precision() {
        return precision.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean hasMasks() {
        return network.definition().task().outlines();
    }

    @Override
    public Pass run(List<Sample> samples, SuppressionOptions suppression, RunListener listener, String stage) {
        try (SplitInference inference = new SplitInference(samples, loading, suppression)) {
            SplitInference.Found found = inference.run(network, Optional.empty(), listener, stage);
            return new Pass(found, inference.loader().skipped());
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
