package io.candor.cli;

import io.candor.run.RunListener;
import io.candor.run.Settings;
import io.candor.run.TrainKeys;
import io.candor.run.TrainRun;
import io.candor.train.Outcome;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Trains a detector or a classifier. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Train a detector or a classifier, from weights or from scratch.")
final class TrainCommand extends KeyCommand {

    TrainCommand() {
        super(TrainKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws IOException {
        try (Interruption interruption = Interruption.watch(listener)) {
            TrainRun.Result result = new TrainRun(settings).run(listener, interruption.request());
            boolean stopped = result.outcome().ending() == Outcome.Ending.STOPPED;
            listener.say((stopped ? "Continue with: candor train --resume " : "Results in ")
                    + result.folder().path());
            return stopped ? Interruption.EXIT_CODE : 0;
        }
    }
}
