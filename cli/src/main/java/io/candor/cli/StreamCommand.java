package io.candor.cli;

import io.candor.run.RunListener;
import io.candor.run.Settings;
import io.candor.run.StreamKeys;
import io.candor.run.StreamRun;
import picocli.CommandLine.Command;

/** Judges live video. */
@Command(
        name = "stream",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Judge a camera, a stream or a video file as it comes: events, webhook, annotated copy.")
final class StreamCommand extends KeyCommand {

    StreamCommand() {
        super(StreamKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws Exception {
        try (Interruption interruption = Interruption.watch(listener)) {
            new StreamRun(settings).run(listener, interruption.request());
            return 0;
        }
    }
}
