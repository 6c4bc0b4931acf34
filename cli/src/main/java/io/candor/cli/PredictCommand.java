package io.candor.cli;

import io.candor.data.Detection;
import io.candor.run.PredictClassifierRun;
import io.candor.run.PredictKeys;
import io.candor.run.PredictRun;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Find objects on pictures: annotated copies, JSON and YOLO label files. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Find objects on pictures: annotated copies, JSON and YOLO label files; or say which class pictures have.")
final class PredictCommand extends KeyCommand {

    PredictCommand() {
        super(PredictKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws IOException {
        if (PredictClassifierRun.isAskedFor(settings)) {
            PredictClassifierRun.Result said = new PredictClassifierRun(settings).run(listener);
            listener.say("%d pictures. Results in %s"
                    .formatted(said.predictions().size(), said.folder().path()));
            return 0;
        }
        PredictRun.Result result = new PredictRun(settings).run(listener);
        List<Detection> objects = result.predictions().stream()
                .flatMap(prediction -> prediction.detections().stream())
                .toList();
        double least = settings.value(PredictKeys.CONF);
        long fainter =
                objects.stream().filter(found -> found.confidence() < least).count();
        listener.say("%d objects on %d images, confidence %s and more%s."
                .formatted(
                        objects.size(),
                        result.predictions().size(),
                        least,
                        fainter == 0 ? "" : "; %d of them less, which the policy does not accept".formatted(fainter)));
        listener.say("Results in " + result.folder().path());
        return 0;
    }
}
