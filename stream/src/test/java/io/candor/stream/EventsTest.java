package io.candor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.decide.Action;
import io.candor.infer.Judge;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventsTest {

    @Test
    void a_line_says_everything_about_its_frame() throws IOException {
        StringWriter lines = new StringWriter();
        try (EventLines events = new EventLines(lines, EventFilter.EVERY, "line1")) {
            events.accept(frame(Action.REVIEW, .5));
        }
        JsonNode event = new JsonMapper().readTree(lines.toString());
        assertThat(event.at("/source").asText()).isEqualTo("line1");
        assertThat(event.at("/frame").asLong()).isEqualTo(12);
        assertThat(event.at("/verdict").asText()).isEqualTo("review");
        assertThat(event.at("/latency_ms").asDouble()).isEqualTo(40);
        assertThat(Instant.parse(event.at("/time").asText()))
                .isBetween(Instant.now().minusSeconds(20), Instant.now());
        JsonNode object = event.at("/objects/0");
        assertThat(object.at("/class").asText()).isEqualTo("class1");
        assertThat(object.at("/calibrated").asDouble()).isEqualTo(.25);
        assertThat(object.at("/decision").asText()).isEqualTo("review");
        assertThat(object.at("/track").asLong()).isEqualTo(3);
        assertThat(object.at("/box/2").asDouble()).isEqualTo(30);
    }

    @Test
    void filters_let_through_what_they_are_for() {
        JudgedFrame empty = new JudgedFrame(
                new VideoFrame(Image.filled(2, 2, 0), 0, 0),
                List.of(),
                Optional.of(Action.ACCEPT),
                Found.TIMINGS,
                0,
                0);
        JudgedFrame doubtful = frame(Action.REVIEW, .5);
        JudgedFrame bad = frame(Action.REJECT, .9);
        assertThat(List.of(empty, doubtful, bad).stream().map(EventFilter.EVERY::takes))
                .containsExactly(true, true, true);
        assertThat(List.of(empty, doubtful, bad).stream().map(EventFilter.FOUND::takes))
                .containsExactly(false, true, true);
        assertThat(List.of(empty, doubtful, bad).stream().map(EventFilter.REVIEW::takes))
                .containsExactly(false, true, true);
        assertThat(List.of(empty, doubtful, bad).stream().map(EventFilter.REJECT::takes))
                .containsExactly(false, false, true);
        assertThat(EventFilter.REJECT.needsPolicy()).isTrue();
    }

    @Test
    void a_webhook_posts_events_and_tries_again_after_a_failure() throws Exception {
        BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
        AtomicInteger calls = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(calls.incrementAndGet() == 1 ? 503 : 204, -1);
            exchange.close();
        });
        server.start();
        try {
            String address =
                    "http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort());
            Webhook webhook = new Webhook(address, EventFilter.REJECT, "line1");
            webhook.accept(frame(Action.REVIEW, .5));
            webhook.accept(frame(Action.REJECT, .9));
            String refused = bodies.poll(20, TimeUnit.SECONDS);
            String accepted = bodies.poll(20, TimeUnit.SECONDS);
            webhook.close();
            assertThat(accepted).isEqualTo(refused).contains("\"verdict\":\"reject\"");
            assertThat(webhook.summary()).contains("1 events delivered, 0 failed, 0 dropped");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_webhook_that_is_no_web_address_is_refused() {
        for (String address : List.of("ftp://host/a", "http:///a", "no address at all")) {
            assertThatThrownBy(() -> new Webhook(address, EventFilter.EVERY, "line1"))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining(address);
        }
    }

    private static JudgedFrame frame(Action verdict, double confidence) {
        long captured = System.nanoTime() - 50_000_000;
        Judge judge = Found.HALVING;
        TrackedObject object = new TrackedObject(Found.object(judge, 1, confidence, 10, 10), OptionalLong.of(3), 4);
        return new JudgedFrame(
                new VideoFrame(Image.filled(64, 48, 0), 12, captured),
                List.of(object),
                Optional.of(verdict),
                Found.TIMINGS,
                captured,
                captured + 40_000_000);
    }
}
