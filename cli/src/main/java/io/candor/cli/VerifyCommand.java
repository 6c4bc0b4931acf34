package io.candor.cli;

import io.candor.run.RunListener;
import io.candor.run.Settings;
import io.candor.run.VerifyKeys;
import io.candor.run.VerifyRun;
import picocli.CommandLine.Command;

/** Compares an exported file with the network it came from. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Compare an ONNX file with the model it was exported from; exit code 1 if they differ.")
final class VerifyCommand extends KeyCommand {

    VerifyCommand() {
        super(VerifyKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) {
        VerifyRun.Result result = new VerifyRun(settings).run(listener);
        listener.say("Report in " + result.file());
        return result.report().passed() ? 0 : 1;
    }
}
