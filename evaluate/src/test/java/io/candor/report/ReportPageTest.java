package io.candor.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. */
class ReportPageTest {

    @TempDir
    private Path folder;

    @Test
    void charts_slider_and_pictures_work_without_an_error() throws IOException, InterruptedException {
        Report report = Report.write(ReportScene.content(), folder, List.of(Resource.text("self-check.js")));
        JsonNode found = sound(report, 12);
        assertThat(found.get("decided").asText()).isEqualTo("0.800");
        assertThat(found.get("policy").asText()).contains("escape rate", "three-way by invented costs", "0.800");
        assertThat(found.get("after").asText()).isNotEqualTo(found.get("before").asText());
        assertThat(found.get("cheapest").asText())
                .isNotEqualTo(found.get("after").asText());
        assertThat(found.get("open").asBoolean()).isTrue();
        assertThat(found.get("pictures").asInt()).isPositive();
        assertThat(found.get("boxes").asInt()).isPositive();
        assertThat(found.get("filled").asInt())
                .as("boxes that hide what they mark")
                .isZero();
        assertThat(found.get("source").asText()).isEqualTo("data:image/jpeg;base64,");
        assertThat(found.get("tip").asText()).contains("Average precision");
    }

    @Test
    void the_page_of_a_classifier_works_without_an_error_too() throws IOException, InterruptedException {
        Report report = Report.write(ClassifierScene.content(), folder, List.of(Resource.text("self-check.js")));
        JsonNode found = sound(report, 4);
        assertThat(found.has("after")).isFalse();
        assertThat(found.get("open").asBoolean()).isTrue();
        assertThat(found.get("pictures").asInt()).isPositive();
        assertThat(found.get("tip").asText()).contains("correct predictions");
    }

    /** The self-check of a page in which nothing went wrong. */
    private JsonNode sound(Report report, int charts) throws IOException, InterruptedException {
        Optional<Path> chromium = chromium();
        if ("true".equals(System.getenv("CI"))) {
            assertThat(chromium).as("chromium on the PATH").isPresent();
        }
        assumeTrue(chromium.isPresent(), "no chromium on the PATH: the page was not tried in a browser");
        JsonNode found = check(chromium.orElseThrow(), report.page());
        assertThat(found.get("problems")).as(found.get("problems").toString()).isEmpty();
        assertThat(found.get("charts").asInt()).isGreaterThanOrEqualTo(charts);
        assertThat(found.get("empty")).as(found.get("empty").toString()).isEmpty();
        assertThat(found.get("hacked").asBoolean()).isFalse();
        assertThat(found.get("text").asBoolean()).isTrue();
        assertThat(found.get("wide").asBoolean()).isFalse();
        return found;
    }

    private JsonNode check(Path chromium, Path page) throws IOException, InterruptedException {
        Path dom = folder.resolve("dom.html");
        Process process = new ProcessBuilder(
                        chromium.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-dev-shm-usage",
                        "--user-data-dir=" + Files.createDirectory(folder.resolve("profile")),
                        "--window-size=1280,900",
                        "--virtual-time-budget=20000",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(folder.resolve("chromium.log").toFile())
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        Matcher result = Pattern.compile("<pre id=\"self-check\">([^<]+)</pre>").matcher(Files.readString(dom));
        assertThat(result.find())
                .as("the page's self-check; chromium said: %s", log())
                .isTrue();
        byte[] json = Base64.getDecoder().decode(result.group(1));
        return new ObjectMapper().readTree(new String(json, StandardCharsets.UTF_8));
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("chromium.log"), StandardCharsets.ISO_8859_1);
    }

    private static Optional<Path> chromium() {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getenv("PATH"))
                .flatMap(place -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
