package io.candor.cli;

import io.candor.run.DemoKeys;
import io.candor.run.DemoRun;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Shows on a drawn data set what label smoothing does. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Draw a data set, train a small detector without and with label smoothing, compare both; a few minutes.")
final class DemoCommand extends KeyCommand {

    DemoCommand() {
        super(DemoKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws IOException {
        try (Interruption interruption = Interruption.watch(listener)) {
            DemoRun.Result result = new DemoRun(settings).run(listener, interruption.request());
            if (result.experiment().isEmpty()) {
                return Interruption.EXIT_CODE;
            }
            listener.say("");
            listener.say("Report: " + result.report().toAbsolutePath().normalize());
            return 0;
        }
    }
}
