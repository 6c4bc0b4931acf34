package io.candor.cli;

import io.candor.run.ErrorsKeys;
import io.candor.run.ErrorsRun;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Lists the mistakes of a detector. */
@Command(
        name = "errors",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "List what a detector gets wrong, worst first, with crops, and how much it finds in parts of the data.")
final class ErrorsCommand extends KeyCommand {

    ErrorsCommand() {
        super(ErrorsKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws IOException {
        ErrorsRun.Result result = new ErrorsRun(settings).run(listener);
        listener.say("Results in " + result.folder().path());
        return 0;
    }
}
