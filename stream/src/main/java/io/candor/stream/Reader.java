package io.candor.stream;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The thread that reads frames into the mailbox and opens a lost live source again. */
final class Reader extends Thread {

    /** Longer than sources take to give up unless told otherwise. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FrameSource source;
    private final Mailbox mailbox;
    private final StreamOptions options;
    private final StreamListener listener;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Backoff backoff = new Backoff();
    private final AtomicLong frames = new AtomicLong();
    private final AtomicInteger reconnections = new AtomicInteger();
    private volatile Optional<Throwable> failure = Optional.empty();

    /** Takes over an open source. */
    Reader(FrameSource source, Mailbox mailbox, StreamOptions options, StreamListener listener) {
        super("frames of " + source.name());
        setDaemon(true);
        this.source = source;
        this.mailbox = mailbox;
        this.options = options;
        this.listener = listener;
    }

    @Override
    public void run() {
        try {
            while (stop.getCount() > 0 && !pump()) {
                reopen();
            }
        } catch (SourceLost lost) {
            failure = Optional.of(lost);
        } catch (InterruptedException stopped) {
            interrupt();
        } catch (RuntimeException | OutOfMemoryError broken) { // thrown again by who runs the stream
            failure = Optional.of(broken);
        } finally {
            mailbox.end();
            source.close();
        }
    }

    /** Reads until the end (true) or until a live source is lost (false). */
    private boolean pump() throws SourceLost, InterruptedException {
        try {
            while (stop.getCount() > 0) {
                Optional<VideoFrame> frame = source.next();
                if (frame.isEmpty()) {
                    if (source.live()) {
                        throw new SourceLost(source.name() + " ended");
                    }
                    return true;
                }
                frames.incrementAndGet();
                backoff.succeeded();
                deliver(frame.get());
            }
            return true;
        } catch (SourceLost lost) {
            if (!source.live() || options.reconnections() == 0) {
                throw lost;
            }
            listener.lost(lost.getMessage());
            return false;
        }
    }

    private void deliver(VideoFrame frame) throws InterruptedException {
        if (options.pace() == Pace.NEWEST) {
            mailbox.put(frame);
        } else if (!mailbox.putWhenEmpty(frame)) {
            stop.countDown();
        }
    }

    private void reopen() throws SourceLost, InterruptedException {
        while (stop.getCount() > 0) {
            Duration wait = backoff.next();
            if (stop.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            try {
                source.open();
                reconnections.incrementAndGet();
                listener.found(source.name(), backoff.attempts());
                return;
            } catch (SourceLost again) {
                if (backoff.attempts() >= options.reconnections()) {
                    throw again;
                }
                listener.lost(again.getMessage());
            }
        }
    }

    /** Ends after the frame under way. */
    private void halt() {
        stop.countDown();
        mailbox.end();
    }

    /** Frames read so far, dropped ones included. */
    long frames() {
        return frames.get();
    }

    int reconnections() {
        return reconnections.get();
    }

    /**
     * Returns if reading went to the end or was halted.
     *
     * @throws SourceLost if the source was lost for good; what else went wrong is thrown as it is
     */
    void requireWhole() throws SourceLost {
        Throwable why = failure.orElse(null);
        if (why instanceof SourceLost lost) {
            throw lost;
        }
        if (why instanceof RuntimeException broken) {
            throw broken;
        }
        if (why instanceof Error fatal) {
            throw fatal;
        }
    }

    /**
     * Ends after the frame under way and waits for that, interrupted or not, since the source is open until then; not for
     * ever, since a source may never answer. True if it was interrupted.
     */
    boolean finish() {
        halt();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean interrupted = false;
        for (long left = PATIENCE.toMillis();
                isAlive() && left > 0;
                left = (deadline - System.nanoTime()) / 1_000_000) {
            try {
                join(left);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
