package io.candor.cli;

import io.candor.run.ExportKeys;
import io.candor.run.ExportRun;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Writes a network as an ONNX file, and proves that the file computes the same. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Write a model as ONNX for servers or browsers, and prove that the file computes the same.")
final class ExportCommand extends KeyCommand {

    ExportCommand() {
        super(ExportKeys.ALL);
    }

    @Override
    int run(Settings settings, RunListener listener) throws IOException {
        return new ExportRun(settings).run(listener).usable() ? 0 : 1;
    }
}
