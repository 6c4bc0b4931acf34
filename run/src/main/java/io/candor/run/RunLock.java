package io.candor.run;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The right to write into a run folder: one process has it at a time. The operating system holds it, so that it ends with
 * the process, however that ends; the file it is about stays and means nothing by itself.
 */
final class RunLock implements AutoCloseable {

    /** In the run folder; says who has the lock, or had it last. */
    static final String FILE = ".lock";

    /** Beyond the text: where locks forbid reading, the text can still be read. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final RunFolder folder;
    private final FileChannel channel;

    private RunLock(RunFolder folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws InvalidInput if somebody else has it
     */
    static RunLock of(RunFolder folder) {
        Path file = folder.file(FILE);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw taken(folder, file);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap("process %d, since %s%n"
                    .formatted(ProcessHandle.current().pid(), Instant.now().truncatedTo(ChronoUnit.SECONDS))
                    .getBytes(StandardCharsets.UTF_8)));
            return new RunLock(folder, channel);
        } catch (IOException refused) {
            throw RunFolder.unusable(folder.path(), refused);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException ownProcess) {
            return false;
        }
    }

    private static InvalidInput taken(RunFolder folder, Path file) throws IOException {
        return new InvalidInput(
                "run-folder-in-use",
                "%s: another run writes into this folder now (%s). Wait for it or end it, or choose another folder with --out."
                        .formatted(folder.path(), Files.readString(file).strip()));
    }

    /** What the holder may write into. */
    RunFolder folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            channel.close(); // which gives the lock back
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
