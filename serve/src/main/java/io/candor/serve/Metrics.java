package io.candor.serve;

import io.candor.decide.Action;
import io.candor.drift.Drift;
import io.candor.drift.NewScores;
import io.candor.infer.Classification;
import io.candor.infer.DetectedObject;
import io.candor.infer.Detections;
import io.candor.metric.ScoreHistogram;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** What is counted and measured, in Prometheus' text format. */
final class Metrics {

    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final double[] SECONDS = {.005, .01, .02, .035, .05, .075, .1, .15, .2, .35, .5, .75, 1, 2, 5, 10, 30
    };
    private static final double[] CONFIDENCES = {
        .05, .1, .15, .2, .25, .3, .35, .4, .45, .5, .55, .6, .65, .7, .75, .8, .85, .9, .95, 1
    };
    private static final double[] COUNTS = {1, 2, 4, 8, 16, 32};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Map<String, DriftWindow> windows = new ConcurrentHashMap<>();

    private final Histogram requests = Histogram.builder()
            .name("candor_request_seconds")
            .help("from the first byte of a request to its answer, by route and status")
            .labelNames("route", "status")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    private final Gauge inFlight = Gauge.builder()
            .name("candor_requests_in_flight")
            .help("requests that are not answered yet")
            .register(registry);
    private final Histogram waits = Histogram.builder()
            .name("candor_queue_seconds")
            .help("time that requests waited for a worker")
            .labelNames("model")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    private final Histogram runs = Histogram.builder()
            .name("candor_run_seconds")
            .help("time of a run: letterbox, network, selection, decisions, of all images that share it")
            .labelNames("model")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    private final Histogram batches = Histogram.builder()
            .name("candor_batch_images")
            .help("requests that shared a run")
            .labelNames("model")
            .classicOnly()
            .classicUpperBounds(COUNTS)
            .register(registry);
    private final Counter refused = Counter.builder()
            .name("candor_refused_total")
            .help("requests refused because the queue was full")
            .labelNames("model")
            .register(registry);
    private final Histogram confidences = Histogram.builder()
            .name("candor_confidence")
            .help("confidence of reported objects, calibrated where a calibrator is there")
            .labelNames("model", "class")
            .classicOnly()
            .classicUpperBounds(CONFIDENCES)
            .register(registry);
    private final Counter decisions = Counter.builder()
            .name("candor_decisions_total")
            .help("decisions by kind, about images and about objects")
            .labelNames("model", "about", "decision")
            .register(registry);
    private final Counter images = Counter.builder()
            .name("candor_images_total")
            .help("images on which objects were sought")
            .labelNames("model")
            .register(registry);
    private final Counter reloads = Counter.builder()
            .name("candor_reloads_total")
            .help("model files that changed while serving: loaded or refused")
            .labelNames("model", "result")
            .register(registry);

    /** Numbers of the models' queues at the time they are asked for. */
    void queues(Models models, int room) {
        GaugeWithCallback.builder()
                .name("candor_queue_length")
                .help("requests that wait for a worker")
                .labelNames("model", "version")
                .callback(gauge -> models.names()
                        .forEach(name -> models.versions(name)
                                .forEach(
                                        model -> gauge.call(model.waiting(), name, Integer.toString(model.version())))))
                .register(registry);
        GaugeWithCallback.builder()
                .name("candor_queue_capacity")
                .help("requests that may wait at most, per model")
                .callback(gauge -> gauge.call(room))
                .register(registry);
        GaugeWithCallback.builder()
                .name("candor_memory_heap_bytes")
                .help("Java heap in use")
                .callback(gauge -> {
                    Runtime runtime = Runtime.getRuntime();
                    gauge.call((double) (runtime.totalMemory() - runtime.freeMemory()));
                })
                .register(registry);
    }

    /** How feeds go, who listens to them, and what listeners are too slow for. */
    void feeds(Feeds feeds) {
        gauge(
                "candor_stream_connected",
                "1 while the source of a stream delivers",
                feeds,
                feed -> feed.connected() ? 1 : 0);
        gauge(
                "candor_stream_last_frame_timestamp_seconds",
                "when the newest frame of a stream came, as Unix time; NaN before the first",
                feeds,
                feed -> feed.newest().map(when -> when.toEpochMilli() / 1e3).orElse(Double.NaN));
        gauge(
                "candor_stream_listeners",
                "clients that listen to a stream's events",
                feeds,
                feed -> feed.events().listeners());
        counter("candor_stream_frames_total", "frames of a stream that were judged", feeds, Feeds.Running::judged);
        counter(
                "candor_stream_frames_dropped_total",
                "frames of a stream that nobody had time for: newer ones came, or clients kept the model busy",
                feeds,
                Feeds.Running::dropped);
        counter(
                "candor_stream_events_total",
                "events of a stream",
                feeds,
                feed -> feed.events().told());
        counter(
                "candor_stream_dropped_total",
                "events that clients were too slow for",
                feeds,
                feed -> feed.events().dropped());
    }

