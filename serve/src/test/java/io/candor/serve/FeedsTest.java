package io.candor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.InvalidInput;
import io.candor.decide.Action;
import io.candor.infer.Detections;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events of streams over HTTP; what comes from real video is tested where video is read. */
@Timeout(120)
class FeedsTest {

    private static final String KEY = "0123456789abcdef";

    @TempDir
    private Path folder;

    /** Counts from 1 on once somebody may listen, until it is stopped. */
    private static final class Counting implements Feed {

        private final CountDownLatch begin = new CountDownLatch(1);

        @Override
        public void run(Desk desk) throws InterruptedException {
            begin.await();
            for (int i = 1; !Thread.currentThread().isInterrupted(); i++) {
                desk.tell("frame", "{\"frame\":%d}".formatted(i));
                Thread.sleep(1);
            }
        }
    }

    private ServeOptions options(Feed feed) {
        Path model = folder.resolve("tiles.onnx");
        if (!model.toFile().exists()) {
            TileModel.standard().write(model);
        }
        return ServeOptions.of(ModelSource.parse(model.toString())).withFeeds(new FeedSource("line1", "tiles", feed));
    }

    /** A client that reads line by line. */
    private static final class Listening implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader lines;

        Listening(Server server) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.getOutputStream()
                    .write("GET /streams/line1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("HTTP/1.1 200 OK");
            until("retry: 2000");
        }

        /** The lines up to one that begins so, which is the last; fails if there is none. */
        List<String> until(String beginning) throws IOException {
            List<String> passed = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                passed.add(line);
                if (line.startsWith(beginning)) {
                    return passed;
                }
            }
            throw new AssertionError("no '%s' in %s".formatted(beginning, passed));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void events_come_as_they_happen_with_number_kind_and_content() throws IOException {
        Counting feed = new Counting();
        try (Server server = Server.start(options(feed), EventLog.NONE);
                Listening client = new Listening(server)) {
            feed.begin.countDown();
            assertThat(client.until("data: {\"frame\":3}"))
                    .filteredOn(line -> line.matches("(id|event|data): .*"))
                    .startsWith("id: 1", "event: frame", "data: {\"frame\":1}")
                    .endsWith("id: 3", "event: frame", "data: {\"frame\":3}");
            Client http = new Client(server);
            assertThat(http.get("/streams").json().at("/streams/0").toString())
                    .contains("\"name\":\"line1\"", "\"model\":\"tiles\"", "\"running\":true", "\"listeners\":1");
            assertThat(http.get("/metrics").text())
                    .contains("candor_stream_listeners{stream=\"line1\"} 1.0")
                    .contains("candor_stream_dropped_total{stream=\"line1\"}");
        }
    }

    @Test
    void pictures_are_judged_by_the_served_model_and_counted() throws IOException {
        CountDownLatch begin = new CountDownLatch(1);
        Feed feed = desk -> {
            begin.await();
            Detections found = desk.detect(Client.tiles()).orElseThrow();
            desk.tell(
                    "frame",
                    "{\"objects\":%d,\"decided\":%s}"
                            .formatted(found.objects().size(), found.verdict().isPresent()));
        };
        ServeOptions options = options(feed);
        Judged.write(folder, Judged.sha256(folder.resolve("tiles.onnx")));
        try (Server server = Server.start(options, EventLog.NONE);
                Listening client = new Listening(server)) {
            begin.countDown();
            assertThat(client.until("data: ")).last().isEqualTo("data: {\"objects\":2,\"decided\":true}");
            assertThat(client.until("event: end")).isNotEmpty();
            assertThat(new Client(server).get("/metrics").text())
                    .contains("candor_images_total{model=\"tiles\"} 1.0")
                    .contains("candor_decisions_total{about=\"image\",decision=\"reject\",model=\"tiles\"} 1.0");
        }
    }

    /** Whoever judges decides, not who judged when the stream began. */
    @Test
    void a_policy_that_comes_with_a_reloaded_model_decides_from_then_on() throws IOException {
        BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        Feed feed = desk -> {
            while (true) {
                asked.take();
                Optional<Action> verdict =
                        desk.detect(Client.tiles()).orElseThrow().verdict();
                desk.tell("frame", "\"%s\"".formatted(verdict.map(Action::name).orElse("none")));
            }
        };
        try (Server server = Server.start(options(feed), EventLog.NONE);
                Listening client = new Listening(server)) {
            asked.add("a frame");
            assertThat(client.until("data: ")).last().isEqualTo("data: \"none\"");
            Judged.write(folder, Judged.sha256(folder.resolve("tiles.onnx")));
            server.look();
            server.look();
            asked.add("a frame");
            assertThat(client.until("data: ")).last().isEqualTo("data: \"REJECT\"");
        }
    }

