package io.candor.cli;

import io.candor.run.ReportClassifierRun;
import io.candor.run.ReportKeys;
import io.candor.run.ReportRun;
import io.candor.run.RunFolder;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Writes the report of a detector or a classifier. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Show how good a detector or classifier is and how far its confidence can be trusted: one HTML page, JSON, charts.")
final class ReportCommand extends KeyCommand {

    ReportCommand() {
        super(ReportKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws IOException {
        RunFolder folder = ReportClassifierRun.suits(settings)
                ? new ReportClassifierRun(settings).run(listener).folder()
                : new ReportRun(settings).run(listener).folder();
        listener.say("Results in " + folder.path());
        return 0;
    }
}
