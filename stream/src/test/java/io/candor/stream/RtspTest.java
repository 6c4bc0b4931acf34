package io.candor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Annotated video out over RTSP, and in again. */
@Timeout(120)
class RtspTest {

    private static final int RATE = 15;

    private final List<JudgedFrame> judged = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<Long> lostAt = new CopyOnWriteArrayList<>();
    private final AtomicLong dropped = new AtomicLong();
    private final StreamListener listener = new StreamListener() {
        @Override
        public void lost(String reason) {
            heard.add("lost");
            lostAt.add(System.nanoTime());
        }

        @Override
        public void dropped(long frames) {
            dropped.addAndGet(frames);
        }

        @Override
        public void found(String source, int attempts) {
            heard.add("found after " + attempts);
        }
    };

    /** Publishes grey pictures with a box on them until it is closed or nobody takes them. */
    private static final class Publisher extends Thread implements AutoCloseable {

        private final VideoOutlet outlet;
        private volatile boolean stopped;

        Publisher(String address) {
            super("publisher");
            outlet = VideoOutlet.rtsp(address, () -> RATE);
            start();
        }

        @Override
        public void run() {
            try (outlet) {
                for (int i = 0; !stopped; i++) {
                    outlet.accept(Found.frame(i, System.nanoTime(), 40 + i % 40));
                    Thread.sleep(1000 / RATE);
                }
            } catch (IOException nobody) {
                stopped = true;
            } catch (InterruptedException e) {
                interrupt();
            }
        }

        @Override
        public void close() throws InterruptedException {
            stopped = true;
            join();
        }
    }

    private static void until(BooleanSupplier fulfilled) throws InterruptedException {
        while (!fulfilled.getAsBoolean()) {
            Thread.sleep(10);
        }
    }

    @Test
    void a_source_that_is_killed_and_comes_back_is_found_again_and_every_frame_is_counted() throws Exception {
        RtspRelay first = new RtspRelay(0);
        Publisher publisher = new Publisher(first.address());
        first.awaitPublisher();
        VideoSource source = new VideoSource(VideoAddress.of(first.address()), Duration.ofSeconds(10));
        LiveStream stream = new LiveStream(
                image -> Optional.of(Found.on(image.width(), image.height(), List.of())),
                Optional.empty(),
                List.of(judged::add),
                listener);
        CompletableFuture<Void> enough = new CompletableFuture<>();
        CompletableFuture<StreamReport> running = CompletableFuture.supplyAsync(() -> {
            try {
                return stream.run(source, StreamOptions.of(source), enough::isDone);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        until(() -> judged.size() >= 10 || running.isDone());
        first.close();
        publisher.close();
        until(() -> lostAt.size() >= 3 || running.isDone()); // the loss, and two attempts in vain
        int before = judged.size();
        StreamReport report;
        try (RtspRelay second = new RtspRelay(first.port());
                Publisher again = new Publisher(second.address())) {
            second.awaitPublisher();
            until(() -> judged.size() >= before + 10 || running.isDone());
            assertThat(again.isAlive()).isTrue();
            enough.complete(null);
            report = running.get(60, TimeUnit.SECONDS);
        }
        assertThat(heard).startsWith("lost", "lost", "lost").endsWith("found after " + lostAt.size());
        assertThat(seconds(0, 1)).as("the first wait").isGreaterThanOrEqualTo(.5);
        assertThat(seconds(1, 2)).as("the second").isGreaterThanOrEqualTo(1);
        assertThat(report.reconnections()).isEqualTo(1);
        assertThat(report.judged()).isEqualTo(judged.size()).isGreaterThanOrEqualTo(20);
        assertThat(report.dropped()).isGreaterThanOrEqualTo(dropped.get());
        assertThat(judged)
                .extracting(frame -> frame.frame().number())
                .isSorted()
                .doesNotHaveDuplicates();
        long newest = judged.get(judged.size() - 1).frame().number();
        assertThat(newest + 1).as("frames until then").isBetween(report.judged(), report.judged() + report.dropped());
        assertThat(VideoTest.spread(judged.get(5).frame().image()))
                .as("a box was drawn before it was sent")
                .isGreaterThan(30);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("frames of rtsp") || name.equals("publisher"));
    }

    private double seconds(int from, int to) {
        return (lostAt.get(to) - lostAt.get(from)) / 1e9;
    }
}
