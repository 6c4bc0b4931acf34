package io.candor.cli;

import io.candor.run.RunListener;
import io.candor.run.Settings;
import io.candor.run.SmoothKeys;
import io.candor.run.SmoothRun;
import picocli.CommandLine.Command;

/** Explains a smoothing factor. */
@Command(
        name = "smooth",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Print and draw what a label smoothing factor does, before training with it.")
final class SmoothCommand extends KeyCommand {

    SmoothCommand() {
        super(SmoothKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) {
        new SmoothRun(settings).run(listener);
        return 0;
    }
}
