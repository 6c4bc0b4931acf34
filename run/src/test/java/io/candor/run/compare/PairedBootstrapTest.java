package io.candor.run.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Label;
import io.candor.run.compare.Comparison.Interval;
import io.candor.run.compare.Comparison.Intervals;
import io.candor.run.compare.PairedBootstrap.Judged;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {

    private static final Box HERE = new Box(10, 10, 30, 30);
    private static final Box ELSEWHERE = new Box(60, 60, 80, 80);

    @Test
    void equal_runs_differ_by_exactly_nothing() {
        Intervals intervals = bootstrap(40, image -> image % 2 == 0, image -> image % 2 == 0);
        assertThat(List.of(intervals.map50(), intervals.map5095(), intervals.recall(), intervals.calibrationError()))
                .containsOnly(new Interval(0, 0));
        assertThat(intervals.map50().excludesZero()).isFalse();
    }

    @Test
    void a_run_that_finds_much_more_is_told_from_chance() {
        Intervals intervals = bootstrap(40, image -> image % 2 == 0, image -> true);
        assertThat(intervals.map50().excludesZero()).isTrue();
        assertThat(intervals.map50().low()).isBetween(0.2, 0.5);
        assertThat(intervals.map50().high()).isBetween(0.5, 0.8);
        assertThat(intervals.recall().low()).isPositive();
    }

    @Test
    void a_run_that_finds_one_more_is_not() {
        assertThat(bootstrap(40, image -> image != 3, image -> image != 4)
                        .recall()
                        .excludesZero())
                .isFalse();
    }

    @Test
    void fewer_images_make_wider_intervals() {
        Interval few = bootstrap(10, image -> image % 2 == 0, image -> true).recall();
        Interval many = bootstrap(160, image -> image % 2 == 0, image -> true).recall();
        assertThat(few.high() - few.low()).isGreaterThan(2 * (many.high() - many.low()));
    }

    @Test
    void the_same_seed_gives_the_same_intervals() {
        List<Judged> images = images(20, image -> image % 3 == 0, image -> image % 2 == 0);
        PairedBootstrap bootstrap = new PairedBootstrap(new Classes(List.of("open")), images);
        assertThat(bootstrap.intervals(0.3, 50, 7)).isEqualTo(bootstrap.intervals(0.3, 50, 7));
        assertThat(bootstrap.intervals(0.3, 50, 7)).isNotEqualTo(bootstrap.intervals(0.3, 50, 8));
    }

    @Test
    void a_recall_that_is_rarely_reached_has_no_interval() {
        Interval falseAlarms = new PairedBootstrap(
                        new Classes(List.of("open")), images(20, image -> image % 2 == 0, image -> true))
                .intervals(0.9, 50, 0)
                .falseAlarms();
        assertThat(falseAlarms.low()).isNaN();
        assertThat(falseAlarms.excludesZero()).isFalse();
    }

    private static Intervals bootstrap(int count, IntPredicate plain, IntPredicate smoothed) {
        return new PairedBootstrap(new Classes(List.of("open")), images(count, plain, smoothed)).intervals(0.3, 60, 0);
    }

    /** An object and a false alarm in each image; a run finds the objects its predicate says. */
    private static List<Judged> images(int count, IntPredicate plain, IntPredicate smoothed) {
        List<Judged> images = new ArrayList<>();
        for (int image = 0; image < count; image++) {
            images.add(new Judged(
                    List.of(new Label(0, HERE)), detections(plain.test(image)), detections(smoothed.test(image))));
        }
        return images;
    }

    private static List<Detection> detections(boolean found) {
        Detection falseAlarm = new Detection(0, 0.3, ELSEWHERE);
        return found ? List.of(new Detection(0, 0.9, HERE), falseAlarm) : List.of(falseAlarm);
    }
}
