package io.candor.stream;

import io.candor.data.InvalidInput;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A video file in place of a camera: at its own rate, over and over. */
public final class RepeatedFile implements FrameSource {

    private static final double USUAL_RATE = 25;
    private static final double FASTEST = 240;

    private final VideoSource file;
    private long number;
    private long due;

    /**
     * A camera that is off.
     *
     * @throws InvalidInput if the address is no file's
     */
    public RepeatedFile(VideoAddress address) {
        if (address.live()) {
            throw new InvalidInput(
                    "stream-source", "%s: only a video file can be repeated.".formatted(address.shown()));
        }
        file = new VideoSource(address, Duration.ZERO);
    }

    @Override
    public void open() throws SourceLost {
        file.open();
        due = System.nanoTime();
    }

    @Override
    public Optional<VideoFrame> next() throws SourceLost {
        Optional<VideoFrame> frame = file.next();
        if (frame.isEmpty()) {
            file.open();
            frame = file.next();
        }
        VideoFrame shown = frame.orElseThrow(() -> new SourceLost(name() + " has no frames"));
        waitUntilDue();
        return Optional.of(new VideoFrame(shown.image(), number++, System.nanoTime()));
    }

    /** A frame that comes late does not make the next ones come sooner. */
    private void waitUntilDue() {
        long left = due - System.nanoTime();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = due - System.nanoTime();
        }
        due = Math.max(due, System.nanoTime()) + (long) (TimeUnit.SECONDS.toNanos(1) / frameRate());
    }

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public double frameRate() {
        double announced = file.frameRate();
        return announced > 0 && announced <= FASTEST ? announced : USUAL_RATE;
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public void close() {
        file.close();
    }
}
