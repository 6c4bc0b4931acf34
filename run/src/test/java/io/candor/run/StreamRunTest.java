package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.candor.data.Classes;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.infer.ModelCard;
import io.candor.infer.Timings;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.YoloV8;
import io.candor.stream.JudgedFrame;
import io.candor.stream.Pace;
import io.candor.stream.StreamOptions;
import io.candor.stream.StreamReport;
import io.candor.stream.VideoAddress;
import io.candor.stream.VideoFrame;
import io.candor.stream.VideoOutlet;
import io.candor.stream.VideoSource;
import io.candor.train.StopRequest;
import io.candor.weights.NetworkFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a video is judged with is what was asked for. */
@Timeout(120)
class StreamRunTest {

    private static final int FRAMES = 6;
    private static final Timings TIMINGS = new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    @TempDir
    private static Path folder;

    private static Path plain;
    private static Path decided;
    private static Path video;

    /** A network of random weights that thinks about everything a little; with a policy by which that is to be reviewed. */
    @BeforeAll
    static void draw() throws IOException {
        Path weights = folder.resolve("best.safetensors");
        try (Network network = YoloV8.of(Scale.N, 2).initialise(1).eval();
                NoGradGuard constant = new NoGradGuard()) {
            for (int level = 0; level < 3; level++) {
                network.state().get("model.22.cv3.%d.2.bias".formatted(level)).fill_(new Scalar(-2.));
            }
            NetworkFile.save(
                    weights,
                    network,
                    new Classes(List.of("open", "short")),
                    Map.of(NetworkFile.TRAINING, "{\"recipe\":{\"imgsz\":64}}"));
        }
        plain = ExportRun.of(weights)
                .with(ExportKeys.NO_VERIFY, true)
                .with(ExportKeys.OUT, folder.resolve("plain.onnx"))
                .run()
                .file();
        decided = Files.copy(plain, folder.resolve("decided.onnx"));
        Files.writeString(
                folder.resolve("decided.policy.json"),
                "{\"format\":\"candor-policy\",\"version\":1,\"rule\":\"by hand\",\"model_sha256\":\"%s\",\"calibration_fingerprint\":\"\",\"data_fingerprint\":\"d\",\"classes\":[{\"name\":\"open\",\"review_from\":0.001,\"reject_from\":null},{\"name\":\"short\",\"review_from\":0.001,\"reject_from\":null}]}"
                        .formatted(ModelCard.of(plain).properties().get(ModelCard.WEIGHTS)));
        video = folder.resolve("six.mp4");
        try (VideoOutlet outlet = VideoOutlet.file(video, () -> 30, Pace.EVERY)) {
            for (int i = 0; i < FRAMES; i++) {
                outlet.accept(new JudgedFrame(
                        new VideoFrame(Image.filled(96, 64, 100 + i), i, i),
                        List.of(),
                        Optional.empty(),
                        TIMINGS,
                        i,
                        i));
            }
        }
    }

    private static StreamRun run(Path model) {
        return StreamRun.of(model, video.toString())
                .with(StreamKeys.THREADS, 1)
                .with(StreamKeys.EVENTS, folder.resolve("events.jsonl"));
    }

    private static StreamReport report(StreamRun run) throws IOException, InterruptedException {
        return run.run(RunListener.SILENT, new StopRequest());
    }

    private static List<String> events(StreamRun run) throws IOException, InterruptedException {
        report(run);
        return Files.readAllLines(folder.resolve("events.jsonl"));
    }

    @Test
    void events_are_of_the_frames_that_were_asked_for() throws Exception {
        assertThat(events(run(decided)))
                .hasSize(FRAMES)
                .allMatch(line -> line.contains("\"verdict\":\"review\""))
                .noneMatch(line -> line.contains("\"track\""));
        assertThat(events(run(decided).with(StreamKeys.EVENTS_ON, "review"))).hasSize(FRAMES);
        assertThat(events(run(decided).with(StreamKeys.EVENTS_ON, "reject"))).isEmpty();
        assertThat(events(run(plain).with(StreamKeys.EVENTS_ON, "found").with(StreamKeys.CONF, .999)))
                .isEmpty();
    }

    @Test
    void a_webhook_gets_the_frames_that_were_asked_for() throws Exception {
        AtomicInteger posts = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            posts.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            StreamRun run = run(decided)
                    .with(
                            StreamKeys.WEBHOOK,
                            "http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
            report(run.with(StreamKeys.WEBHOOK_ON, "reject"));
            assertThat(posts).hasValue(0);
            report(run.with(StreamKeys.WEBHOOK_ON, "review"));
            assertThat(posts).hasValue(FRAMES);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void frames_by_decision_need_a_policy() {
        for (Key<String> key : List.of(StreamKeys.EVENTS_ON, StreamKeys.WEBHOOK_ON)) {
            for (String wanted : List.of("review", "reject")) {
                assertThatThrownBy(() -> report(run(plain).with(key, wanted)))
                        .isInstanceOf(InvalidInput.class)
                        .hasMessageContaining("%s %s needs a policy.json".formatted(key.option(), wanted));
            }
        }
    }

    @Test
    void objects_are_followed_if_that_is_wanted() throws Exception {
        assertThat(events(run(decided).with(StreamKeys.TRACK, true)))
                .hasSize(FRAMES)
                .allMatch(line -> line.contains("\"track\":"));
    }

    @Test
    void it_ends_after_so_many_frames() throws Exception {
        assertThat(report(run(plain).with(StreamKeys.FRAMES, 2)).judged()).isEqualTo(2);
    }

    @Test
    void pace_patience_and_limits_are_those_that_were_asked_for() {
        try (VideoSource file = new VideoSource(VideoAddress.of(video.toString()), Duration.ZERO);
                VideoSource camera = new VideoSource(VideoAddress.of("rtsp://127.0.0.1/x"), Duration.ZERO)) {
            StreamRun run = run(plain);
            assertThat(run.limits(file)).isEqualTo(new StreamOptions(Pace.EVERY, 1000, Duration.ZERO, 0));
            assertThat(run.limits(camera).pace()).isEqualTo(Pace.NEWEST);
            assertThat(run.with(StreamKeys.PACE, "newest").limits(file).pace()).isEqualTo(Pace.NEWEST);
            assertThat(run.with(StreamKeys.PACE, "every").limits(camera).pace()).isEqualTo(Pace.EVERY);
            assertThat(run.with(StreamKeys.RECONNECT, 3).limits(camera).reconnections())
                    .isEqualTo(3);
            assertThat(run.with(StreamKeys.DURATION, 1.5).limits(camera).longest())
                    .isEqualTo(Duration.ofMillis(1500));
            assertThat(run.with(StreamKeys.FRAMES, 7).limits(camera).mostFrames())
                    .isEqualTo(7);
        }
    }
}
