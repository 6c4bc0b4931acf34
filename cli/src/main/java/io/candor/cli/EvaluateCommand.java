package io.candor.cli;

import io.candor.run.EvaluateKeys;
import io.candor.run.EvaluateRun;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Judges a network on a data set. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Measure precision, recall, mAP and calibration of a model on a data set.")
final class EvaluateCommand extends KeyCommand {

    EvaluateCommand() {
        super(EvaluateKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws IOException {
        EvaluateRun.Result result = new EvaluateRun(settings).run(listener);
        listener.say("Results in " + result.folder().path());
        return 0;
    }
}
