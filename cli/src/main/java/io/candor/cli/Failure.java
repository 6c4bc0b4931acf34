package io.candor.cli;

import io.candor.data.InvalidInput;
import io.candor.run.Closest;
import io.candor.run.Reason;
import io.candor.train.NonFiniteLoss;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is printed about something that went wrong, and with what code the process ends.
 *
 * @param exitCode 1: the job failed; 2: something given cannot be used
 * @param message complete sentences
 * @param help anchor in {@code docs/troubleshooting.md}
 */
record Failure(int exitCode, String message, String help) {

    static final int FAILED = 1;
    static final int MISUSED = 2;

    /** What an exception means for the user. */
    static Failure of(Throwable thrown) {
        if (thrown instanceof InvalidInput invalid) {
            return new Failure(MISUSED, invalid.getMessage(), invalid.help());
        }
        if (isWrapping(thrown)) {
            return of(thrown.getCause());
        }
        if (thrown instanceof NonFiniteLoss loss) {
            return new Failure(FAILED, loss.getMessage(), "non-finite-loss");
        }
        if (thrown instanceof IOException failure) {
            return Reason.isDiskFull(failure)
                    ? new Failure(FAILED, "The disk is full: %s.".formatted(failure.getMessage()), "disk-full")
                    : new Failure(FAILED, "%s (%s).".formatted(failure.getMessage(), Reason.of(failure)), "files");
        }
        if (thrown instanceof OutOfMemoryError || isNativeOutOfMemory(thrown)) {
            return new Failure(
                    FAILED,
                    "Not enough memory: %s. Lower --batch or --imgsz, or close other programs."
                            .formatted(firstLine(thrown)),
                    "memory");
        }
        return new Failure(
                FAILED,
                "Unexpected: %s: %s. Repeat with --trace to see where."
                        .formatted(thrown.getClass().getSimpleName(), firstLine(thrown)),
                "unexpected");
    }

    /** True for what only carries its cause to where it is caught: from another thread, or past picocli. */
    private static boolean isWrapping(Throwable thrown) {
        return thrown.getCause() != null
                && (thrown instanceof UncheckedIOException
                        || thrown instanceof ExecutionException
                        || thrown instanceof CompletionException);
    }

    /** Prints the failure of a command; picocli's execution exception handler. */
    static int report(Exception thrown, CommandLine commandLine, ParseResult parsed) {
        Failure failure = of(thrown);
        failure.print(commandLine.getErr());
        if (Candor.wantsTrace(commandLine)) {
            thrown.printStackTrace(commandLine.getErr());
        }
        return failure.exitCode;
    }

    /** Prints what is wrong with the arguments; picocli's parameter exception handler. */
    static int misuse(ParameterException wrong, String[] arguments) {
        CommandLine commandLine = wrong.getCommandLine();
        if (wrong.getCause() instanceof InvalidInput invalid) {
            of(invalid).print(commandLine.getErr());
            return MISUSED;
        }
        PrintWriter err = commandLine.getErr();
        String name = commandLine.getCommandSpec().qualifiedName();
        StringBuilder message = new StringBuilder(wrong.getMessage());
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            suggestion(unmatched, commandLine).ifPresent(word -> message.append(". Did you mean '" + word + "'?"));
        }
        new Failure(MISUSED, message + "\n'" + name + " --help' lists what can be given.", "options").print(err);
        return MISUSED;
    }

    private static Optional<String> suggestion(UnmatchedArgumentException unmatched, CommandLine commandLine) {
        String word = unmatched.getUnmatched().get(0);
        List<String> candidates = word.startsWith("-")
                ? List.copyOf(commandLine.getCommandSpec().optionsMap().keySet())
                : List.copyOf(commandLine.getSubcommands().keySet());
        return candidates.isEmpty() ? Optional.empty() : Optional.of(Closest.to(word, candidates));
    }

    void print(PrintWriter err) {
        err.println("candor: " + message);
        err.println("See docs/troubleshooting.md#" + help);
        err.flush();
    }

    /** libtorch reports memory it cannot get as a RuntimeException of its own. */
    private static boolean isNativeOutOfMemory(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        return message.contains("can't allocate memory") || message.contains("out of memory");
    }

    private static String firstLine(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? "no message" : message.lines().findFirst().orElse("no message");
    }
}