    private void gauge(String name, String help, Feeds feeds, ToDoubleFunction<Feeds.Running> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("stream")
                .callback(gauge -> feeds.all().forEach(feed -> gauge.call(value.applyAsDouble(feed), feed.name())))
                .register(registry);
    }

    private void counter(String name, String help, Feeds feeds, ToDoubleFunction<Feeds.Running> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("stream")
                .callback(counter -> feeds.all().forEach(feed -> counter.call(value.applyAsDouble(feed), feed.name())))
                .register(registry);
    }

    /** Compares what {@code model} reports with an earlier evaluation from now on. */
    void compare(String model, ScoreHistogram reference) {
        if (windows.isEmpty()) {
            GaugeWithCallback.builder()
                    .name("candor_drift_stability_index")
                    .help("population stability index of the newest images' confidences against the reference")
                    .labelNames("model", "class")
                    .callback(gauge ->
                            windows.forEach((name, window) -> window.drift().ifPresent(drift -> {
                                gauge.call(drift.all().stabilityIndex(), name, "");
                                drift.classes()
                                        .forEach(shift -> gauge.call(shift.stabilityIndex(), name, shift.name()));
                            })))
                    .register(registry);
            GaugeWithCallback.builder()
                    .name("candor_drift_verdict")
                    .help("1 for the verdict that holds: whether the calibrator still applies")
                    .labelNames("model", "verdict")
                    .callback(gauge -> windows.forEach(
                            (name, window) -> window.drift().ifPresent(drift -> verdicts(gauge, name, drift))))
                    .register(registry);
        }
        windows.put(model, new DriftWindow(reference));
    }

    private static void verdicts(GaugeWithCallback.Callback gauge, String model, Drift drift) {
        for (Drift.Verdict verdict : Drift.Verdict.values()) {
            gauge.call(verdict == drift.verdict() ? 1 : 0, model, verdict.name().toLowerCase(Locale.ROOT));
        }
    }

    void arrived() {
        inFlight.inc();
    }

    /** A request stays open for as long as its client listens: it is not counted among those in flight. */
    void lasts() {
        inFlight.dec();
    }

    void answered(String route, int status, long nanos) {
        inFlight.dec();
        requests.labelValues(route, Integer.toString(status)).observe(nanos / 1e9);
    }

    void waited(String model, long nanos) {
        waits.labelValues(model).observe(nanos / 1e9);
    }

    void computed(String model, int jobs, long nanos) {
        runs.labelValues(model).observe(nanos / 1e9);
        batches.labelValues(model).observe(jobs);
    }

    void refused(String model) {
        refused.labelValues(model).inc();
    }

    void reloaded(String model, boolean usable) {
        reloads.labelValues(model, usable ? "loaded" : "refused").inc();
    }

    /** Another file serves now: its confidences are looked at afresh. */
    void forget(String model) {
        windows.computeIfPresent(model, (name, window) -> new DriftWindow(window.reference()));
    }

    void found(String model, Findings findings) {
        images.labelValues(model).inc();
        List<NewScores.Score> scores = findings instanceof Findings.Objects objects
                ? objects(model, objects.found())
                : List.of(whole(model, ((Findings.OfWhole) findings).said()));
        DriftWindow window = windows.get(model);
        if (window != null) {
            window.add(scores);
        }
    }

    private List<NewScores.Score> objects(String model, Detections found) {
        found.verdict().ifPresent(action -> decided(model, "image", action));
        for (DetectedObject object : found.objects()) {
            confidences.labelValues(model, object.className()).observe(object.bestConfidence());
            object.decision().ifPresent(action -> decided(model, "object", action));
        }
        return found.objects().stream()
                .map(object -> new NewScores.Score(object.classIndex(), object.bestConfidence()))
                .toList();
    }

    private NewScores.Score whole(String model, Classification said) {
        confidences.labelValues(model, said.name()).observe(said.confidence());
        return new NewScores.Score(said.best(), said.confidence());
    }

    private void decided(String model, String about, Action action) {
        decisions
                .labelValues(model, about, action.name().toLowerCase(Locale.ROOT))
                .inc();
    }

    /** All of it, as Prometheus reads it. */
    byte[] text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory can always be written", impossible);
        }
        return out.toByteArray();
    }
}
