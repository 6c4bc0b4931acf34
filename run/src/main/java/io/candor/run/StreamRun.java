package io.candor.run;

import io.candor.data.InvalidInput;
import io.candor.detect.SuppressionOptions;
import io.candor.infer.Detector;
import io.candor.infer.DetectorOptions;
import io.candor.infer.Judge;
import io.candor.stream.EventFilter;
import io.candor.stream.EventLines;
import io.candor.stream.FrameJudge;
import io.candor.stream.FrameSource;
import io.candor.stream.LiveStream;
import io.candor.stream.Loopback;
import io.candor.stream.Outlet;
import io.candor.stream.Pace;
import io.candor.stream.StreamListener;
import io.candor.stream.StreamOptions;
import io.candor.stream.StreamReport;
import io.candor.stream.Tracker;
import io.candor.stream.TrackerOptions;
import io.candor.stream.VideoAddress;
import io.candor.stream.VideoOutlet;
import io.candor.stream.VideoSource;
import io.candor.stream.Webhook;
import io.candor.train.StopRequest;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Judges a video as it comes: events, a webhook, an annotated copy.
 *
 * @param settings of {@link StreamKeys}
 */
public record StreamRun(Settings settings) {

    /** A run over a source of video, with defaults for everything else. */
    public static StreamRun of(Path model, String source) {
        return new StreamRun(
                Settings.of(StreamKeys.ALL).with(StreamKeys.MODEL, model).with(StreamKeys.SOURCE, source));
    }

    /** A copy with one more setting. */
    public <T> StreamRun with(Key<T> key, T value) {
        return new StreamRun(settings.with(key, value));
    }

    /**
     * Runs to the end of the source, to a limit, or until {@code stop} is made.
     *
     * @throws InvalidInput if model, source or an outlet cannot be used
     */
    public StreamReport run(RunListener listener, StopRequest stop) throws IOException, InterruptedException {
        Path model = settings.required(StreamKeys.MODEL);
        VideoAddress address = VideoAddress.of(settings.required(StreamKeys.SOURCE));
        try (Detector detector = Detector.load(model, options());
                FrameSource source = source(address)) {
            Judge judge = Judge.beside(detector.card());
            requirePolicy(judge);
            Optional<Tracker> tracker = settings.value(StreamKeys.TRACK)
                    ? Optional.of(new Tracker(
                            new TrackerOptions(
                                    settings.value(StreamKeys.TRACK_IOU),
                                    settings.value(StreamKeys.TRACK_PATIENCE),
                                    settings.value(StreamKeys.TRACK_MEMORY)),
                            judge))
                    : Optional.empty();
            StreamOptions limits = limits(source);
            Optional<Webhook> webhook = webhook(address);
            List<Outlet> outlets = new ArrayList<>(outlets(address, source, limits.pace()));
            webhook.ifPresent(outlets::add);
            LiveStream stream = new LiveStream(FrameJudge.of(detector), tracker, outlets, telling(listener));
            StreamReport report = stream.run(source, limits, stop::made);
            report.lines().forEach(listener::say);
            webhook.map(Webhook::summary).ifPresent(listener::say);
            return report;
        }
    }

    private DetectorOptions options() {
        DetectorOptions options = DetectorOptions.defaults()
                .withSuppression(SuppressionOptions.forPrediction()
                        .withConfidence(settings.value(StreamKeys.CONF))
                        .withIou(settings.value(StreamKeys.IOU))
                        .withMaxDetections(settings.value(StreamKeys.MAX_DET)))
                .withThreads(settings.value(StreamKeys.THREADS));
        return settings.given(StreamKeys.IMGSZ).map(options::withImageSize).orElse(options);
    }

    private FrameSource source(VideoAddress address) {
        if (settings.value(StreamKeys.MEASURE) && !address.live()) {
            return new Loopback(address, settings.value(StreamKeys.MEASURE_RATE));
        }
        return new VideoSource(address, Duration.ofMillis(Math.round(1000 * settings.value(StreamKeys.TIMEOUT))));
    }

    StreamOptions limits(FrameSource source) {
        StreamOptions options = StreamOptions.of(source)
                .withReconnections(source instanceof Loopback ? 0 : settings.value(StreamKeys.RECONNECT))
                .withLongest(Duration.ofMillis(Math.round(1000 * settings.value(StreamKeys.DURATION))))
                .withMostFrames(settings.value(StreamKeys.FRAMES));
        if (source instanceof Loopback && options.longest().isZero() && options.mostFrames() == 0) {
            options = options.withLongest(Duration.ofSeconds(30)); // the camera plays its file over and over
        }
        String pace = settings.value(StreamKeys.PACE);
        return pace.equals("auto") ? options : options.withPace(Pace.valueOf(pace.toUpperCase(Locale.ROOT)));
    }

    /** Filters by decisions would let nothing through where nothing decides. */
    private void requirePolicy(Judge judge) {
        for (Key<String> key : List.of(StreamKeys.EVENTS_ON, StreamKeys.WEBHOOK_ON)) {
            if (filter(key).needsPolicy() && !judge.decides()) {
                throw new InvalidInput(
                        "policy-file",
                        "%s %s needs a policy.json beside the model, and there is none. Run 'candor decide' for this model, or choose found."
                                .formatted(key.option(), settings.value(key)));
            }
        }
    }

    private EventFilter filter(Key<String> key) {
        return EventFilter.valueOf(settings.value(key).toUpperCase(Locale.ROOT));
    }

    private List<Outlet> outlets(VideoAddress address, FrameSource source, Pace pace) throws IOException {
        List<Outlet> outlets = new ArrayList<>();
        Optional<Path> events = settings.given(StreamKeys.EVENTS);
        if (events.isPresent()) {
            outlets.add(new EventLines(writer(events.get()), filter(StreamKeys.EVENTS_ON), address.shown()));
        }
        settings.given(StreamKeys.VIDEO)
                .ifPresent(file -> outlets.add(VideoOutlet.file(file, source::frameRate, pace)));
        String publish = settings.value(StreamKeys.PUBLISH);
        if (!publish.isEmpty()) {
            outlets.add(VideoOutlet.rtsp(publish, source::frameRate));
        }
        return outlets;
    }

    private Optional<Webhook> webhook(VideoAddress address) {
        String target = settings.value(StreamKeys.WEBHOOK);
        return target.isEmpty()
                ? Optional.empty()
                : Optional.of(new Webhook(target, filter(StreamKeys.WEBHOOK_ON), address.shown()));
    }

    /** Standard output stays open: others write to it too. */
    private static Writer writer(Path file) throws IOException {
        if (!file.toString().equals("-")) {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            return Files.newBufferedWriter(file);
        }
        return new OutputStreamWriter(System.out, StandardCharsets.UTF_8) {
            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    private static StreamListener telling(RunListener listener) {
        return new StreamListener() {
            @Override
            public void lost(String reason) {
                listener.say("Lost: " + reason + "; trying again.");
            }

            @Override
            public void found(String source, int attempts) {
                listener.say("%s is back after %d attempts.".formatted(source, attempts));
            }

            @Override
            public void outletFailed(String reason) {
                listener.say("Gave up one result: " + reason + ".");
            }
        };
    }
}
