package io.candor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.candor.data.Image;
import io.candor.data.Mask;
import io.candor.data.read.ImageReader;
import io.candor.detect.SuppressionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. */
class PageTest {

    private static final String[] WITH_GPU = {
        "--enable-unsafe-webgpu",
        "--use-webgpu-adapter=swiftshader",
        "--enable-features=Vulkan",
        "--use-gl=angle",
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader"
    };

    /** Far below the confidence that is reported without a policy, above that of grey. */
    private static final double REVIEW = .12;

    @TempDir
    private Path folder;

    @BeforeEach
    void browser() {
        boolean there = Chromium.program().isPresent();
        if ("true".equals(System.getenv("CI"))) {
            assertThat(there).as("chromium on the PATH").isTrue();
        }
        assumeTrue(there, "no chromium on the PATH: the page was not tried in a browser");
    }

    private Server serve() {
        Path file = TileModel.standard().write(folder.resolve("tiles.onnx"));
        Judged.write(folder, Judged.sha256(file), REVIEW);
        return Server.start(ServeOptions.of(ModelSource.parse(file.toString())), EventLog.NONE);
    }

    /** Noise with red and blue tiles, larger than the network's frame and of another shape. */
    private static Image picture(long seed) {
        Random random = new Random(seed);
        Image image = Image.filled(150, 90, 0);
        random.nextBytes(image.bgr());
        for (int i = 0; i < image.bgr().length; i++) {
            image.bgr()[i] = (byte) (100 + (image.bgr()[i] & 31));
        }
        for (int i = 0; i < 5; i++) {
            int left = random.nextInt(100);
            int top = random.nextInt(50);
            boolean red = random.nextBoolean();
            for (int dy = 0; dy < 4; dy++) {
                for (int dx = 0; dx < 4; dx++) {
                    Client.fill(image, left + 8 * dx, top + 8 * dy, red ? 40 : 220, 40, red ? 220 : 40);
                }
            }
        }
        return image;
    }

    /** Gives the page a picture as if it had been dropped, and waits for the answer. */
    private static void drop(Chromium chromium, byte[] png, String name) {
        chromium.evaluate("""
                (async () => {
                  const page = await import('/page/page.js');
                  const bytes = Uint8Array.from(atob('%s'), c => c.charCodeAt(0));
                  page.state.found = null;
                  await page.take([new File([bytes], '%s', {type: 'image/png'})]);
                })()""".formatted(Base64.getEncoder().encodeToString(png), name));
        chromium.until("import('/page/page.js').then(page => page.state.found !== null)");
    }

    private static JsonNode found(Chromium chromium) {
        return chromium.evaluate("import('/page/page.js').then(page => page.state.found)");
    }

    private static void choose(Chromium chromium, String id, String value) {
        chromium.evaluate(
                "document.getElementById('%s').value = '%s'; document.getElementById('%s').dispatchEvent(new Event('change'))"
                        .formatted(id, value, id));
    }

    private static void assertSame(JsonNode browser, JsonNode server) {
        assertThat(browser.get("verdict")).isEqualTo(server.get("verdict"));
        assertThat(browser.get("detections")).hasSameSizeAs(server.get("detections"));
        for (int i = 0; i < server.get("detections").size(); i++) {
            JsonNode here = browser.get("detections").get(i);
            JsonNode there = server.get("detections").get(i);
            assertThat(here.get("name")).isEqualTo(there.get("name"));
            assertThat(here.get("decision")).isEqualTo(there.get("decision"));
            for (String number : List.of("confidence", "calibrated")) {
                assertThat(here.get(number).asDouble())
                        .isCloseTo(there.get(number).asDouble(), within(1e-3));
            }
            for (int c = 0; c < 4; c++) {
                assertThat(here.get("box").get(c).asDouble())
                        .isCloseTo(there.get("box").get(c).asDouble(), within(.05));
            }
        }
    }

