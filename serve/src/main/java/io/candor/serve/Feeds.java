package io.candor.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.infer.Detections;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpStatus;

/** The feeds under way, each on a thread of its own, and those who listen to them. */
final class Feeds implements AutoCloseable {

    /** Listeners of all feeds together: each holds a thread. */
    static final int MOST_LISTENERS = 64;

    /** A sign of life in between, sooner than connections are given up. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private static final Duration BUSY = Duration.ofMillis(50);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Models models;
    private final Limits limits;
    private final Metrics metrics;
    private final EventLog log;
    private final Map<String, Running> byName = new LinkedHashMap<>();
    private final Semaphore room = new Semaphore(MOST_LISTENERS);
    private volatile boolean closed;

    /** @throws InvalidInput if two feeds have one name, or a feed's model is not served */
    Feeds(List<FeedSource> sources, Models models, Limits limits, Metrics metrics, EventLog log) {
        this.models = models;
        this.limits = limits;
        this.metrics = metrics;
        this.log = log;
        for (FeedSource source : sources) {
            if (!models.names().contains(source.model())) {
                throw new InvalidInput(
                        "serve-stream",
                        "The stream '%s' is to be judged by '%s', but the models are %s."
                                .formatted(source.name(), source.model(), models.names()));
            }
            if (models.find(source.model(), Optional.empty()).card().classifies()) {
                throw new InvalidInput(
                        "serve-stream",
                        "The stream '%s' is to be judged by '%s', which is a classifier; streams need a detector."
                                .formatted(source.name(), source.model()));
            }
            if (byName.put(source.name(), new Running(source)) != null) {
                throw new InvalidInput("serve-stream", "Two streams are called '%s'.".formatted(source.name()));
            }
        }
        metrics.feeds(this);
    }

    void start() {
        byName.values().forEach(running -> running.thread.start());
    }

    /** A feed, its thread and its listeners. */
    final class Running implements Feed.Desk {

        private final FeedSource source;
        private final Broadcast events = new Broadcast();
        private final Thread thread;
        private final AtomicLong judged = new AtomicLong();
        private final AtomicLong dropped = new AtomicLong();
        private volatile boolean connected;
        private volatile Optional<Instant> newest = Optional.empty();

        Running(FeedSource source) {
            this.source = source;
            thread = new Thread(this::work, "feed-" + source.name());
            thread.setDaemon(true);
        }

        String name() {
            return source.name();
        }

        Broadcast events() {
            return events;
        }

        /** Whether pictures come, as far as is known. */
        boolean connected() {
            return connected;
        }

        /** When the newest picture came. */
        Optional<Instant> newest() {
            return newest;
        }

        /** Pictures that were judged. */
        long judged() {
            return judged.get();
        }

        /** Pictures that nobody had time for. */
        long dropped() {
            return dropped.get();
        }

