package io.candor.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: {@code candor <command> [options]}. */
@Command(
        name = "candor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Train object detectors with label smoothing that works and confidence that means something.",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 something given cannot be used, 130 interrupted.", ""})
public final class Candor implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = "--trace", scope = ScopeType.INHERIT, description = "print the stack trace of a failure.")
    private boolean trace;

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        int exitCode = commandLine().execute(arguments);
        Interruption.endProcess(exitCode);
    }

    /** The command line with its error handling, not yet run. */
    static CommandLine commandLine() {
        return new CommandLine(new Candor())
                .addSubcommand(new TrainCommand().commandLine())
                .addSubcommand(new EvaluateCommand().commandLine())
                .addSubcommand(new CalibrateCommand().commandLine())
                .addSubcommand(new DecideCommand().commandLine())
                .addSubcommand(new PredictCommand().commandLine())
                .addSubcommand(new ReportCommand().commandLine())
                .addSubcommand(new ErrorsCommand().commandLine())
                .addSubcommand(new DriftCommand().commandLine())
                .addSubcommand(new ExportCommand().commandLine())
                .addSubcommand(new VerifyCommand().commandLine())
                .addSubcommand(new StreamCommand().commandLine())
                .addSubcommand(new ServeCommand())
                .addSubcommand(new InspectCommand().commandLine())
                .addSubcommand(new SmoothCommand().commandLine())
                .addSubcommand(new SummaryCommand().commandLine())
                .addSubcommand(new SynthCommand().commandLine())
                .addSubcommand(new CompareCommand().commandLine())
                .addSubcommand(new AuditCommand().commandLine())
                .addSubcommand(new AdviseCommand().commandLine())
                .addSubcommand(new DemoCommand().commandLine())
                .addSubcommand(new DoctorCommand())
                .addSubcommand(new CommandLine.HelpCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(110)
                .setParameterExceptionHandler(Failure::misuse)
                .setExecutionExceptionHandler(Failure::report);
    }

    /** True if the stack trace of a failure was asked for. */
    static boolean wantsTrace(CommandLine commandLine) {
        return commandLine.getCommandSpec().root().userObject() instanceof Candor candor && candor.trace;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? 'candor --help' lists them.");
    }
}
