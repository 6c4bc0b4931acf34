package io.candor.stream;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The thread that reads frames into the mailbox and opens a lost live source again. */
final class Reader extends Thread {

    private final FrameSource source;
    private final Mailbox mailbox;
    private final StreamOptions options;
    private final StreamListener listener;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Backoff backoff = new Backoff();
    private final AtomicLong frames = new AtomicLong();
    private final AtomicInteger reconnections = new AtomicInteger();
    private volatile Optional<SourceLost> failure = Optional.empty();

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
    void halt() {
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

    /** Why reading ended before the end, if it did. */
    Optional<SourceLost> failure() {
        return failure;
    }
}