    @Test
    void the_browser_finds_what_the_server_finds_and_people_correct_it() throws Exception {
        try (Server server = serve();
                Chromium chromium = Chromium.open(folder)) {
            chromium.go(server.address() + "/");
            choose(chromium, "end", "wasm");
            chromium.until("document.getElementById('status').textContent === 'ready on wasm'");
            Client client = new Client(server);
            for (int seed = 0; seed < 4; seed++) {
                byte[] png = Client.png(picture(seed), folder);
                drop(chromium, png, "board-%d.png".formatted(seed));
                JsonNode there =
                        client.post("/predictions/tiles", "image/png", png).json();
                assertThat(there.get("detections")).isNotEmpty();
                assertSame(found(chromium), there);
                assertThat(there.get("detections"))
                        .anyMatch(one -> one.get("calibrated").asDouble()
                                < SuppressionOptions.forPrediction().confidence());
            }
            assertThat(chromium.evaluate("document.getElementById('status').textContent")
                            .asText())
                    .startsWith("wasm · ");
            assertThat(chromium.evaluate("document.querySelector('#boxes rect').getBoundingClientRect().width")
                            .asDouble())
                    .as("a box on the screen")
                    .isGreaterThan(10);
            byte[] light = chromium.screenshot();
            chromium.press("ArrowDown", 40);
            chromium.press("Enter", 13);
            chromium.press("ArrowDown", 40);
            chromium.press("c", 67);
            assertThat(chromium.evaluate("document.getElementById('progress').textContent")
                            .asText())
                    .startsWith("2 of ");
            JsonNode labels = chromium.evaluate("import('/page/page.js').then(page => page.labels())");
            assertThat(labels.get(0).get(0).asText()).isEqualTo("labels/board-3.txt");
            assertThat(labels.get(0).get(1).asText().lines())
                    .hasSize(2)
                    .allMatch(line -> line.matches("[01]( [01]\\.\\d{6}){4}"));
            assertThat(labels.get(1).toString()).isEqualTo("[\"classes.txt\",\"red\\nblue\\n\"]");
            chromium.evaluate("document.getElementById('theme').click()");
            assertDifferent(light, chromium.screenshot());
            save(light, "page-light.png");
            save(chromium.screenshot(), "page-dark.png");
            choose(chromium, "place", "server");
            chromium.until("document.getElementById('status').textContent.startsWith('server · ')");
            assertSame(
                    found(chromium),
                    client.post("/predictions/tiles", "image/png", Client.png(picture(3), folder))
                            .json());
            assertThat(chromium.problems()).isEmpty();
        }
    }

    /** Where somebody wants to look at them. */
    private static void save(byte[] png, String name) throws IOException {
        String place = System.getProperty("candor.screenshots");
        if (place != null) {
            Files.write(Path.of(place, name), png);
        }
    }

    private void assertDifferent(byte[] light, byte[] dark) {
        Image one = ImageReader.decode(light, "light");
        Image two = ImageReader.decode(dark, "dark");
        assertThat(one.width()).isEqualTo(two.width());
        assertThat(brightness(one)).isGreaterThan(brightness(two) + 80);
    }

    private static double brightness(Image image) {
        double sum = 0;
        for (byte value : image.bgr()) {
            sum += value & 0xff;
        }
        return sum / image.bgr().length;
    }

    /** The choice of the fastest asks for GPUs first and so comes later than a choice made after it. */
    @Test
    void a_back_end_chosen_later_is_not_overtaken_by_an_earlier_choice() throws Exception {
        try (Server server = serve();
                Chromium chromium = Chromium.open(folder)) {
            chromium.go(server.address() + "/");
            choose(chromium, "end", "wasm");
            chromium.until("document.getElementById('status').textContent === 'ready on wasm'");
            JsonNode after = chromium.evaluate("""
                    (async () => {
                      const {state} = await import('/page/page.js');
                      const {Detector, backEnds} = await import('/page/detector.js');
                      const loaded = [];
                      const load = Detector.load;
                      Detector.load = (file, settings, wanted) => (loaded.push(wanted.join()), load(file, settings, wanted));
                      const end = document.getElementById('end');
                      for (const value of ['auto', 'wasm']) {
                        end.value = value;
                        end.dispatchEvent(new Event('change'));
                      }
                      await backEnds();
                      await Detector.load(state.file, state.settings, ['wasm']);
                      return [loaded, document.getElementById('status').textContent];
                    })()""");
            assertThat(after.toString()).isEqualTo("[[\"wasm\",\"wasm\"],\"ready on wasm\"]");
            assertThat(chromium.problems()).isEmpty();
        }
    }

