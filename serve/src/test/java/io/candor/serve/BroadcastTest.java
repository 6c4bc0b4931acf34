package io.candor.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BroadcastTest {

    private static final Duration NONE = Duration.ZERO;

    private final Broadcast broadcast = new Broadcast();

    @Test
    void everybody_who_listens_hears_everything_from_then_on_in_order() throws InterruptedException {
        broadcast.tell("frame", "{\"frame\":0}");
        try (Broadcast.Listener first = broadcast.join();
                Broadcast.Listener second = broadcast.join()) {
            broadcast.tell("frame", "{\"frame\":1}");
            broadcast.tell("lost", "{}");
            for (Broadcast.Listener listener : new Broadcast.Listener[] {first, second}) {
                assertThat(listener.take(NONE)).hasValue(new Broadcast.Event(2, "frame", "{\"frame\":1}"));
                assertThat(listener.take(NONE)).hasValue(new Broadcast.Event(3, "lost", "{}"));
                assertThat(listener.take(NONE)).isEmpty();
            }
            assertThat(broadcast.listeners()).isEqualTo(2);
        }
        assertThat(broadcast.listeners()).isZero();
        assertThat(broadcast.told()).isEqualTo(3);
    }

    @Test
    void who_is_too_slow_gets_the_newest_and_is_told_how_many_are_missing() throws InterruptedException {
        try (Broadcast.Listener slow = broadcast.join()) {
            for (int i = 1; i <= 1000; i++) {
                broadcast.tell("frame", Integer.toString(i));
            }
            assertThat(slow.take(NONE)).hasValue(new Broadcast.Event(0, "dropped", "{\"dropped\":936}"));
            for (int i = 1000 - Broadcast.ROOM + 1; i <= 1000; i++) {
                assertThat(slow.take(NONE).orElseThrow().id()).isEqualTo(i);
            }
            assertThat(slow.take(NONE)).isEmpty();
            broadcast.tell("frame", "1001");
            assertThat(slow.take(NONE).orElseThrow().kind())
                    .as("counted from nothing again")
                    .isEqualTo("frame");
        }
        assertThat(broadcast.dropped()).isEqualTo(936);
    }

    @Test
    void events_of_several_threads_come_in_the_order_of_their_numbers() throws InterruptedException {
        int each = Broadcast.ROOM / 4;
        try (Broadcast.Listener listener = broadcast.join()) {
            List<Thread> tellers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread teller = new Thread(() -> {
                    for (int k = 0; k < each; k++) {
                        broadcast.tell("frame", "{}");
                    }
                });
                teller.start();
                tellers.add(teller);
            }
            for (Thread teller : tellers) {
                teller.join();
            }
            for (int i = 1; i <= 4 * each; i++) {
                assertThat(listener.take(NONE).orElseThrow().id()).isEqualTo(i);
            }
        }
    }

    @Test
    void at_the_end_what_waits_is_still_heard() throws InterruptedException {
        try (Broadcast.Listener listener = broadcast.join()) {
            broadcast.tell("end", "{}");
            broadcast.close();
            assertThat(listener.isOver()).isFalse();
            assertThat(listener.take(Duration.ofMinutes(1)).map(Broadcast.Event::kind))
                    .isEqualTo(Optional.of("end"));
            assertThat(listener.isOver()).isTrue();
            assertThat(listener.take(Duration.ofMinutes(1))).isEmpty();
        }
    }

    @Test
    void an_event_is_written_as_the_format_wants_it() {
        assertThat(new Broadcast.Event(7, "frame", "{\"a\":1}").text())
                .isEqualTo("id: 7\nevent: frame\ndata: {\"a\":1}\n\n");
        assertThat(new Broadcast.Event(0, "dropped", "{}").text()).isEqualTo("event: dropped\ndata: {}\n\n");
    }
}
