package io.candor.cli;

import io.candor.run.CompareKeys;
import io.candor.run.CompareRun;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Finds out by experiment whether smoothing, or anything else, helps. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Train with and without smoothing, several seeds each on the same batches, and say whether it helps here.")
final class CompareCommand extends KeyCommand {

    CompareCommand() {
        super(CompareKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws IOException {
        try (Interruption interruption = Interruption.watch(listener)) {
            CompareRun.Result result = new CompareRun(settings).run(listener, interruption.request());
            if (result.experiment().isEmpty()) {
                return Interruption.EXIT_CODE;
            }
            listener.say("");
            listener.say("Report: " + result.report().toAbsolutePath().normalize());
            return 0;
        }
    }
}
