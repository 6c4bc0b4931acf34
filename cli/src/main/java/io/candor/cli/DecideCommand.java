package io.candor.cli;

import io.candor.run.DecideKeys;
import io.candor.run.DecideRun;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Turns confidences into decisions. */
@Command(
        name = "decide",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Choose thresholds by a rule or by costs: accept, review or reject; and say what that leads to.")
final class DecideCommand extends KeyCommand {

    DecideCommand() {
        super(DecideKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws IOException {
        new DecideRun(settings).run(listener);
        return 0;
    }
}