    @Test
    void a_source_that_is_lost_says_why_in_the_log_alone_and_is_not_connected() throws IOException {
        BlockingQueue<String> next = new LinkedBlockingQueue<>();
        Feed feed = desk -> {
            next.take();
            desk.detect(Client.tiles());
            desk.tell("frame", "{}");
            next.take();
            desk.lost("rtsp://10.0.0.7/secret ended");
            next.take();
            desk.found(3);
            desk.dropped(5);
            desk.tell("frame", "{}");
            next.take();
        };
        List<String> log = java.util.Collections.synchronizedList(new ArrayList<>());
        try (Server server = Server.start(options(feed), (event, facts) -> log.add(event + facts));
                Listening client = new Listening(server)) {
            Client http = new Client(server);
            assertThat(line1(http).get("connected").asBoolean()).isFalse();
            assertThat(line1(http).has("last_frame")).isFalse();
            next.add("frame");
            client.until("event: frame");
            assertThat(line1(http).get("connected").asBoolean()).isTrue();
            assertThat(line1(http).get("frames").asInt()).isEqualTo(1);
            Instant last = Instant.parse(line1(http).get("last_frame").asText());
            assertThat(last).isBetween(Instant.now().minusSeconds(120), Instant.now());
            next.add("lost");
            assertThat(client.until("event: lost")).noneMatch(line -> line.contains("secret"));
            assertThat(log).anyMatch(line -> line.startsWith("stream_lost") && line.contains("10.0.0.7/secret"));
            assertThat(line1(http).get("connected").asBoolean()).isFalse();
            assertThat(line1(http).get("running").asBoolean()).isTrue();
            assertThat(http.get("/metrics").text()).contains("candor_stream_connected{stream=\"line1\"} 0.0");
            next.add("found");
            assertThat(client.until("data: {\"attempts\":3}")).contains("event: found");
            client.until("event: frame");
            assertThat(http.get("/metrics").text())
                    .contains("candor_stream_connected{stream=\"line1\"} 1.0")
                    .contains("candor_stream_frames_total{stream=\"line1\"} 1.0")
                    .contains("candor_stream_frames_dropped_total{stream=\"line1\"} 5.0")
                    .containsPattern("candor_stream_last_frame_timestamp_seconds\\{stream=\"line1\"} 1\\.[0-9]+E9");
        }
    }

    private static JsonNode line1(Client http) {
        return http.get("/streams").json().at("/streams/0");
    }

    /** The source has not gone: it is the model that has no time. */
    @Test
    void a_frame_the_model_has_no_time_for_is_dropped_and_is_no_refusal() throws IOException {
        CountDownLatch begin = new CountDownLatch(1);
        Feed feed = desk -> {
            begin.await();
            desk.tell("frame", "\"%s\"".formatted(desk.detect(Client.tiles()).isPresent()));
            Thread.sleep(Long.MAX_VALUE);
        };
        Path model = TileModel.standard().slow(2000).write(folder.resolve("tiles.onnx"));
        ServeOptions options = ServeOptions.of(ModelSource.parse(model.toString()))
                .withLimits(Limits.defaults().withAnswer(Duration.ofMillis(20)))
                .withFeeds(new FeedSource("line1", "tiles", feed));
        try (Server server = Server.start(options, EventLog.NONE);
                Listening client = new Listening(server)) {
            begin.countDown();
            assertThat(client.until("data: ")).endsWith("event: frame", "data: \"false\"");
            assertThat(new Client(server).get("/metrics").text())
                    .contains("candor_stream_frames_dropped_total{stream=\"line1\"} 1.0")
                    .doesNotContain("candor_refused_total{");
        }
    }

    @Test
    void who_comes_after_the_end_is_told_not_to_come_back() throws IOException {
        CountDownLatch begin = new CountDownLatch(1);
        try (Server server = Server.start(options(desk -> begin.await()), EventLog.NONE)) {
            try (Listening client = new Listening(server)) {
                begin.countDown();
                client.until("event: end");
                assertThat(client.lines.lines().toList()).as("all of it").endsWith("");
            }
            assertThat(new Client(server).get("/streams/line1/events").status()).isEqualTo(204);
        }
    }

    /** Somebody who listens for hours is no request that takes hours. */
    @Test
    void listening_is_no_request_in_flight_and_takes_no_time() throws IOException {
        CountDownLatch begin = new CountDownLatch(1);
        try (Server server = Server.start(options(desk -> begin.await()), EventLog.NONE);
                Listening client = new Listening(server)) {
            Client http = new Client(server);
            assertThat(http.get("/metrics").text())
                    .contains("candor_requests_in_flight 1.0")
                    .contains("candor_stream_listeners{stream=\"line1\"} 1.0");
            begin.countDown();
            client.until("event: end");
            assertThat(client.lines.lines().toList()).as("all of it").endsWith("");
            assertThat(http.get("/metrics").text()).doesNotContain("route=\"/streams/{name}/events\"");
        }
    }

