package io.candor.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients, some of them bad, while the model is replaced: nothing is lost, nothing stays behind. */
class SoakTest {

    private static final int CLIENTS = 200;

    @TempDir
    private Path folder;

    /** What clients did and what came back. */
    private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();

    private void count(String what) {
        seen.computeIfAbsent(what, key -> new AtomicInteger()).incrementAndGet();
    }

    private int of(String what) {
        return seen.getOrDefault(what, new AtomicInteger()).get();
    }

    @Test
    void a_short_soak_with_faults_loses_nothing() throws Exception {
        soak(2, 4);
    }

    @Test
    @Tag("slow")
    void a_long_soak_with_faults_loses_nothing() throws Exception {
        soak(60, 30);
    }

    private void soak(int requestsEach, int replacements) throws Exception {
        Path file = folder.resolve("tiles.onnx");
        TileModel.standard().anyBatch().write(file);
        ServeOptions options = ServeOptions.of(ModelSource.parse(file.toString()))
                .withFeeds(new FeedSource("line1", "tiles", this::judgeUntilKilled))
                .withBatching(Batching.defaults().withQueue(32))
                .withLimits(Limits.defaults().withRequestBytes(100_000).withUpload(Duration.ofSeconds(2)));
        byte[] good = Client.png(Client.tiles(), folder);
        long seed = System.nanoTime();
        try (Server server = Server.start(options, EventLog.NONE)) {
            Client client = new Client(server);
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(seed + i);
                clients.add(new Thread(() -> {
                    for (int r = 0; r < requestsEach; r++) {
                        ask(server, client, good, random);
                    }
                }));
            }
            clients.forEach(Thread::start);
            for (int i = 0; i < replacements; i++) {
                TileModel.standard()
                        .anyBatch()
                        .withBias(i % 2 == 0 ? -3.5f : -3)
                        .write(file);
                server.look();
                server.look();
            }
            for (Thread one : clients) {
                one.join();
            }
            assertThat(of("failed"))
                    .as("seed %d: %s", seed, new TreeMap<>(seen))
                    .isZero();
            assertThat(of("good 200")).as("%s", seen).isPositive();
            assertThat(of("sources killed")).as("%s", seen).isPositive();
            assertThat(client.post("/predictions/tiles", "image/png", good).status())
                    .isEqualTo(200);
            assertThat(settled(client))
                    .contains("candor_reloads_total{model=\"tiles\",result=\"loaded\"}")
                    .doesNotContain("status=\"500\"");
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(
                        name -> name.startsWith("tiles-1-") || name.equals("model-watch") || name.startsWith("feed-"));
    }

    /** Metrics once nothing is in flight but they: a listener that went is noticed when it is next written to. */
    private static String settled(Client client) throws InterruptedException {
        for (int i = 0; i < 600; i++) {
            String metrics = client.get("/metrics").text();
            if (metrics.contains("candor_requests_in_flight 1.0")
                    && metrics.contains("candor_queue_length{model=\"tiles\",version=\"1\"} 0.0")
                    && metrics.contains("candor_stream_listeners{stream=\"line1\"} 0.0")) {
                return metrics;
            }
            Thread.sleep(100);
        }
        throw new AssertionError(
                "something stays in flight: " + client.get("/metrics").text());
    }

    private void ask(Server server, Client client, byte[] good, Random random) {
        try {
            switch (random.nextInt(9)) {
                case 8 -> listen(server, random);
                case 0 -> expect("corrupt", post(client, Arrays.copyOf(good, good.length / 2)), 400, 429);
                case 1 -> expect("oversize", post(client, new byte[100_001]), 413);
                case 2 -> disconnect(server, good);
                case 3 -> slowly(server, good);
                default -> {
                    Client.Answer answer = post(client, good);
                    expect("good", answer, 200, 429);
                    if (answer.status() == 200) {
                        assertThat(answer.json().get("detections")).hasSize(2);
                    }
                }
            }
        } catch (IOException | RuntimeException | AssertionError lost) {
            count("failed");
            count("failed: " + lost);
        }
    }

    /** A camera that dies after a few pictures and is there again when it is opened again. */
    private void judgeUntilKilled(Feed.Desk desk) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            desk.detect(Client.tiles())
                    .ifPresent(found -> assertThat(found.objects()).hasSize(2));
            desk.tell("frame", "{\"frame\":%d}".formatted(i));
            Thread.sleep(1);
        }
        count("sources killed");
        throw new io.candor.data.InvalidInput("stream-source", "the source was killed");
    }

    /** Some events, or none at the limit of listeners, and gone. */
    private void listen(Server server, Random random) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write("GET /streams/line1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            byte[] start = socket.getInputStream().readNBytes(12 + random.nextInt(200));
            String status = new String(start, 9, 3, StandardCharsets.ISO_8859_1);
            count("listened " + status);
            assertThat(status).isIn("200", "429");
        }
    }

    private static Client.Answer post(Client client, byte[] body) {
        return client.post("/predictions/tiles", "image/png", body);
    }

    private void expect(String kind, Client.Answer answer, Integer... statuses) {
        count(kind + " " + answer.status());
        assertThat(answer.status()).as(kind).isIn((Object[]) statuses);
    }

    private static String head(int length) {
        return "POST /predictions/tiles HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(length);
    }

    /** Half of a request, and gone. */
    private void disconnect(Server server, byte[] good) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(head(good.length).getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(good, 0, good.length / 2);
            count("disconnected");
        }
    }

    /** In small pieces, but to the end. */
    private void slowly(Server server, byte[] good) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(head(good.length).getBytes(StandardCharsets.ISO_8859_1));
            for (int at = 0; at < good.length; at += 64) {
                socket.getOutputStream().write(good, at, Math.min(64, good.length - at));
                socket.getOutputStream().flush();
            }
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            count("slow " + answer.substring(9, 12));
            assertThat(answer.substring(9, 12)).isIn("200", "429", "408");
        }
    }
}
