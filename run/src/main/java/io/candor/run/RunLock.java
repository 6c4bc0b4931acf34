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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write into a run folder: one run has it at a time. The operating system holds it, so that it ends with
 * the process, however that ends; the file it is about stays and means nothing by itself. Within a process the runs are
 * told apart without that file: POSIX ends a lock as soon as its process closes the file, by any descriptor.
 */
final class RunLock implements AutoCloseable {

    /** In the run folder; says who has the lock, or had it last. Not to be opened in a process that has it. */
    static final String FILE = ".lock";

    /** Beyond the text: where locks forbid reading, the text can still be read. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    /** Real paths of folders that runs of this process have, or are about to have, and who they say they are. */
    private static final Map<Path, String> OWN = new ConcurrentHashMap<>();

    private final RunFolder folder;
    private final Path place;
    private final FileChannel channel;
    private boolean held = true;

    private RunLock(RunFolder folder, Path place, FileChannel channel) {
        this.folder = folder;
        this.place = place;
        this.channel = channel;
    }

    /** How the file is locked. */
    @FunctionalInterface
    interface Locking {

        /**
         * Whether nobody else has the lock, which is now taken.
         *
         * @throws IOException if the file system has no locks
         */
        boolean take(FileChannel channel) throws IOException;
    }

    /**
     * Takes the lock. Where the file system has none, the listener is told, and only runs of this process are kept apart.
     *
     * @throws InvalidInput if somebody else has it
     */
    static RunLock of(RunFolder folder, RunListener listener) {
        return of(folder, RunLock::tryLock, listener);
    }

    static RunLock of(RunFolder folder, Locking locking, RunListener listener) {
        try {
            Path place = folder.path().toRealPath();
            String self = "process %d, since %s"
                    .formatted(ProcessHandle.current().pid(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
            String other = OWN.putIfAbsent(place, self);
            if (other != null) {
                throw taken(folder, other);
            }
            return claimed(folder, place, locking, listener);
        } catch (IOException refused) {
            throw RunFolder.unusable(folder.path(), refused);
        }
    }

    private static RunLock claimed(RunFolder folder, Path place, Locking locking, RunListener listener)
            throws IOException {
        boolean locked = false;
        try {
            RunLock lock = new RunLock(folder, place, opened(folder, OWN.get(place), locking, listener));
            locked = true;
            return lock;
        } finally {
            if (!locked) {
                OWN.remove(place); // after whatever was read or closed
            }
        }
    }

    private static FileChannel opened(RunFolder folder, String self, Locking locking, RunListener listener)
            throws IOException {
        Path file = folder.file(FILE);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!isFree(channel, folder, locking, listener)) {
                throw taken(folder, Files.readString(file).strip());
            }
            if (channel.isOpen()) {
                channel.truncate(0);
                channel.write(ByteBuffer.wrap((self + System.lineSeparator()).getBytes(StandardCharsets.UTF_8)));
            }
            return channel;
        } catch (IOException | InvalidInput refused) {
            channel.close();
            throw refused;
        }
    }

    private static boolean isFree(FileChannel channel, RunFolder folder, Locking locking, RunListener listener)
            throws IOException {
        try {
            return locking.take(channel);
        } catch (IOException none) {
            channel.close();
            listener.say(
                    "Warning: the file system of %s has no locks (%s), so nothing keeps a run of another process out of it. Start no other one with this folder."
                            .formatted(folder.path(), Reason.of(none)));
            return true;
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException mountedTwice) { // the same folder under another real path
            return false;
        }
    }

    private static InvalidInput taken(RunFolder folder, String holder) {
        return new InvalidInput(
                "run-folder-in-use",
                "%s: another run writes into this folder now (%s). Wait for it or end it, or choose another folder with --out."
                        .formatted(folder.path(), holder));
    }

    /** What the holder may write into. */
    RunFolder folder() {
        return folder;
    }

    @Override
    public void close() {
        if (!held) {
            return;
        }
        held = false;
        try {
            channel.close(); // which gives the lock back
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            OWN.remove(place);
        }
    }
}
