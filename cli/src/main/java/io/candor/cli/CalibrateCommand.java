package io.candor.cli;

import io.candor.run.CalibrateClassifierRun;
import io.candor.run.CalibrateKeys;
import io.candor.run.CalibrateRun;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Makes confidences mean something. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Fit a calibrator for a model's confidences, or for the predictions of any tool, and judge it.")
final class CalibrateCommand extends KeyCommand {

    CalibrateCommand() {
        super(CalibrateKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws IOException {
        if (CalibrateClassifierRun.suits(settings)) {
            new CalibrateClassifierRun(settings).run(listener);
        } else {
            new CalibrateRun(settings).run(listener);
        }
        return 0;
    }
}
