package io.candor.cli;

import io.candor.run.InspectKeys;
import io.candor.run.InspectRun;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Check a data set: faults, counts, sizes, and a contact sheet with the labels drawn. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Check a data set: faults, counts, sizes, and a contact sheet with the labels drawn.")
final class InspectCommand extends KeyCommand {

    InspectCommand() {
        super(InspectKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws IOException {
        InspectRun.Result result = new InspectRun(settings).run(listener);
        listener.say("Results in " + result.folder().path());
        return 0;
    }
}