    @Test
    void a_feed_that_fails_is_run_again_and_the_reason_stays_in_the_log() throws IOException {
        CountDownLatch begin = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        Feed feed = desk -> {
            begin.await();
            if (runs.incrementAndGet() == 1) {
                throw new InvalidInput("stream-source", "rtsp://10.0.0.7/secret cannot be opened");
            }
            desk.tell("frame", "{}");
        };
        List<String> log = java.util.Collections.synchronizedList(new ArrayList<>());
        try (Server server = Server.start(options(feed), (event, facts) -> log.add(event + facts));
                Listening client = new Listening(server)) {
            begin.countDown();
            List<String> heard = client.until("event: end");
            assertThat(heard).containsSubsequence("event: lost", "event: frame");
            assertThat(String.join("\n", heard)).doesNotContain("secret");
        }
        assertThat(log).anyMatch(line -> line.startsWith("stream_lost") && line.contains("10.0.0.7/secret"));
    }

    @Test
    void a_server_that_stops_ends_its_streams_and_lets_listeners_go() throws Exception {
        Counting feed = new Counting();
        Server server = Server.start(options(feed), EventLog.NONE);
        try (Listening client = new Listening(server)) {
            feed.begin.countDown();
            client.until("data: ");
            server.close();
            assertThat(client.lines.lines().toList())
                    .as("a whole event, and the end of the connection")
                    .endsWith("");
        } finally {
            server.close();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("feed-line1");
    }

    /** It never reads: the server neither waits for it nor keeps more than the newest for it. */
    @Test
    void a_client_that_does_not_read_delays_nobody() throws IOException {
        String much = "x".repeat(20_000);
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Feed feed = desk -> {
            begin.await();
            for (int i = 0; i < 3000; i++) {
                desk.tell("frame", "\"" + much + "\"");
            }
            told.countDown();
            desk.tell("frame", "{\"last\":true}");
            Thread.sleep(Long.MAX_VALUE);
        };
        try (Server server = Server.start(options(feed), EventLog.NONE);
                Listening client = new Listening(server)) {
            begin.countDown();
            told.await();
            assertThat(new Client(server).get("/metrics").text())
                    .containsPattern("candor_stream_dropped_total\\{stream=\"line1\"} [1-9]");
            assertThat(client.until("data: {\"last\":true}")).contains("event: dropped");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void listeners_are_limited_in_number() throws Exception {
        try (Server server = Server.start(options(new Counting()), EventLog.NONE)) {
            List<Listening> all = new ArrayList<>();
            try {
                for (int i = 0; i < Feeds.MOST_LISTENERS; i++) {
                    all.add(new Listening(server));
                }
                Client.Answer refused = new Client(server).get("/streams/line1/events");
                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.header("Retry-After")).isEqualTo("10");
            } finally {
                for (Listening one : all) {
                    one.close();
                }
            }
        }
    }

    @Test
    void clients_need_a_key_and_cannot_name_sources() throws Exception {
        ServeOptions guarded = options(new Counting()).withKeys(new ApiKeys(List.of(KEY)));
        try (Server server = Server.start(guarded, EventLog.NONE)) {
            Client client = new Client(server);
            for (String path : List.of("/streams", "/streams/line1/events")) {
                assertThat(client.get(path).status()).isEqualTo(401);
            }
            HttpResponse<java.io.InputStream> answer = client.http()
                    .send(
                            client.to("/streams/line1/events")
                                    .header("X-API-Key", KEY)
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            answer.body().close();
            for (String name : List.of("other", "rtsp:%2F%2F10.0.0.7%2Fx", "..")) {
                Client.Answer none = client.get("/streams/" + name + "/events", "X-API-Key", KEY);
                assertThat(none.status()).as(name).isIn(400, 404);
            }
        }
    }

    @Test
    void names_and_models_that_do_not_fit_are_refused() {
        Feed feed = new Counting();
        assertThatThrownBy(() -> new FeedSource("a/b", "tiles", feed))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("'a/b'");
        ServeOptions options = options(feed);
        FeedSource line = new FeedSource("line", "tiles", feed);
        assertThatThrownBy(() -> Server.start(options.withFeeds(line, line), EventLog.NONE))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("Two streams are called 'line'");
        assertThatThrownBy(() -> Server.start(options.withFeeds(new FeedSource("line", "other", feed)), EventLog.NONE))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("to be judged by 'other'");
    }
}
