package io.candor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.data.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The server as a whole: who gets in, what is served, what happens when files change and when it stops. */
class ServerTest {

    private static final String KEY = "0123456789abcdef-a-key";

    @TempDir
    private Path folder;

    private ServeOptions tiles() {
        return ServeOptions.of(ModelSource.parse(
                TileModel.standard().write(folder.resolve("tiles.onnx")).toString()));
    }

    private Client.Answer predict(Server server, String model) {
        return new Client(server).post("/predictions/" + model, "image/png", Client.png(Client.tiles(), folder));
    }

    @Test
    void every_route_is_described_and_nothing_else_is() throws IOException {
        try (Server server = Server.start(tiles(), EventLog.NONE)) {
            String text = new Client(server).get("/openapi.yaml").text();
            Map<?, ?> root = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
            Map<?, ?> paths = (Map<?, ?>) root.get("paths");
            List<String> described = paths.entrySet().stream()
                    .flatMap(path -> ((Map<?, ?>) path.getValue())
                            .keySet().stream()
                                    .filter(method -> !method.equals("parameters"))
                                    .map(method -> method + " " + path.getKey()))
                    .toList();
            List<String> offered = server.offered().stream()
                    .filter(route -> !route.path().equals("/") && !route.path().startsWith("/page/"))
                    .map(route -> route.method().toString().toLowerCase(java.util.Locale.ROOT) + " " + route.path())
                    .toList();
            assertThat(described).containsExactlyInAnyOrderElementsOf(offered);
            assertThat(references(root)).isNotEmpty().allSatisfy(reference -> {
                Object target = root;
                for (String step : reference.substring(2).split("/", -1)) {
                    target = ((Map<?, ?>) target).get(step);
                }
                assertThat(target).as(reference).isNotNull();
            });
        }
    }

    private static List<String> references(Object node) {
        if (node instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .flatMap(entry -> entry.getKey().equals("$ref")
                            ? Stream.of((String) entry.getValue())
                            : references(entry.getValue()).stream())
                    .toList();
        }
        return node instanceof List<?> list
                ? list.stream().flatMap(one -> references(one).stream()).toList()
                : List.of();
    }

    @Test
    void errors_are_json_whatever_went_wrong() {
        try (Server server = Server.start(tiles(), EventLog.NONE)) {
            Client client = new Client(server);
            assertThat(client.get("/nowhere").status()).isEqualTo(404);
            assertThat(client.get("/nowhere").error()).isNotEmpty();
            Client.Answer wrongMethod = client.get("/predictions/tiles");
            assertThat(wrongMethod.status()).isEqualTo(405);
            assertThat(wrongMethod.header("Allow")).contains("POST");
            assertThat(wrongMethod.error()).isNotEmpty();
            Client.Answer longHeader = client.get("/v2", "X-Long", "x".repeat(20_000));
            assertThat(longHeader.status()).isEqualTo(431);
            assertThat(longHeader.error()).isNotEmpty();
            assertThat(client.get("/v2").header("Server")).isEmpty();
        }
    }

