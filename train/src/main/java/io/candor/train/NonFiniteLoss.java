package io.candor.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Training produced a number that is not one; nothing after it would mean anything, so it stops. */
public final class NonFiniteLoss extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Path> files;

    /**
     * @param what which number, and what it is
     * @param at the step that gave it
     * @param files pictures of its batch
     * @param checkpoint where the state before it is, if it was saved
     */
    public NonFiniteLoss(String what, Progress at, List<Path> files, Path checkpoint) {
        super(message(what, at, files, checkpoint));
        this.files = List.copyOf(files);
    }

    private static String message(String what, Progress at, List<Path> files, Path checkpoint) {
        String names = files.stream().map(Path::toString).collect(Collectors.joining("\n  "));
        String good = Files.exists(checkpoint)
                ? "The last good checkpoint is %s.".formatted(checkpoint)
                : "There is no checkpoint yet.";
        return """
                Training stopped in epoch %d, batch %d: %s. %s
                Check these files with the inspect command, or lower lr0:
                  %s""".formatted(at.epoch() + 1, at.batch() + 1, what, good, names);
    }

    /** The pictures of the batch. */
    public List<Path> files() {
        return files;
    }
}
