package io.candor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.decide.Action;
import io.candor.infer.Detections;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveStreamTest {

    private final List<JudgedFrame> judged = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private long dropped;
    private final StreamListener listener = new StreamListener() {
        @Override
        public void lost(String reason) {
            heard.add("lost: " + reason);
        }

        @Override
        public void dropped(long frames) {
            dropped += frames;
        }

        @Override
        public void found(String source, int attempts) {
            heard.add("found after " + attempts);
        }

        @Override
        public void outletFailed(String reason) {
            heard.add("outlet: " + reason);
        }
    };

    /** So many frames per opening; what happens then depends on the kind. */
    private static class Scripted implements FrameSource {
        private final boolean live;
        private final int perOpening;
        private int failures;
        private int left;
        private long number;
        private volatile boolean closed;

        Scripted(boolean live, int perOpening, int failures) {
            this.live = live;
            this.perOpening = perOpening;
            this.failures = failures;
        }

        @Override
        public void open() throws SourceLost {
            if (number > 0 && failures-- > 0) {
                throw new SourceLost("still away");
            }
            left = perOpening;
        }

        @Override
        public Optional<VideoFrame> next() throws SourceLost {
            return left-- > 0
                    ? Optional.of(new VideoFrame(Image.filled(64, 48, 0), number++, System.nanoTime()))
                    : Optional.empty();
        }

        @Override
        public boolean live() {
            return live;
        }

        @Override
        public double frameRate() {
            return 30;
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final class Closing implements Outlet {
        private int closed;

        @Override
        public void accept(JudgedFrame frame) {
            judged.add(frame);
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void every_frame_of_a_file_is_judged_once_and_in_order() throws InterruptedException {
        Scripted file = new Scripted(false, 50, 0);
        StreamReport report = stream(judged::add).run(file, StreamOptions.of(file), () -> false);
        assertThat(judged)
                .extracting(frame -> frame.frame().number())
                .isSorted()
                .hasSize(50);
        assertThat(report.judged()).isEqualTo(50);
        assertThat(report.dropped()).isZero();
        assertThat(file.closed).isTrue();
        assertThat(report.latency().median()).isPositive();
        assertThat(report.lines()).hasSize(4);
    }

    @Test
    void frames_that_come_too_fast_are_dropped_counted_and_never_queued() throws InterruptedException {
        Scripted camera = new Scripted(true, 500, 0);
        CountDownLatch first = new CountDownLatch(1);
        FrameJudge slow = image -> {
            first.countDown();
            sleep(5);
            return Optional.of(Found.on(64, 48, List.of()));
        };
        LiveStream stream = new LiveStream(slow, Optional.empty(), List.of(judged::add), listener);
        StreamOptions once = StreamOptions.of(camera).withReconnections(0);
        assertThatThrownBy(() -> stream.run(camera, once, () -> false)).hasMessageContaining("scripted ended");
        assertThat(first.getCount()).isZero();
        assertThat(judged.size()).isBetween(1, 499);
        assertThat(judged.get(judged.size() - 1).frame().number())
                .as("the newest")
                .isEqualTo(499);
        assertThat(dropped).isEqualTo(500 - judged.size());
    }

    @Test
    void a_lost_camera_is_opened_again_with_growing_patience() throws InterruptedException {
        Scripted camera = new Scripted(true, 3, 1);
        StreamReport report = stream(judged::add)
                .run(camera, StreamOptions.of(camera).withPace(Pace.EVERY).withMostFrames(5), () -> false);
        assertThat(report.judged()).isEqualTo(5);
        assertThat(report.reconnections()).isEqualTo(1);
        assertThat(heard).startsWith("lost: scripted ended", "lost: still away", "found after 2");
    }

    @Test
    void a_camera_that_stays_away_is_an_error_once_the_attempts_are_used_up() {
        Scripted camera = new Scripted(true, 1, 100);
        assertThatThrownBy(() ->
                        stream(judged::add).run(camera, StreamOptions.of(camera).withReconnections(2), () -> false))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("still away");
    }

    @Test
    void the_verdict_of_a_frame_is_its_severest_decision() throws InterruptedException {
        Scripted file = new Scripted(false, 3, 0);
        FrameJudge seeing = image -> Optional.of(Found.decided(Found.on(
                64,
                48,
                judged.isEmpty()
                        ? List.of()
                        : List.of(
                                Found.object(Found.HALVING, 0, .1, 0, 0),
                                Found.object(Found.HALVING, 0, judged.size() == 1 ? .5 : .9, 30, 0)))));
        new LiveStream(seeing, Optional.empty(), List.of(judged::add), listener)
                .run(file, StreamOptions.of(file), () -> false);
        assertThat(judged)
                .extracting(frame -> frame.verdict().orElseThrow())
                .containsExactly(Action.ACCEPT, Action.REVIEW, Action.REJECT);
    }

    @Test
    void a_policy_that_comes_or_goes_with_a_reloaded_model_is_that_of_each_frame() throws InterruptedException {
        Scripted file = new Scripted(false, 3, 0);
        FrameJudge reloaded = image -> {
            Detections found = Found.on(64, 48, List.of());
            return Optional.of(judged.size() == 1 ? Found.decided(found) : found);
        };
        new LiveStream(reloaded, Optional.empty(), List.of(judged::add), listener)
                .run(file, StreamOptions.of(file), () -> false);
        assertThat(judged)
                .extracting(JudgedFrame::verdict)
                .containsExactly(Optional.empty(), Optional.of(Action.ACCEPT), Optional.empty());
    }

    @Test
    void an_outlet_that_fails_is_left_out_and_the_stream_goes_on() throws InterruptedException {
        Scripted file = new Scripted(false, 4, 0);
        Outlet broken = frame -> {
            throw new IOException("disk full");
        };
        new LiveStream(nothing(), Optional.empty(), List.of(broken, judged::add), listener)
                .run(file, StreamOptions.of(file), () -> false);
        assertThat(judged).hasSize(4);
        assertThat(heard).containsExactly("outlet: disk full");
    }

    @Test
    void it_stops_when_asked() throws InterruptedException {
        Scripted camera = new Scripted(true, Integer.MAX_VALUE, 0);
        stream(judged::add).run(camera, StreamOptions.of(camera), () -> judged.size() >= 7);
        assertThat(judged).hasSize(7);
        assertThat(camera.closed).isTrue();
    }

    @Test
    void what_goes_wrong_while_reading_is_no_end_of_the_source() {
        for (Throwable wrong : List.of(new IllegalStateException("decoder"), new OutOfMemoryError("frame"))) {
            judged.clear();
            Scripted broken = new Scripted(false, 3, 0) {
                @Override
                public Optional<VideoFrame> next() throws SourceLost {
                    Optional<VideoFrame> frame = super.next();
                    if (frame.isEmpty() && wrong instanceof RuntimeException unexpected) {
                        throw unexpected;
                    }
                    if (frame.isEmpty()) {
                        throw (Error) wrong;
                    }
                    return frame;
                }
            };
            assertThatThrownBy(() -> stream(judged::add).run(broken, StreamOptions.of(broken), () -> false))
                    .isSameAs(wrong);
            assertThat(judged).hasSize(3);
            assertThat(broken.closed).isTrue();
        }
    }

    @Test
    void a_frame_without_an_answer_is_dropped_and_counted() throws InterruptedException {
        Scripted file = new Scripted(false, 6, 0);
        int[] asked = {0};
        FrameJudge busy = image -> asked[0]++ % 2 == 0 ? Optional.empty() : Optional.of(Found.on(64, 48, List.of()));
        StreamReport report = new LiveStream(busy, Optional.empty(), List.of(judged::add), listener)
                .run(file, StreamOptions.of(file), () -> false);
        assertThat(report.judged()).isEqualTo(3).isEqualTo(judged.size());
        assertThat(report.dropped()).isEqualTo(3);
    }

    /** As a server that stops interrupts its streams, while a frame is being judged. */
    @Test
    void an_interrupted_stream_closes_its_source_and_its_outlets() throws InterruptedException {
        Scripted camera = new Scripted(true, Integer.MAX_VALUE, 0);
        Closing outlet = new Closing();
        FrameJudge stopping = image -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopping");
        };
        assertThatThrownBy(() -> new LiveStream(stopping, Optional.empty(), List.of(outlet), listener)
                        .run(camera, StreamOptions.of(camera), () -> false))
                .hasMessage("stopping");
        assertThat(Thread.interrupted()).as("still known").isTrue();
        assertThat(outlet.closed).isEqualTo(1);
        assertThat(camera.closed).isTrue();
    }

    @Test
    void a_source_that_cannot_even_be_tried_leaves_nothing_open() {
        Scripted broken = new Scripted(true, 1, 0) {
            @Override
            public void open() {
                throw new IllegalStateException("no library");
            }
        };
        Closing outlet = new Closing();
        assertThatThrownBy(() -> stream(outlet).run(broken, StreamOptions.of(broken), () -> false))
                .hasMessage("no library");
        assertThat(outlet.closed).isEqualTo(1);
        assertThat(broken.closed).isTrue();
    }

    private LiveStream stream(Outlet outlet) {
        return new LiveStream(nothing(), Optional.empty(), List.of(outlet), listener);
    }

    private static FrameJudge nothing() {
        return image -> Optional.of(Found.on(image.width(), image.height(), List.of()));
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
