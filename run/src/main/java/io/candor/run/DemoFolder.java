package io.candor.run;

import io.candor.data.InvalidInput;
import io.candor.data.synth.SynthOptions;
import io.candor.tensor.Device;
import io.candor.train.PrecisionChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a demonstration keeps what it makes.
 *
 * @param run the folder itself
 * @param settings as asked, or when resumed those it was begun with
 * @param resumed whether parts that are already there are kept
 */
record DemoFolder(RunFolder run, Settings settings, boolean resumed) {

    private static final Path PROJECT = Path.of("runs");
    private static final String NAME = "demo";

    /** The folder the settings ask for. Everything that can be refused is looked at before it is made. */
    static DemoFolder of(Settings settings, RunListener listener) throws IOException {
        return settings.value(DemoKeys.RESUME) ? resume(settings, listener) : start(settings);
    }

    private static DemoFolder start(Settings settings) throws IOException {
        DemoPlan plan = new DemoPlan(settings);
        plan.boards(SynthOptions.Existing.REFUSE);
        plan.smoothing();
        PrecisionChoice.of(settings.value(DemoKeys.PRECISION)).on(Device.of(settings.value(DemoKeys.DEVICE)));
        RunFolder.Existing existing =
                settings.value(DemoKeys.EXIST_OK) ? RunFolder.Existing.REUSE : RunFolder.Existing.REFUSE;
        RunFolder run = settings.given(DemoKeys.OUT)
                .map(out -> RunFolder.fixed(out, existing))
                .orElseGet(() -> RunFolder.next(PROJECT, NAME, existing));
        // Of an earlier demonstration; without it the boards are drawn anew.
        Files.deleteIfExists(data(run));
        run.write(ArgsYaml.FILE, ArgsYaml.text(settings));
        DemoFolder demo = new DemoFolder(run, settings, false);
        for (Path training : List.of(demo.plain(), demo.smoothed())) {
            if (Files.isDirectory(training)) {
                new RunFolder(training).forget();
            }
        }
        return demo;
    }

    private static DemoFolder resume(Settings asked, RunListener listener) {
        Path out = asked.given(DemoKeys.OUT).orElseGet(() -> PROJECT.resolve(NAME));
        Path args = out.resolve(ArgsYaml.FILE);
        if (!Files.isRegularFile(args)) {
            throw new InvalidInput(
                    "resume-checkpoint",
                    "%s: no demonstration to resume there (no %s). Name its folder with --out."
                            .formatted(out, ArgsYaml.FILE));
        }
        Settings empty = Settings.of(asked.keys());
        Settings saved = empty.with(ArgsYaml.read(args, empty).values(), args.toString());
        listener.say("Resuming the demonstration in %s with the settings it was begun with.".formatted(out));
        return new DemoFolder(RunFolder.fixed(out, RunFolder.Existing.REUSE), saved, true);
    }

    Path path() {
        return run.path();
    }

    /** The data set's file. */
    Path data() {
        return data(run);
    }

    private static Path data(RunFolder run) {
        return run.file("data").resolve("data.yaml");
    }

    /** Folder of the training without smoothing. */
    Path plain() {
        return run.file("without-smoothing");
    }

    /** Folder of the training with smoothing. */
    Path smoothed() {
        return run.file("with-smoothing");
    }

    /** Whether a training was finished before this demonstration was resumed. */
    boolean trained(Path training) {
        return resumed && Files.exists(training.resolve(Judgement.FILE)); // its last step writes that
    }

    /** Whether a training was begun before this demonstration was resumed. */
    boolean resumable(Path training) {
        return resumed && Files.exists(training.resolve(ArgsYaml.FILE));
    }
}
