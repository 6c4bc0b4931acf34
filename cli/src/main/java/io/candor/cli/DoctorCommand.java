package io.candor.cli;

import io.candor.run.Build;
import io.candor.run.Doctor;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what Candor finds on this machine. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Print what Candor finds on this machine, and check that its native libraries calculate.")
final class DoctorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-22s %s%n", "Candor", Build.version());
        Doctor.examine().forEach((name, fact) -> out.printf("%-22s %s%n", name, fact));
        return 0;
    }
}
