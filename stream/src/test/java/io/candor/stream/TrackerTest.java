package io.candor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.decide.Action;
import io.candor.infer.DetectedObject;
import io.candor.infer.Judge;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackerTest {

    private final Tracker tracker = new Tracker(TrackerOptions.defaults(), Judge.NONE);

    @Test
    void an_object_that_moves_keeps_its_track() {
        for (int frame = 0; frame < 20; frame++) {
            TrackedObject found = only(tracker.follow(List.of(Found.object(0, .8, 8 * frame, 0))));
            assertThat(found.track()).hasValue(1);
            assertThat(found.seen()).isEqualTo(frame + 1);
        }
    }

    @Test
    void a_fast_object_is_expected_where_its_speed_takes_it() {
        TrackerOptions strict = new TrackerOptions(.5, 3, .5);
        Tracker following = new Tracker(strict, Judge.NONE);
        for (int x :
                new int[] {0, 4, 9, 16, 25, 36}) { // each step further; overlap with the last place alone is too small
            assertThat(only(following.follow(List.of(Found.object(0, .8, x, 0))))
                            .track())
                    .hasValue(1);
        }
    }

    @Test
    void two_objects_that_meet_are_told_apart_and_classes_never_mix() {
        List<TrackedObject> first = tracker.follow(List.of(Found.object(0, .9, 0, 0), Found.object(1, .8, 2, 0)));
        List<TrackedObject> second = tracker.follow(List.of(Found.object(1, .8, 1, 0), Found.object(0, .9, 1, 0)));
        assertThat(second.get(0).track()).isEqualTo(first.get(1).track());
        assertThat(second.get(1).track()).isEqualTo(first.get(0).track());
    }

    @Test
    void a_track_survives_a_gap_but_not_a_long_one() {
        tracker.follow(List.of(Found.object(0, .8, 0, 0)));
        tracker.follow(List.of());
        assertThat(only(tracker.follow(List.of(Found.object(0, .8, 0, 0)))).track())
                .hasValue(1);
        for (int i = 0; i <= TrackerOptions.defaults().patience(); i++) {
            tracker.follow(List.of());
        }
        assertThat(only(tracker.follow(List.of(Found.object(0, .8, 0, 0)))).track())
                .hasValue(2);
    }

    @Test
    void confidence_is_the_mean_of_a_young_track_and_forgets_slowly_later() {
        tracker.follow(List.of(Found.object(0, .5, 0, 0)));
        double second = only(tracker.follow(List.of(Found.object(0, .9, 0, 0))))
                .object()
                .confidence();
        assertThat(second).isCloseTo(1 / (1 + Math.exp(-Math.log(9) / 2)), within(1e-12)); // half of both logits
        for (int i = 0; i < 20; i++) {
            tracker.follow(List.of(Found.object(0, .9, 0, 0)));
        }
        double doubtful = only(tracker.follow(List.of(Found.object(0, .1, 0, 0))))
                .object()
                .confidence();
        assertThat(doubtful).as("one doubtful frame of many").isBetween(.6, .8);
    }

    @Test
    void calibration_and_decision_follow_the_smoothed_confidence() {
        Tracker judging = new Tracker(TrackerOptions.defaults(), Found.HALVING);
        for (int i = 0; i < 10; i++) {
            judging.follow(List.of(Found.object(0, .95, 0, 0)));
        }
        DetectedObject flicker = only(judging.follow(List.of(Found.object(Found.HALVING, 0, .35, 0, 0))))
                .object();
        assertThat(flicker.decision()).hasValue(Action.REJECT);
        assertThat(flicker.calibrated().getAsDouble()).isCloseTo(flicker.confidence() / 2, within(1e-12));
    }

    @Test
    void options_out_of_range_are_refused() {
        assertThatThrownBy(() -> new TrackerOptions(0, 1, .5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrackerOptions(.3, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static TrackedObject only(List<TrackedObject> objects) {
        assertThat(objects).hasSize(1);
        return objects.get(0);
    }
}
