package io.candor.cli;

import io.candor.run.AdviseKeys;
import io.candor.run.AdviseRun;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import picocli.CommandLine.Command;

/** Recommends how to smooth. */
@Command(
        name = "advise",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Recommend how to smooth, from what can be measured on a data set and an earlier run; with reasons and sources.")
final class AdviseCommand extends KeyCommand {

    AdviseCommand() {
        super(AdviseKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) {
        new AdviseRun(settings).run(listener);
        return 0;
    }
}
