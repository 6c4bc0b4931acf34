package io.candor.cli;

import io.candor.run.AuditKeys;
import io.candor.run.AuditRun;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import io.candor.train.Outcome;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Finds wrong labels. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "List the labels that are probably wrong, by what a model says of data it was not trained on; with pictures.")
final class AuditCommand extends KeyCommand {

    AuditCommand() {
        super(AuditKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws IOException {
        try (Interruption interruption = Interruption.watch(listener)) {
            AuditRun.Result result = new AuditRun(settings).run(listener, interruption.request());
            listener.say("Results in " + result.folder().path());
            return result.ending() == Outcome.Ending.STOPPED ? Interruption.EXIT_CODE : 0;
        }
    }
}
