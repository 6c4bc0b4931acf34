package io.candor.cli;

import io.candor.run.EvaluateClassifierRun;
import io.candor.run.EvaluateFileRun;
import io.candor.run.EvaluateKeys;
import io.candor.run.EvaluateRun;
import io.candor.run.RunFolder;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Judges a network on a data set, or a file of predictions. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Measure precision, recall, mAP and calibration of a model on a data set, or of a file of predictions.")
final class EvaluateCommand extends KeyCommand {

    EvaluateCommand() {
        super(EvaluateKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws IOException {
        RunFolder folder = folder(settings, listener);
        listener.say("Results in " + folder.path());
        return 0;
    }

    private static RunFolder folder(Settings settings, RunListener listener) throws IOException {
        if (settings.given(EvaluateKeys.PREDICTIONS).isPresent()) {
            return new EvaluateFileRun(settings).run(listener).folder();
        }
        return EvaluateClassifierRun.isAskedFor(settings)
                ? new EvaluateClassifierRun(settings).run(listener).folder()
                : new EvaluateRun(settings).run(listener).folder();
    }
}