    @Test
    void the_threshold_hides_what_is_below_it() throws Exception {
        try (Server server = serve();
                Chromium chromium = Chromium.open(folder)) {
            chromium.go(server.address() + "/");
            choose(chromium, "place", "server");
            chromium.until("document.getElementById('status').textContent === 'tiles on the server'");
            drop(chromium, Client.png(Client.tiles(), folder), "tiles.png");
            assertThat(chromium.evaluate("document.querySelectorAll('#boxes g').length")
                            .asInt())
                    .isEqualTo(2);
            chromium.evaluate(
                    "const s = document.getElementById('threshold'); s.value = .7; s.dispatchEvent(new Event('input'))");
            assertThat(chromium.evaluate("document.querySelectorAll('#boxes g').length")
                            .asInt())
                    .isEqualTo(1);
            assertThat(chromium.evaluate("document.querySelector('#boxes g').classList.contains('reject')")
                            .asBoolean())
                    .isTrue();
            assertThat(chromium.problems()).isEmpty();
        }
    }

    /** Any web server will do: the page, a model and its judgement are dropped on it. */
    @Test
    void the_page_works_alone_with_files_that_are_dropped() throws Exception {
        Path model = TileModel.standard().write(folder.resolve("tiles.onnx"));
        Judged.write(folder, Judged.sha256(model), REVIEW);
        HttpServer files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        files.createContext("/", PageTest::send);
        files.start();
        try (Server server = serve();
                Chromium chromium = Chromium.open(folder)) {
            chromium.go("http://127.0.0.1:%d/index.html"
                    .formatted(files.getAddress().getPort()));
            chromium.until("document.getElementById('status').textContent === 'no server: drop a model file'");
            choose(chromium, "end", "wasm");
            byte[] png = Client.png(picture(7), folder);
            StringBuilder dropped = new StringBuilder();
            for (String name : List.of("tiles.onnx", "calibration.json", "policy.json")) {
                dropped.append("new File([bytes('%s')], '%s'),"
                        .formatted(Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve(name))), name));
            }
            chromium.evaluate("""
                    (async () => {
                      const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
                      const page = await import('/page.js');
                      await page.take([%s new File([bytes('%s')], 'a.png', {type: 'image/png'})]);
                    })()""".formatted(dropped, Base64.getEncoder().encodeToString(png)));
            chromium.until("import('/page.js').then(page => page.state.found !== null)");
            assertSame(
                    chromium.evaluate("import('/page.js').then(page => page.state.found)"),
                    new Client(server)
                            .post("/predictions/tiles", "image/png", png)
                            .json());
        } finally {
            files.stop(0);
        }
    }

    private static void send(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring(1);
        try (exchange;
                InputStream file = PageTest.class.getResourceAsStream("page/" + name)) {
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String type = name.endsWith("js") ? "text/javascript" : name.endsWith("css") ? "text/css" : "text/html";
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, 0);
            file.transferTo(exchange.getResponseBody());
        }
    }

    @Test
    void the_camera_is_judged_frame_by_frame_and_missed_objects_are_drawn() throws Exception {
        try (Server server = serve();
                Chromium chromium = Chromium.open(folder)) {
            chromium.go(server.address() + "/");
            choose(chromium, "place", "server");
            chromium.until("document.getElementById('status').textContent === 'tiles on the server'");
            chromium.evaluate("document.getElementById('camera').click()");
            chromium.until(
                    "import('/page/page.js').then(page => page.state.found !== null && /^camera-[2-9]/.test(page.state.name))");
            chromium.evaluate("document.getElementById('stop').click()");
            chromium.until("document.getElementById('stop').hidden");
            chromium.until("import('/page/page.js').then(page => page.state.found !== null)");
            chromium.evaluate("document.getElementById('stage').focus()");
            chromium.press("m", 77);
            JsonNode area = chromium.evaluate(
                    "(() => { const r = document.getElementById('view').getBoundingClientRect(); return [r.left, r.top, r.width, r.height]; })()");
            double left = area.get(0).asDouble();
            double top = area.get(1).asDouble();
            double width = area.get(2).asDouble();
            double height = area.get(3).asDouble();
            chromium.mouse("mousePressed", left + width / 4, top + height / 4);
            chromium.mouse("mouseMoved", left + width / 2, top + height / 2);
            chromium.mouse("mouseReleased", left + width / 2, top + height / 2);
            String rows = chromium.evaluate("import('/page/page.js').then(page => page.labels()[0][1])")
                    .asText();
            String[] numbers = rows.strip().split(" ", -1);
            assertThat(numbers[0]).isEqualTo("0");
            for (int i = 1; i < 5; i++) {
                assertThat(Double.parseDouble(numbers[i])).isCloseTo(i < 3 ? .375 : .25, within(.01));
            }
        }
    }

    /** A video of a red tile, later of a blue one, as the browser itself records it. */
    private static void film(Chromium chromium, String name, int milliseconds) {
        chromium.evaluate("""
                (async () => {
                  const canvas = document.createElement('canvas');
                  canvas.width = canvas.height = 64;
                  const context = canvas.getContext('2d');
                  const recorder = new MediaRecorder(canvas.captureStream(20), {mimeType: 'video/webm', videoBitsPerSecond: 4e6});
                  const parts = [];
                  recorder.ondataavailable = event => parts.push(event.data);
                  const stopped = new Promise(done => { recorder.onstop = done; });
                  recorder.start();
                  const begin = performance.now();
                  for (let past = 0; past < %d; past = performance.now() - begin) {
                    context.fillStyle = '#727272';
                    context.fillRect(0, 0, 64, 64);
                    context.fillStyle = past < %d / 2 ? '#ff0000' : '#0000ff';
                    context.fillRect(16, 16, 16, 16);
                    await new Promise(next => setTimeout(next, 40));
                  }
                  recorder.stop();
                  await stopped;
                  window.%s = new File(parts, '%s.webm', {type: 'video/webm'});
                })()""".formatted(milliseconds, milliseconds, name, name));
    }

    /** What the page shows from now on, by name of the frame. */
    private static void watch(Chromium chromium) {
        chromium.evaluate("""
                (async () => {
                  const {state} = await import('/page/page.js');
                  window.shown = new Map();
                  setInterval(() => {
                    if (state.found) shown.set(state.name, state.found.detections.map(one => one.name));
                  }, 5);
                })()""");
    }

    /** Nothing plays: what is shown stays. */
    private static void assertStill(Chromium chromium, String prefix) {
        JsonNode after = chromium.evaluate("""
                (async () => {
                  const {state} = await import('/page/page.js');
                  const before = state.name;
                  await new Promise(next => setTimeout(next, 300));
                  return [before, state.name, document.getElementById('stop').hidden, document.getElementById('video').paused];
                })()""");
        assertThat(after.get(0).asText()).startsWith(prefix);
        assertThat(after.get(1)).isEqualTo(after.get(0));
        assertThat(after.get(2).asBoolean()).as("nothing to stop").isTrue();
        assertThat(after.get(3).asBoolean()).as("paused").isTrue();
    }

    private static void play(Chromium chromium, String name) {
        chromium.evaluate("import('/page/page.js').then(page => { page.take([%s]); })".formatted(name));
        chromium.until("import('/page/page.js').then(page => page.state.name.startsWith('%s.webm-'))".formatted(name));
    }

    @Test
    void a_video_is_judged_frame_by_frame_to_its_end() throws Exception {
        try (Server server = serve();
                Chromium chromium = Chromium.open(folder)) {
            chromium.go(server.address() + "/");
            choose(chromium, "end", "wasm");
            chromium.until("document.getElementById('status').textContent === 'ready on wasm'");
            film(chromium, "clip", 1500);
            watch(chromium);
            chromium.evaluate("import('/page/page.js').then(page => page.take([clip]))"); // until it has ended
            JsonNode seen = chromium.evaluate("[...shown]");
            assertThat(seen).hasSizeGreaterThan(1);
            assertThat(seen).allMatch(frame -> frame.get(0).asText().matches("clip\\.webm-\\d+\\.jpg"));
            for (String name : List.of("red", "blue")) {
                assertThat(seen).anyMatch(frame -> frame.get(1).toString().contains(name));
            }
            assertStill(chromium, "clip.webm-");
            assertThat(chromium.problems()).isEmpty();
        }
    }

    @Test
    void what_is_dropped_on_a_playing_video_takes_its_place() throws Exception {
        try (Server server = serve();
                Chromium chromium = Chromium.open(folder)) {
            chromium.go(server.address() + "/");
            choose(chromium, "place", "server");
            chromium.until("document.getElementById('status').textContent === 'tiles on the server'");
            film(chromium, "long", 3000);
            film(chromium, "other", 800);
            play(chromium, "long");
            drop(chromium, Client.png(Client.tiles(), folder), "tiles.png");
            assertStill(chromium, "tiles.png");
            assertThat(found(chromium).get("detections")).hasSize(2);
            play(chromium, "long");
            play(chromium, "other");
            watch(chromium);
            chromium.until("document.getElementById('stop').hidden");
            assertThat(chromium.evaluate("[...shown.keys()]"))
                    .allMatch(name -> name.asText().startsWith("other.webm-"));
            assertStill(chromium, "other.webm-");
            assertThat(chromium.problems()).isEmpty();
        }
    }

    /** A detector and a classifier. */
    private Server serveBoth() {
        Path tiles = TileModel.standard().write(folder.resolve("tiles.onnx"));
        Path colour = TileModel.classifier(folder.resolve("colour.onnx"));
        return Server.start(
                ServeOptions.of(ModelSource.parse(tiles.toString()), ModelSource.parse(colour.toString())),
                EventLog.NONE);
    }

    /** Drops a picture while the network computes, or the server, chooses, and lets it answer or fail then. */
    private JsonNode overtaken(Chromium chromium, String hold, String answer) {
        return chromium.evaluate(
                """
                (async () => {
                  const {state, take} = await import('/page/page.js');
                  const {Detector} = await import('/page/detector.js');
                  let began, end;
                  const begun = new Promise(done => { began = done; }), ended = new Promise(done => { end = done; });
                  %s
                  const bytes = Uint8Array.from(atob('%s'), c => c.charCodeAt(0));
                  const looked = take([new File([bytes], 'a.png', {type: 'image/png'})]);
                  await begun;
                  const model = document.getElementById('model');
                  model.value = 'colour';
                  model.dispatchEvent(new Event('change'));
                  end(%s);
                  await looked;
                  return [state.found, document.getElementById('status').textContent, document.querySelectorAll('#boxes rect').length];
                })()""".formatted(hold, Base64.getEncoder().encodeToString(Client.png(Client.tiles(), folder)), answer));
    }

    @Test
    void a_classifier_chosen_while_objects_are_looked_for_shows_none() throws Exception {
        String words = "colour names whole pictures: ask POST predictions/colour. This page shows objects.";
        String here = """
                const detect = Detector.prototype.detect;
                Detector.prototype.detect = async function (picture) {
                  began();
                  await ended;
                  return detect.call(this, picture);
                };
                """;
        String there = """
                const ask = window.fetch;
                window.fetch = async (...given) => {
                  if (!String(given[0]).includes('/predictions/')) return ask(...given);
                  began();
                  await ended;
                  return ask(...given);
                };
                """;
        try (Server server = serveBoth();
                Chromium chromium = Chromium.open(folder)) {
            for (String place : List.of("browser", "server")) {
                for (String answer : List.of("", "Promise.reject(new Error('the network has gone'))")) {
                    chromium.go(server.address() + "/?" + place + answer.length());
                    choose(chromium, "model", "tiles");
                    choose(chromium, "end", "wasm");
                    choose(chromium, "place", place);
                    chromium.until(
                            "['ready on wasm', 'tiles on the server'][%d] === document.getElementById('status').textContent"
                                    .formatted(place.equals("server") ? 1 : 0));
                    JsonNode after = overtaken(chromium, place.equals("server") ? there : here, answer);
                    assertThat(after.get(0).isNull()).as(after.toString()).isTrue();
                    assertThat(after.get(1).asText()).isEqualTo(words);
                    assertThat(after.get(2).asInt()).isZero();
                }
            }
            assertThat(chromium.problems()).isEmpty();
        }
    }

    @Test
    void a_classifier_chosen_while_a_video_plays_ends_it() throws Exception {
        try (Server server = serveBoth();
                Chromium chromium = Chromium.open(folder)) {
            chromium.go(server.address() + "/");
            choose(chromium, "model", "tiles");
            choose(chromium, "place", "server");
            chromium.until("document.getElementById('status').textContent === 'tiles on the server'");
            film(chromium, "long", 3000);
            play(chromium, "long");
            choose(chromium, "model", "colour");
            assertStill(chromium, "long.webm-");
            assertThat(chromium.problems()).isEmpty();
        }
    }

    @Test
    void a_model_whose_file_does_not_come_is_not_told_of_once_another_is_chosen() throws Exception {
        try (Server server = serveBoth();
                Chromium chromium = Chromium.open(folder)) {
            chromium.go(server.address() + "/");
            choose(chromium, "model", "tiles");
            choose(chromium, "end", "wasm");
            chromium.until("document.getElementById('status').textContent === 'ready on wasm'");
            JsonNode status = chromium.evaluate("""
                    (async () => {
                      const ask = window.fetch;
                      let fail;
                      window.fetch = (...given) => String(given[0]).endsWith('/file')
                        ? new Promise((done, failed) => { fail = failed; }) : ask(...given);
                      const [model, place, status] = ['model', 'place', 'status'].map(id => document.getElementById(id));
                      model.dispatchEvent(new Event('change'));
                      while (!fail) await new Promise(next => setTimeout(next, 5));
                      place.value = 'server';
                      place.dispatchEvent(new Event('change'));
                      fail(new Error('the file has gone'));
                      await new Promise(next => setTimeout(next, 50));
                      return status.textContent;
                    })()""");
            assertThat(status.asText()).isEqualTo("tiles on the server");
            assertThat(chromium.problems()).isEmpty();
        }
    }

    @Test
    void masks_are_those_of_the_server_and_drawn() throws Exception {
        Path file = TileModel.standard().withMasks().write(folder.resolve("outlines.onnx"));
        try (Server server = Server.start(ServeOptions.of(ModelSource.parse(file.toString())), EventLog.NONE);
                Chromium chromium = Chromium.open(folder)) {
            chromium.go(server.address() + "/");
            choose(chromium, "end", "wasm");
            chromium.until("document.getElementById('status').textContent === 'ready on wasm'");
            for (int seed = 0; seed < 3; seed++) {
                byte[] png = Client.png(picture(seed), folder);
                drop(chromium, png, "board-%d.png".formatted(seed));
                JsonNode there = new Client(server)
                        .post("/predictions/outlines?masks=rle", "image/png", png)
                        .json();
                JsonNode here = found(chromium);
                assertThat(there.get("detections")).isNotEmpty();
                assertThat(here.get("detections")).hasSameSizeAs(there.get("detections"));
                for (JsonNode object : there.get("detections")) {
                    Mask wanted = mask(object);
                    assertThat(here.get("detections")) // equals in confidence but for rounding may change places
                            .as(object.toString())
                            .anySatisfy(other -> {
                                assertThat(other.get("name")).isEqualTo(object.get("name"));
                                assertThat(mask(other).isEmpty()).isEqualTo(wanted.isEmpty());
                                assertThat(wanted.isEmpty() || mask(other).iou(wanted) > .999)
                                        .isTrue();
                            });
                }
                long covered = StreamSupport.stream(there.get("detections").spliterator(), false)
                        .filter(object -> !mask(object).isEmpty())
                        .count();
                assertThat(covered).isPositive();
                assertThat(chromium.evaluate("document.querySelectorAll('#boxes path[d^=M]').length")
                                .asLong())
                        .isEqualTo(covered);
            }
            choose(chromium, "place", "server");
            chromium.until("import('/page/page.js').then(page => page.state.backEnd === 'server')");
            assertThat(chromium.evaluate("document.querySelectorAll('#boxes path[d^=M]').length")
                            .asInt())
                    .isPositive();
        }
    }

    private static Mask mask(JsonNode object) {
        JsonNode runs = object.get("mask").get("rle");
        return Mask.decode(
                runs.get("size").get(1).asInt(),
                runs.get("size").get(0).asInt(),
                runs.get("counts").asText());
    }

    @Test
    @Tag("slow")
    void every_back_end_of_the_browser_gives_the_same() throws Exception {
        try (Server server = serve();
                Chromium chromium = Chromium.open(folder, WITH_GPU)) {
            chromium.go(server.address() + "/");
            byte[] png = Client.png(picture(1), folder);
            JsonNode there = new Client(server)
                    .post("/predictions/tiles", "image/png", png)
                    .json();
            JsonNode offered = chromium.evaluate("import('/page/detector.js').then(detector => detector.backEnds())");
            assertThat(offered.toString()).contains("wasm");
            for (JsonNode one : offered) {
                JsonNode here = chromium.evaluate(
                        """
                        (async () => {
                          const {Detector, pixels} = await import('/page/detector.js');
                          const get = async path => (await fetch(path)).json();
                          const file = await (await fetch('/models/tiles/file')).arrayBuffer();
                          const settings = {calibration: await get('/models/tiles/calibration.json'), policy: await get('/models/tiles/policy.json')};
                          const detector = await Detector.load(file, settings, ['%s']);
                          const bytes = Uint8Array.from(atob('%s'), c => c.charCodeAt(0));
                          return detector.detect(await pixels(new Blob([bytes])));
                        })()""".formatted(one.asText(), Base64.getEncoder().encodeToString(png)));
                assertSame(here, there);
            }
        }
    }
}