    @Test
    void keys_are_asked_for_and_health_is_not() {
        try (Server server = Server.start(tiles().withKeys(new ApiKeys(List.of(KEY))), EventLog.NONE)) {
            Client client = new Client(server);
            assertThat(client.get("/v2/health/live").status()).isEqualTo(200);
            for (String path : List.of("/v2", "/models", "/metrics", "/models/tiles/file", "/v2/models/tiles")) {
                assertThat(client.get(path).status()).as(path).isEqualTo(401);
                assertThat(client.get(path, "X-API-Key", KEY + "x").status()).isEqualTo(401);
                assertThat(client.get(path, "X-API-Key", KEY).status()).isEqualTo(200);
                assertThat(client.get(path, "Authorization", "Bearer " + KEY).status())
                        .isEqualTo(200);
            }
            assertThat(client.get("/v2").header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(predict(server, "tiles").status()).isEqualTo(401);
        }
    }

    @Test
    void strangers_are_not_let_in_without_keys() {
        ServeOptions open = tiles().withEndpoint(new Endpoint("0.0.0.0", 0, java.util.Optional.empty()));
        assertThatThrownBy(() -> Server.start(open, EventLog.NONE))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("--api-keys");
        assertThatThrownBy(() -> new ApiKeys(List.of("short"))).isInstanceOf(InvalidInput.class);
    }

    /** A browser sends the name it asked for, which is not this machine's even where its address is. */
    @Test
    void other_names_for_this_machine_are_refused() throws IOException {
        try (Server server = Server.start(tiles(), EventLog.NONE)) {
            assertThat(raw(server, "GET /v2 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 403");
            assertThat(raw(server, "GET /v2 HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    private static String raw(Server server, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void calibration_and_policy_beside_the_model_are_applied_and_counted() {
        ServeOptions options = tiles();
        Judged.write(folder, Judged.sha256(folder.resolve("tiles.onnx")));
        try (Server server = Server.start(options, EventLog.NONE)) {
            JsonNode answer = predict(server, "tiles").json();
            assertThat(answer.get("verdict").asText()).isEqualTo("reject");
            JsonNode red = answer.get("detections").get(0);
            assertThat(red.get("name").asText()).isEqualTo("red");
            assertThat(red.get("calibrated").asDouble())
                    .isLessThan(red.get("confidence").asDouble());
            assertThat(red.get("decision").asText()).isEqualTo("reject");
            JsonNode blue = answer.get("detections").get(1);
            assertThat(blue.get("calibrated").asDouble()).isCloseTo(.6, within(1e-6));
            assertThat(blue.get("decision").asText()).isEqualTo("review");
            String metrics = new Client(server).get("/metrics").text();
            assertThat(metrics)
                    .contains("candor_decisions_total{about=\"image\",decision=\"reject\",model=\"tiles\"} 1.0")
                    .contains("candor_decisions_total{about=\"object\",decision=\"review\",model=\"tiles\"} 1.0")
                    .contains("candor_confidence_bucket{class=\"blue\",model=\"tiles\",le=\"0.6\"} 1")
                    .contains("candor_queue_length{model=\"tiles\",version=\"1\"} 0.0")
                    .contains("candor_request_seconds_count{route=\"/predictions/{model}\",status=\"200\"} 1");
            assertThat(new Client(server)
                            .get("/models/tiles/calibration.json")
                            .json()
                            .get("format")
                            .asText())
                    .isEqualTo("candor-calibration");
        }
    }

    @Test
    void judgements_of_another_model_are_refused() {
        ServeOptions options = tiles();
        Judged.write(folder, "0".repeat(64));
        assertThatThrownBy(() -> Server.start(options, EventLog.NONE))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("other weights");
    }

    @Test
    void drift_against_an_evaluation_is_told() throws IOException {
        ServeOptions options = tiles();
        Path reference = folder.resolve("evaluation.json");
        // the reference found tiles at .25 to .6 only
        String counts = IntStream.range(0, 100)
                .mapToObj(bin -> bin >= 25 && bin < 60 ? "20" : "0")
                .collect(Collectors.joining(","));
        Files.writeString(
                reference,
                "{\"score_histogram\":{\"images\":100,\"classes\":[{\"name\":\"red\",\"counts\":[%s],\"dispersion\":1},{\"name\":\"blue\",\"counts\":[%s],\"dispersion\":1}]}}"
                        .formatted(counts, counts));
        ServeOptions compared = ServeOptions.of(options.models().get(0).withReference(reference));
        try (Server server = Server.start(compared, EventLog.NONE)) {
            Client client = new Client(server);
            assertThat(client.get("/metrics").text()).doesNotContain("candor_drift_verdict{");
            for (int i = 0; i < 40; i++) {
                assertThat(predict(server, "tiles").status()).isEqualTo(200);
            }
            String metrics = client.get("/metrics").text();
            assertThat(metrics)
                    .contains("candor_drift_verdict{model=\"tiles\",verdict=\"no_longer\"} 1.0")
                    .contains("candor_drift_stability_index{class=\"red\",model=\"tiles\"}");
        }
        Files.writeString(reference, Files.readString(reference).replace("\"blue\"", "\"green\""));
        assertThatThrownBy(() -> Server.start(compared, EventLog.NONE))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("green");
    }

    @Test
    void every_request_has_an_id_and_a_line_in_the_log() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Server server = Server.start(tiles(), EventLog.json(new PrintStream(out, true, StandardCharsets.UTF_8)))) {
            Client client = new Client(server);
            assertThat(client.get("/v2", "X-Request-Id", "mine-1").header("X-Request-Id"))
                    .isEqualTo("mine-1");
            assertThat(client.get("/v2", "X-Request-Id", "no \"good\"").header("X-Request-Id"))
                    .hasSize(36);
            client.post("/predictions/tiles", "image/png", new byte[3], "X-Request-Id", "bad-one");
        }
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines)
                .extracting(line -> line.get("event").asText())
                .startsWith("model_loaded")
                .endsWith("stopping", "stopped")
                .contains("request");
        JsonNode bad = lines.stream()
                .filter(line -> line.path("id").asText().equals("bad-one"))
                .findFirst()
                .orElseThrow();
        assertThat(bad.get("status").asInt()).isEqualTo(400);
        assertThat(bad.get("model").asText()).isEqualTo("tiles/1");
        assertThat(bad.get("error").asText()).contains("is not a JPEG");
    }

    @Test
    void a_replaced_file_is_loaded_and_a_broken_one_is_not() throws IOException {
        List<String> events = java.util.Collections.synchronizedList(new ArrayList<>());
        try (Server server = Server.start(tiles(), (event, facts) -> events.add(event + " " + facts))) {
            assertThat(predict(server, "tiles").json().get("detections")).hasSize(2);
            TileModel.standard().withBias(-30).write(folder.resolve("tiles.onnx"));
            look(server);
            assertThat(predict(server, "tiles").json().get("detections")).isEmpty();
            Files.writeString(folder.resolve("tiles.onnx"), "no model");
            look(server);
            assertThat(predict(server, "tiles").status()).isEqualTo(200);
            assertThat(events).anyMatch(event -> event.startsWith("model_refused"));
            assertThat(new Client(server).get("/metrics").text())
                    .contains("candor_reloads_total{model=\"tiles\",result=\"loaded\"} 1.0")
                    .contains("candor_reloads_total{model=\"tiles\",result=\"refused\"} 1.0");
            Files.delete(folder.resolve("tiles.onnx"));
            look(server);
            assertThat(predict(server, "tiles").status()).isEqualTo(200);
        }
    }

    /** A changed file is loaded when it looks the same twice. */
    private static void look(Server server) {
        server.look();
        server.look();
    }

    @Test
    void versions_are_folders_that_come_and_go() throws IOException {
        Path model = Files.createDirectories(folder.resolve("boards"));
        TileModel.standard()
                .withBias(-30)
                .write(Files.createDirectories(model.resolve("1")).resolve("m.onnx"));
        TileModel.standard().write(Files.createDirectories(model.resolve("2")).resolve("m.onnx"));
        try (Server server = Server.start(ServeOptions.of(ModelSource.parse("tiles=" + model)), EventLog.NONE)) {
            Client client = new Client(server);
            assertThat(client.get("/v2/models/tiles").json().get("versions").toString())
                    .isEqualTo("[\"1\",\"2\"]");
            assertThat(predict(server, "tiles").json().get("model_version").asText())
                    .isEqualTo("2");
            assertThat(predict(server, "tiles/1").json().get("detections")).isEmpty();
            TileModel.standard()
                    .write(Files.createDirectories(model.resolve("10")).resolve("m.onnx"));
            Files.delete(model.resolve("2/m.onnx"));
            look(server);
            assertThat(client.get("/v2/models/tiles").json().get("versions").toString())
                    .isEqualTo("[\"1\",\"10\"]");
            assertThat(predict(server, "tiles").json().get("model_version").asText())
                    .isEqualTo("10");
            assertThat(predict(server, "tiles/2").status()).isEqualTo(404);
        }
    }

    @Test
    void a_full_queue_is_said_at_once_and_when_to_come_back() throws Exception {
        Path slow = TileModel.standard().slow(600).write(folder.resolve("slow.onnx"));
        ServeOptions options =
                ServeOptions.of(ModelSource.parse(slow.toString())).withBatching(new Batching(1, 1, 2));
        try (Server server = Server.start(options, EventLog.NONE)) {
            List<CompletableFuture<Client.Answer>> all = IntStream.range(0, 12)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> predict(server, "slow"), command -> new Thread(command).start()))
                    .toList();
            List<Client.Answer> answers =
                    all.stream().map(CompletableFuture::join).toList();
            assertThat(answers)
                    .extracting(Client.Answer::status)
                    .containsOnly(200, 429)
                    .contains(200, 429);
            Client.Answer refused =
                    answers.stream().filter(a -> a.status() == 429).findFirst().orElseThrow();
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
            assertThat(refused.error()).contains("2 requests wait for slow");
            assertThat(new Client(server).get("/metrics").text()).contains("candor_refused_total{model=\"slow\"}");
        }
    }

