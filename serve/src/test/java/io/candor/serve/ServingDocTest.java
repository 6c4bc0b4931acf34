package io.candor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of docs/serving.md, made as they are written there. */
class ServingDocTest {

    @TempDir
    private Path folder;

    @Test
    void every_call_of_the_guide_is_answered() throws IOException, InterruptedException {
        boolean curl = Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "curl")));
        if ("true".equals(System.getenv("CI"))) {
            assertThat(curl).as("curl on the PATH").isTrue();
        }
        assumeTrue(curl, "no curl on the PATH: the calls were not tried");
        Path model = TileModel.standard().write(folder.resolve("yolov8n.onnx"));
        Files.write(folder.resolve("bus.jpg"), Client.png(Client.tiles(), folder));
        Files.writeString(
                folder.resolve("request.json"),
                "{\"inputs\":[{\"name\":\"images\",\"shape\":[1,3,64,64],\"datatype\":\"FP32\",\"data\":[%s]}]}"
                        .formatted(String.join(",", Collections.nCopies(3 * 64 * 64, "0.5"))));
        CountDownLatch over = new CountDownLatch(1);
        ServeOptions options = ServeOptions.of(ModelSource.parse(model.toString()))
                .withFeeds(new FeedSource("line1", "yolov8n", desk -> over.await()));
        try (Server server = Server.start(options, EventLog.NONE)) {
            List<String> calls = Pattern.compile("(?ms)^```sh\n(.*?)^```")
                    .matcher(Files.readString(guide()))
                    .results()
                    .flatMap(block -> block.group(1).lines())
                    .toList();
            assertThat(calls).hasSizeGreaterThan(10);
            for (String call : calls) {
                assertThat(call).contains("curl --fail");
                Process process = new ProcessBuilder("sh", "-c", call.replace("18080", Integer.toString(server.port())))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("out.txt").toFile())
                        .start();
                if (call.contains("/events")) {
                    awaitFirstLine(process);
                    over.countDown();
                }
                assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
                assertThat(process.exitValue())
                        .as("%s: %s", call, Files.readString(folder.resolve("out.txt")))
                        .isZero();
            }
        }
    }

    /** Somebody listens from then on. */
    private void awaitFirstLine(Process process) throws IOException, InterruptedException {
        while (process.isAlive() && Files.size(folder.resolve("out.txt")) == 0) {
            Thread.sleep(20);
        }
    }

    private static Path guide() {
        Path here = Path.of("docs/serving.md");
        return Files.exists(here) ? here : Path.of("../docs/serving.md");
    }
}
