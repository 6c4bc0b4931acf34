package io.candor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Image;
import io.candor.data.InvalidInput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class VideoTest {

    @TempDir
    Path folder;

    @Test
    void a_video_that_was_written_is_read_back_with_its_boxes() throws Exception {
        Path file = video(20);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
        List<Image> frames = new ArrayList<>();
        try (VideoSource source = new VideoSource(VideoAddress.of(file.toString()), Duration.ofSeconds(5))) {
            source.open();
            assertThat(source.frameRate()).isCloseTo(15, within(.1));
            for (Optional<VideoFrame> frame = source.next(); frame.isPresent(); frame = source.next()) {
                frames.add(frame.get().image());
            }
        }
        assertThat(frames).hasSize(20);
        assertThat(frames.get(0).width()).isEqualTo(160);
        assertThat(spread(frames.get(10))).as("a box was drawn").isGreaterThan(30);
    }

    @Test
    void a_file_that_is_no_video_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("text.mp4"), "no video");
        VideoSource source = new VideoSource(VideoAddress.of(file.toString()), Duration.ofSeconds(5));
        LiveStream stream = new LiveStream(
                image -> Optional.of(Found.on(2, 2, List.of())), Optional.empty(), List.of(), StreamListener.SILENT);
        assertThatThrownBy(() -> stream.run(source, StreamOptions.of(source), () -> false))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContainingAll("text.mp4", "cannot be opened");
    }

    @Test
    void an_address_that_never_answers_is_given_up_after_the_timeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "rtsp://127.0.0.1:%d/line1".formatted(silent.getLocalPort());
            VideoSource source = new VideoSource(VideoAddress.of(address), Duration.ofSeconds(1));
            assertThatThrownBy(source::open)
                    .isInstanceOf(SourceLost.class)
                    .hasMessageContainingAll(address, "cannot be opened");
        }
    }

    @Test
    void only_mp4_files_and_rtsp_addresses_are_written() {
        assertThatThrownBy(() -> VideoOutlet.file(folder.resolve("a.avi"), () -> 25, Pace.EVERY))
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> VideoOutlet.rtsp("http://host/a", () -> 25)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void the_time_from_capture_to_decision_is_measured_over_rtsp() throws Exception {
        VideoAddress file = VideoAddress.of(video(10).toString());
        try (Loopback source = new Loopback(file, 15)) {
            LiveStream stream = new LiveStream(
                    image -> Optional.of(Found.on(image.width(), image.height(), List.of())),
                    Optional.empty(),
                    List.of(),
                    StreamListener.SILENT);
            StreamOptions options =
                    StreamOptions.of(source).withReconnections(0).withMostFrames(15);
            StreamReport report = stream.run(source, options, () -> false);
            assertThat(report.judged()).isEqualTo(15);
            assertThat(source.unreadable()).isZero();
            assertThat(report.latency().median()).isBetween(1., 20_000.);
            assertThat(report.waiting().median())
                    .as("encoding, transport and decoding are in it")
                    .isGreaterThan(report.judging().median());
        }
    }

    /** Grey pictures of 160 x 120 with a box on them, 15 a second. */
    private Path video(int frames) throws IOException {
        Path file = folder.resolve("video.mp4");
        try (VideoOutlet outlet = VideoOutlet.file(file, () -> 15, Pace.EVERY)) {
            for (int i = 0; i < frames; i++) {
                outlet.accept(Found.frame(i, i, 40 + i));
            }
            assertThat(outlet.written()).isEqualTo(frames);
        }
        return file;
    }

    static int spread(Image image) {
        int least = 255;
        int most = 0;
        for (byte level : image.bgr()) {
            least = Math.min(least, level & 0xff);
            most = Math.max(most, level & 0xff);
        }
        return most - least;
    }
}