        private void work() {
            Duration wait = FIRST_WAIT;
            try {
                while (!closed) {
                    long before = events.told();
                    if (runOnce()) {
                        return;
                    }
                    wait = events.told() > before + 1 ? FIRST_WAIT : wait; // more than the failure was told
                    Thread.sleep(wait.toMillis());
                    wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            } finally {
                events.close();
            }
        }

        /** True at the end of the source, false if it failed. */
        private boolean runOnce() throws InterruptedException {
            try {
                source.feed().run(this);
                tell("end", "{}");
                return true;
            } catch (RuntimeException | OutOfMemoryError failed) { // tried again, and everybody is told why
                if (!closed) {
                    lost(String.valueOf(failed.getMessage()));
                }
                return false;
            } finally {
                connected = false;
            }
        }

        @Override
        public void lost(String reason) {
            connected = false;
            log.write("stream_lost", Map.of("stream", name(), "error", reason));
            tell("lost", "{}"); // why may name an address inside the factory
        }

        @Override
        public void found(int attempts) {
            connected = true;
            log.write("stream_found", Map.of("stream", name(), "attempts", attempts));
            tell("found", "{\"attempts\":%d}".formatted(attempts));
        }

        @Override
        public void dropped(long pictures) {
            dropped.addAndGet(pictures);
        }

        @Override
        public Optional<Detections> detect(Image image) {
            connected = true;
            newest = Optional.of(Instant.now());
            Job.Picture job = new Job.Picture(image);
            Optional<Model> model = models.offer(source.model(), Optional.empty(), job);
            Optional<Detections> found = model.flatMap(taken -> await(job));
            if (found.isPresent()) {
                metrics.found(model.get().name(), new Findings.Objects(found.get()));
                judged.incrementAndGet();
            } else {
                dropped.incrementAndGet();
            }
            if (model.isEmpty()) {
                pause();
            }
            return found;
        }

        /** Empty if it takes too long: a newer picture is worth more then. */
        private Optional<Detections> await(Job.Picture job) {
            try {
                return Answers.await(job.answer(), limits.answer()) instanceof Findings.Objects objects
                        ? Optional.of(objects.found())
                        : Optional.empty(); // a classifier has taken the detector's place
            } catch (Problem problem) {
                if (closed || Thread.currentThread().isInterrupted()) {
                    throw problem;
                }
                return Optional.empty();
            }
        }

        private void pause() {
            try {
                Thread.sleep(BUSY.toMillis());
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw Problem.unavailable("The server is stopping.", Duration.ofSeconds(1));
            }
        }

        @Override
        public void tell(String kind, String json) {
            events.tell(kind, json);
        }
    }

    /** All of them, for metrics. */
    List<Running> all() {
        return List.copyOf(byName.values());
    }

    /** What there is. */
    void list(Context context) {
        ObjectNode tree = Answers.object();
        ArrayNode list = tree.putArray("streams");
        for (Running running : byName.values()) {
            ObjectNode node = list.addObject()
                    .put("name", running.name())
                    .put("model", running.source.model())
                    .put("running", running.thread.isAlive())
                    .put("connected", running.connected())
                    .put("frames", running.judged())
                    .put("frames_dropped", running.dropped())
                    .put("events", running.events.told())
                    .put("listeners", running.events.listeners())
                    .put("dropped", running.events.dropped());
            running.newest().ifPresent(when -> node.put("last_frame", when.toString()));
        }
        Answers.json(context, tree);
    }

    /** Server-sent events until the client goes, the source ends or the server stops; 204 after the end. */
    void events(Context context) throws IOException, InterruptedException {
        Running running = byName.get(context.pathParam("name"));
        if (running == null) {
            throw new Problem(404, "There is no such stream. There are: %s.".formatted(byName.keySet()));
        }
        if (running.events.isClosed()) {
            context.status(HttpStatus.NO_CONTENT_204); // so that browsers do not come back
            return;
        }
        if (!room.tryAcquire()) {
            throw Problem.busy(
                    "%d clients listen already, which is all there is room for.".formatted(MOST_LISTENERS),
                    Duration.ofSeconds(10));
        }
        try (Broadcast.Listener listener = running.events.join()) {
            Exchange.of(context).lasts();
            metrics.lasts();
            context.contentType("text/event-stream; charset=utf-8").header("X-Accel-Buffering", "no");
            send(context.res().getOutputStream(), listener);
        } catch (IOException gone) { // nobody is there to be told
            Exchange.of(context).failed("the client went away");
        } finally {
            room.release();
        }
    }

    private static void send(OutputStream out, Broadcast.Listener listener) throws IOException, InterruptedException {
        write(out, "retry: 2000\n\n");
        while (!listener.isOver()) {
            Optional<Broadcast.Event> event = listener.take(SIGN_OF_LIFE);
            write(out, event.map(Broadcast.Event::text).orElse(":\n\n"));
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Ends all of them; those who listen get what waits for them, and the end. */
    @Override
    public void close() {
        closed = true;
        byName.values().forEach(running -> running.thread.interrupt());
        byName.values().forEach(running -> running.events.close());
        long deadline = System.nanoTime() + limits.stop().toNanos();
        for (Running running : byName.values()) {
            try {
                running.thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
