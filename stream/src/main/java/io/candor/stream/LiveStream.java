package io.candor.stream;

import io.candor.data.InvalidInput;
import io.candor.decide.Action;
import io.candor.infer.Detections;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Judges a source of video frame by frame. One thread reads, the calling thread judges; between them there is room for
 * one frame, so that a decision is always about the newest picture there is.
 */
public final class LiveStream {

    private static final String HELP = "stream-source";

    private final FrameJudge detector;
    private final Optional<Tracker> tracker;
    private final List<Outlet> outlets;
    private final StreamListener listener;

    /**
     * A stream with its parts.
     *
     * @param detector finds objects, and says whether there are decisions at all
     * @param tracker follows objects, if wanted
     * @param outlets get every judged frame, in this order; one that fails is left out from then on
     */
    public LiveStream(
            FrameJudge detector, Optional<Tracker> tracker, List<? extends Outlet> outlets, StreamListener listener) {
        this.detector = detector;
        this.tracker = tracker;
        this.outlets = new ArrayList<>(outlets);
        this.listener = listener;
    }

    /**
     * Runs to the end of the source, to a limit of {@code options}, or until {@code stopped}. The source and the outlets
     * are closed when it returns.
     *
     * @throws InvalidInput if the source cannot be opened, or is lost for good
     */
    public StreamReport run(FrameSource source, StreamOptions options, BooleanSupplier stopped)
            throws InterruptedException {
        open(source);
        Mailbox mailbox = new Mailbox();
        Reader reader = new Reader(source, mailbox, options, listener);
        LatencyMeter meter = new LatencyMeter();
        long unjudged = 0;
        long started = System.nanoTime();
        reader.start();
        try {
            while (!over(options, started, meter, stopped)) {
                Optional<VideoFrame> frame = mailbox.take();
                if (frame.isEmpty()) {
                    break;
                }
                Optional<JudgedFrame> judged = judge(frame.get());
                judged.ifPresent(meter::add);
                judged.ifPresent(this::deliver);
                unjudged += judged.isPresent() ? 0 : 1;
                tellDropped(mailbox);
            }
        } finally {
            boolean interrupted = reader.finish();
            closeOutlets();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        StreamReport report = new StreamReport(
                reader.frames(),
                meter.frames(),
                mailbox.dropped() + unjudged,
                reader.reconnections(),
                (System.nanoTime() - started) / 1e9,
                meter.latency(),
                meter.waiting(),
                meter.judging());
        try {
            reader.requireWhole();
        } catch (SourceLost lost) {
            throw unusable(lost);
        }
        return report;
    }

    private void open(FrameSource source) {
        boolean open = false;
        try {
            source.open();
            open = true;
        } catch (SourceLost lost) {
            throw unusable(lost);
        } finally {
            if (!open) {
                source.close();
                closeOutlets();
            }
        }
    }

    private void tellDropped(Mailbox mailbox) {
        long dropped = mailbox.newlyDropped();
        if (dropped > 0) {
            listener.dropped(dropped);
        }
    }

    private static boolean over(StreamOptions options, long started, LatencyMeter meter, BooleanSupplier stopped) {
        boolean late = !options.longest().isZero()
                && System.nanoTime() - started >= options.longest().toNanos();
        boolean enough = options.mostFrames() > 0 && meter.frames() >= options.mostFrames();
        return late || enough || stopped.getAsBoolean();
    }

    private Optional<JudgedFrame> judge(VideoFrame frame) {
        long taken = System.nanoTime();
        return detector.detect(frame.image()).map(found -> judged(frame, found, taken));
    }

    private JudgedFrame judged(VideoFrame frame, Detections found, long taken) {
        List<TrackedObject> objects = tracker.map(known -> known.follow(found.objects()))
                .orElseGet(() ->
                        found.objects().stream().map(TrackedObject::single).toList());
        Optional<Action> verdict = found.verdict().map(single -> severest(objects));
        return new JudgedFrame(frame, objects, verdict, found.timings(), taken, System.nanoTime());
    }

    private static Action severest(List<TrackedObject> objects) {
        return Detections.severest(objects.stream().map(TrackedObject::object));
    }

    private void deliver(JudgedFrame judged) {
        for (Outlet outlet : List.copyOf(outlets)) {
            try {
                outlet.accept(judged);
            } catch (IOException e) {
                outlets.remove(outlet);
                listener.outletFailed(e.getMessage());
                close(outlet);
            }
        }
    }

    private void closeOutlets() {
        outlets.forEach(this::close);
        outlets.clear();
    }

    private void close(Outlet outlet) {
        try {
            outlet.close();
        } catch (IOException e) {
            listener.outletFailed(e.getMessage());
        }
    }

    private static InvalidInput unusable(SourceLost lost) {
        return new InvalidInput(
                HELP,
                lost.getMessage()
                        + ". Check the address, user name and password, and that another player can show it; --timeout sets how long to wait.",
                lost);
    }
}
