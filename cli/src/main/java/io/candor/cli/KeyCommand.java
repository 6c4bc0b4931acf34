package io.candor.cli;

import io.candor.run.KeyGroup;
import io.candor.run.RunListener;
import io.candor.run.Settings;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command whose options are {@link io.candor.run.Key}s: reads them, runs one job, says where the result is. */
abstract class KeyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    private final List<KeyGroup> keys;

    KeyCommand(List<KeyGroup> keys) {
        this.keys = keys;
    }

    /** Runs the job; returns the exit code. */
    abstract int run(Settings settings, RunListener listener) throws Exception;

    /** This command with its options. */
    CommandLine commandLine() {
        CommandSpec command = CommandSpec.forAnnotatedObject(this);
        KeyOptions.add(command, keys);
        return new CommandLine(command);
    }

    @Override
    public final Integer call() throws Exception {
        Terminal terminal = new Terminal(spec.commandLine().getOut(), Terminal.detect());
        Settings settings = KeyOptions.settings(spec.commandLine().getParseResult(), keys, terminal);
        try {
            return run(settings, terminal);
        } catch (Error fatal) { // picocli would let it pass, and Java print nothing but its stack
            throw new ExecutionException(fatal);
        }
    }
}
