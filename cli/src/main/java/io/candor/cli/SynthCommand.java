package io.candor.cli;

import io.candor.data.synth.SynthDataset;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import io.candor.run.SynthKeys;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** Draws a data set of circuit boards with planted defects. */
@Command(
        name = "synth",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Draw a data set of circuit boards with six kinds of defects and harmless look-alikes.")
final class SynthCommand extends KeyCommand {

    SynthCommand() {
        super(SynthKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws IOException {
        Path out = settings.required(SynthKeys.OUT);
        SynthDataset.write(out, SynthKeys.options(settings));
        listener.say("Train on it with: candor train --data " + out.resolve("data.yaml"));
        return 0;
    }
}
