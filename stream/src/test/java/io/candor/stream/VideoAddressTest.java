package io.candor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoAddressTest {

    @Test
    void cameras_have_numbers_or_devices() {
        assertThat(VideoAddress.of("camera:1").location()).isEqualTo("/dev/video1");
        assertThat(VideoAddress.of("0").location()).isEqualTo("/dev/video0");
        assertThat(VideoAddress.of("/dev/video2").kind()).isEqualTo(VideoAddress.Kind.CAMERA);
    }

    @Test
    void streams_are_live_and_shown_without_their_password() {
        VideoAddress address = VideoAddress.of("rtsp://operator:secret@10.0.0.7:554/line1");
        assertThat(address.live()).isTrue();
        assertThat(address.location()).contains("operator:secret");
        assertThat(address.shown()).isEqualTo("rtsp://***@10.0.0.7:554/line1");
    }

    @Test
    void files_must_exist(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.mp4"), "x");
        assertThat(VideoAddress.of(file.toString()).live()).isFalse();
        assertThatThrownBy(() -> VideoAddress.of(folder.resolve("b.mp4").toString()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContainingAll("b.mp4", "no such video file", "rtsp://");
    }

    @Test
    void other_protocols_are_refused() {
        assertThatThrownBy(() -> VideoAddress.of("gopher://host/a"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("gopher");
    }
}
