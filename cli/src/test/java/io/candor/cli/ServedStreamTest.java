package io.candor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.infer.DetectedObject;
import io.candor.infer.Detections;
import io.candor.infer.Timings;
import io.candor.serve.Feed;
import io.candor.stream.JudgedFrame;
import io.candor.stream.Pace;
import io.candor.stream.VideoFrame;
import io.candor.stream.VideoOutlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ServedStreamTest {

    private static final Timings TIMINGS = new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    @TempDir
    private Path folder;

    /** Finds one object on every picture and interrupts the feed after some events. */
    private record Counting(int most, List<String> kinds, List<String> events) implements Feed.Desk {

        @Override
        public Optional<Detections> detect(Image image) {
            DetectedObject object = new DetectedObject(
                    0, "car", .9, OptionalDouble.empty(), Optional.empty(), new Box(1, 2, 30, image.height()));
            return Optional.of(
                    new Detections(image.width(), image.height(), List.of(object), Optional.empty(), TIMINGS));
        }

        @Override
        public void lost(String reason) {
            tell("lost", reason);
        }

        @Override
        public void found(int attempts) {
            tell("found", Integer.toString(attempts));
        }

        @Override
        public void dropped(long pictures) {} // depends on how fast this machine is

        @Override
        public void tell(String kind, String json) {
            kinds.add(kind);
            events.add(json);
            if (events.size() == most) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void a_video_file_is_judged_over_and_over_until_it_is_interrupted() throws Exception {
        Path video = folder.resolve("five.mp4");
        try (VideoOutlet outlet = VideoOutlet.file(video, () -> 60, Pace.EVERY)) {
            for (int i = 0; i < 5; i++) {
                outlet.accept(new JudgedFrame(
                        new VideoFrame(Image.filled(160, 120, 100), i, i), List.of(), Optional.empty(), TIMINGS, i, i));
            }
        }
        Counting desk = new Counting(12, new ArrayList<>(), new ArrayList<>());
        try {
            ServedStream.of("line1", video.toString()).run(desk);
        } catch (InterruptedException expected) {
            assertThat(desk.events()).hasSize(12);
        }
        Thread.interrupted(); // not for the next test
        assertThat(desk.kinds()).containsOnly("frame");
        JsonNode last = new JsonMapper().readTree(desk.events().get(11));
        assertThat(last.get("source").asText()).isEqualTo("line1");
        assertThat(last.get("frame").asInt()).as("beyond the end of the file").isGreaterThanOrEqualTo(11);
        assertThat(last.at("/objects/0/class").asText()).isEqualTo("car");
        assertThat(last.at("/objects/0/box/3").asInt()).isEqualTo(120);
        assertThat(String.join("", desk.events())).doesNotContain(folder.toString());
    }

    @Test
    void a_source_that_cannot_be_opened_is_told_to_the_server() throws IOException {
        Path text = Files.writeString(folder.resolve("text.mp4"), "no video");
        Counting desk = new Counting(-1, new ArrayList<>(), new ArrayList<>());
        assertThatThrownBy(() -> ServedStream.of("line1", text.toString()).run(desk))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("cannot be opened");
        assertThatThrownBy(() ->
                        ServedStream.of("line1", folder.resolve("none.mp4").toString()))
                .isInstanceOf(InvalidInput.class);
    }

    @Test
    void two_sources_of_one_name_and_sources_without_one_are_refused() throws IOException {
        Path model = Files.writeString(folder.resolve("m.onnx"), "");
        for (String option : List.of("--stream", "--stream-model", "--reference")) {
            CommandLineHarness candor = new CommandLineHarness();
            assertThat(candor.run(
                            "serve", "--model", model.toString(), "--stream", "m=x.mp4", option, "m=a", option, "m=b"))
                    .isEqualTo(2);
            assertThat(candor.err()).contains(option + " is given twice for 'm'");
        }
        CommandLineHarness candor = new CommandLineHarness();
        assertThat(candor.run("serve", "--model", model.toString(), "--stream", "rtsp://10.0.0.7/line1"))
                .isEqualTo(2);
        assertThat(candor.err()).contains("--stream rtsp://10.0.0.7/line1: expected NAME=VALUE");
    }

    @Test
    void options_for_a_stream_that_is_not_there_are_refused() throws IOException {
        Path model = Files.writeString(folder.resolve("m.onnx"), "");
        CommandLineHarness candor = new CommandLineHarness();
        assertThat(candor.run("serve", "--model", model.toString(), "--stream-model", "line1=m"))
                .isEqualTo(2);
        assertThat(candor.err()).contains("--stream-model is for 'line1', but the streams are []");
    }
}
