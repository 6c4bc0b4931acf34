package io.candor.cli;

import io.candor.run.DriftKeys;
import io.candor.run.DriftRun;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Compares new predictions with an earlier evaluation. */
@Command(
        name = "drift",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Compare the confidences of new predictions with an evaluation: does its calibrator still apply?")
final class DriftCommand extends KeyCommand {

    DriftCommand() {
        super(DriftKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws IOException {
        DriftRun.Result result = new DriftRun(settings).run(listener);
        listener.say("Results in " + result.folder().path());
        return 0;
    }
}
