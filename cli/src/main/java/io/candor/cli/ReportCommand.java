package io.candor.cli;

import io.candor.run.ReportKeys;
import io.candor.run.ReportRun;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Writes the report of a detector. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Show how good a detector is and how far its confidence can be trusted: one HTML page, JSON, charts.")
final class ReportCommand extends KeyCommand {

    ReportCommand() {
        super(ReportKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws IOException {
        ReportRun.Result result = new ReportRun(settings).run(listener);
        listener.say("Results in " + result.folder().path());
        return 0;
    }
}
