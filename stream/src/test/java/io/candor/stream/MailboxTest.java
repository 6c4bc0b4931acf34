package io.candor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Image;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MailboxTest {

    private final Mailbox mailbox = new Mailbox();

    @Test
    void the_newest_frame_wins_and_the_others_are_counted() throws InterruptedException {
        mailbox.put(frame(0));
        mailbox.put(frame(1));
        mailbox.put(frame(2));
        assertThat(mailbox.take().orElseThrow().number()).isEqualTo(2);
        assertThat(mailbox.dropped()).isEqualTo(2);
    }

    @Test
    void a_source_that_can_wait_waits_until_the_frame_is_taken() throws Exception {
        assertThat(mailbox.putWhenEmpty(frame(0))).isTrue();
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> put(frame(1)));
        assertThat(mailbox.take().orElseThrow().number()).isZero();
        assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(mailbox.take().orElseThrow().number()).isEqualTo(1);
        assertThat(mailbox.dropped()).isZero();
    }

    @Test
    void after_the_end_the_last_frame_is_still_there_and_then_nothing() throws InterruptedException {
        mailbox.put(frame(0));
        mailbox.end();
        assertThat(mailbox.take()).isPresent();
        assertThat(mailbox.take()).isEmpty();
    }

    private boolean put(VideoFrame frame) {
        try {
            return mailbox.putWhenEmpty(frame);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static VideoFrame frame(long number) {
        return new VideoFrame(Image.filled(2, 2, 0), number, 0);
    }
}
