package io.candor.cli;

import io.candor.run.RunListener;
import io.candor.run.Settings;
import io.candor.run.SummaryKeys;
import io.candor.run.SummaryRun;
import picocli.CommandLine.Command;

/** Prints the table of a network. */
@Command(
        name = "summary",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Print the rows of a network with shapes, parameters and GFLOPs.")
final class SummaryCommand extends KeyCommand {

    SummaryCommand() {
        super(SummaryKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) {
        listener.say(new SummaryRun(settings).text(listener));
        return 0;
    }
}