    @Test
    void answers_that_take_too_long_are_given_up() {
        Path slow = TileModel.standard().slow(800).write(folder.resolve("slow.onnx"));
        ServeOptions options = ServeOptions.of(ModelSource.parse(slow.toString()))
                .withLimits(Limits.defaults().withAnswer(Duration.ofMillis(20)));
        try (Server server = Server.start(options, EventLog.NONE)) {
            Client.Answer answer = predict(server, "slow");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void stopping_lets_requests_in_flight_finish() throws Exception {
        Path slow = TileModel.standard().slow(800).write(folder.resolve("slow.onnx"));
        Server server = Server.start(ServeOptions.of(ModelSource.parse(slow.toString())), EventLog.NONE);
        Client client = new Client(server);
        CompletableFuture<Client.Answer> request = CompletableFuture.supplyAsync(() -> predict(server, "slow"));
        while (!client.get("/metrics").text().contains("candor_requests_in_flight 2.0") && !request.isDone()) {
            Thread.onSpinWait();
        }
        server.close();
        assertThat(request.get(1, TimeUnit.MINUTES).status()).isEqualTo(200);
        assertThatThrownBy(() -> client.get("/v2/health/live")).isInstanceOf(java.io.UncheckedIOException.class);
    }

    @Test
    void a_leaving_server_is_not_ready_and_still_answers() {
        try (Server server = Server.start(tiles(), EventLog.NONE)) {
            server.leave();
            Client client = new Client(server);
            assertThat(client.get("/v2/health/ready").status()).isEqualTo(503);
            assertThat(client.get("/v2/models/tiles/ready").status()).isEqualTo(503);
            assertThat(client.get("/v2/health/live").status()).isEqualTo(200);
            assertThat(predict(server, "tiles").status()).isEqualTo(200);
        }
    }

    @Test
    void slow_uploads_are_cut_off() throws IOException {
        try (Server server = Server.start(
                        tiles().withLimits(Limits.defaults().withUpload(Duration.ofMillis(200))), EventLog.NONE);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(
                            "POST /predictions/tiles HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 1000\r\n\r\n"
                                    .getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            for (int i = 0; i < 100 && socket.getInputStream().available() == 0; i++) {
                socket.getOutputStream().write('x');
                socket.getOutputStream().flush();
                sleep(50);
            }
            byte[] start = new byte[12];
            assertThat(socket.getInputStream().readNBytes(start, 0, 12)).isEqualTo(12);
            answer.append(new String(start, StandardCharsets.ISO_8859_1));
            assertThat(answer.toString()).isEqualTo("HTTP/1.1 408");
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void models_that_cannot_be_served_are_named() throws IOException {
        assertThatThrownBy(() -> ModelSource.parse("a/b=" + folder))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("a/b");
        assertThatThrownBy(() -> ModelSource.parse(folder.resolve("none.onnx").toString()))
                .isInstanceOf(InvalidInput.class);
        Path file = TileModel.standard().write(folder.resolve("tiles.onnx"));
        ModelSource source = ModelSource.parse(file.toString());
        assertThat(source.name()).isEqualTo("tiles");
        assertThatThrownBy(() -> Server.start(ServeOptions.of(source, source), EventLog.NONE))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("Two models are called 'tiles'");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> Server.start(ServeOptions.of(ModelSource.parse(empty.toString())), EventLog.NONE))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("no version");
    }

    @Test
    void a_taken_port_is_named() {
        try (Server first = Server.start(tiles(), EventLog.NONE)) {
            assertThatThrownBy(() -> Server.start(tiles().withEndpoint(Endpoint.loopback(first.port())), EventLog.NONE))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void tls_serves_by_certificate_and_key_files() throws Exception {
        Path store = folder.resolve("store.p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "password")
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "password".toCharArray());
        Path certificate = Files.writeString(
                folder.resolve("tls.crt"),
                pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
        Path key = Files.writeString(
                folder.resolve("tls.key"),
                pem(
                        "PRIVATE KEY",
                        keys.getKey("server", "password".toCharArray()).getEncoded()));
        ServeOptions options =
                tiles().withEndpoint(new Endpoint("127.0.0.1", 0, java.util.Optional.of(new Tls(certificate, key))));
        try (Server server = Server.start(options, EventLog.NONE)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("server", keys.getCertificate("server"));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            Client client = new Client(
                    server,
                    HttpClient.newBuilder()
                            .sslContext(context)
                            .version(HttpClient.Version.HTTP_1_1)
                            .build());
            assertThat(server.address()).startsWith("https://");
            assertThat(client.get("/v2/health/live").status()).isEqualTo(200);
        }
        Files.writeString(key, "nothing");
        assertThatThrownBy(() -> Server.start(options, EventLog.NONE))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("BEGIN PRIVATE KEY");
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(content), kind);
    }
}
