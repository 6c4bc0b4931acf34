package io.candor.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Label;
import io.candor.errors.ErrorAnalysis.Kind;
import io.candor.errors.ErrorAnalysis.Slice;
import io.candor.errors.ErrorAnalysis.Touching;
import io.candor.metric.AreaRange;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.DetectionEvaluator;
import io.candor.metric.EvaluationSet;
import io.candor.metric.MatchedDetections;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ErrorFinderTest {

    private static final Classes CLASSES = new Classes(List.of("open", "short"));
    private static final ErrorSettings SETTINGS =
            ErrorSettings.at(.3).withBootstrap(new BootstrapSettings(200, .95, 0));

    private static final Box LEFT = new Box(10, 10, 30, 30);
    private static final Box BESIDE = new Box(31, 10, 51, 30);
    private static final Box OVERLAPPING = new Box(20, 10, 40, 30);
    private static final Box FAR = new Box(200, 200, 340, 340);

    private final DetectionEvaluator images = new DetectionEvaluator(CLASSES);

    @Test
    void every_false_alarm_is_explained_and_the_surest_comes_first() {
        add(
                "a",
                List.of(new Label(0, LEFT), new Label(1, FAR)),
                List.of(
                        new Detection(0, .95, LEFT),
                        new Detection(0, .9, new Box(11, 10, 31, 30)), // found twice
                        new Detection(0, .8, FAR), // wrong class
                        new Detection(0, .7, new Box(10, 22, 30, 50)), // poor box
                        new Detection(0, .6, new Box(250, 250, 390, 390)), // wrong class, poor box
                        new Detection(1, .5, new Box(500, 500, 520, 520)), // nothing there
                        new Detection(1, .2, new Box(600, 500, 620, 520)))); // below the threshold
        ErrorAnalysis analysis = find();
        assertThat(analysis.falseAlarms())
                .extracting(ErrorAnalysis.FalseAlarm::kind)
                .containsExactly(
                        Kind.DUPLICATE, Kind.WRONG_CLASS, Kind.POOR_BOX, Kind.WRONG_CLASS_AND_BOX, Kind.BACKGROUND);
        assertThat(analysis.falseAlarms().get(1).overlap()).isCloseTo(1, within(1e-12));
        assertThat(analysis.confusions()).hasSize(1);
        assertThat(analysis.confusions().get(0).truth()).isEqualTo(1);
        assertThat(analysis.confusions().get(0).found()).isZero();
    }

    @Test
    void misses_come_smallest_first_and_know_their_neighbours() {
        add(
                "a",
                List.of(new Label(0, FAR), new Label(0, LEFT), new Label(1, OVERLAPPING)),
                List.of(new Detection(1, .2, FAR), new Detection(0, .1, LEFT)));
        add("b", List.of(new Label(0, LEFT), new Label(0, BESIDE)), List.of(new Detection(0, .9, BESIDE)));
        ErrorAnalysis analysis = find();
        assertThat(analysis.misses())
                .extracting(miss -> miss.box().area())
                .containsExactly(400d, 400d, 400d, 140d * 140);
        ErrorAnalysis.Miss large = analysis.misses().get(3);
        assertThat(large.size()).isEqualTo(AreaRange.LARGE);
        assertThat(large.touching()).isEqualTo(Touching.NO);
        assertThat(large.bestConfidence()).isEqualTo(.2);
        assertThat(analysis.missesByNeighbour()).hasSize(3);
        assertThat(analysis.missesByNeighbour().get(0).neighbourOverlap()).isCloseTo(1 / 3d, within(1e-12));
        assertThat(analysis.missesByNeighbour().get(2).neighbourOverlap()).isZero();
    }

    @Test
    void clean_images_with_alarms_are_listed_by_their_surest_alarm() {
        add("clean1", List.of(), List.of(new Detection(0, .4, LEFT), new Detection(1, .5, FAR)));
        add("clean2", List.of(), List.of(new Detection(0, .9, LEFT)));
        add("clean3", List.of(), List.of(new Detection(0, .1, LEFT)));
        add("full", List.of(new Label(0, LEFT)), List.of(new Detection(0, .8, FAR)));
        ErrorAnalysis analysis = find();
        assertThat(analysis.cleanAlarms())
                .extracting(ErrorAnalysis.CleanAlarm::alarms)
                .containsExactly(1, 2);
        assertThat(analysis.cleanAlarms().get(1).highest()).isEqualTo(.5);
        Slice clean = slice(analysis, "clean images");
        assertThat(clean.images()).isEqualTo(3);
        assertThat(clean.recall()).isNaN();
        assertThat(clean.falseAlarmsPerImage()).isEqualTo(1);
    }

    @Test
    void slices_count_what_they_say() {
        for (int i = 0; i < 10; i++) {
            add(
                    "board" + i,
                    List.of(new Label(0, LEFT), new Label(0, FAR)),
                    List.of(new Detection(0, .9, FAR), new Detection(0, i < 4 ? .8 : .1, LEFT)));
        }
        add("other", List.of(new Label(1, LEFT), new Label(0, BESIDE)), List.of());
        ErrorAnalysis analysis = find(SETTINGS.withAttributes(
                List.of(new ImageAttribute("light = dim", Set.of("board0", "board5", "other")))));
        Slice small = slice(analysis, "small objects");
        assertThat(small.objects()).isEqualTo(12);
        assertThat(small.found()).isEqualTo(4);
        assertThat(slice(analysis, "large objects").recall()).isEqualTo(1);
        assertThat(slice(analysis, "medium objects").recall()).isNaN();
        assertThat(slice(analysis, "rare classes").objects()).isOne();
        assertThat(slice(analysis, "touching neighbours").objects()).isEqualTo(2);
        assertThat(slice(analysis, "touching neighbours").found()).isZero();
        assertThat(slice(analysis, "class open").objects()).isEqualTo(21);
        Slice dim = slice(analysis, "light = dim");
        assertThat(dim.images()).isEqualTo(3);
        assertThat(dim.found()).isEqualTo(3);
        assertThat(dim.objects()).isEqualTo(6);
        assertThat(small.bootstrap().low()).isBetween(0d, 4 / 12d);
        assertThat(small.bootstrap().high()).isBetween(4 / 12d, 1d);
    }

    @Test
    void found_missed_and_wrong_add_up_on_random_data() {
        long seed = 11;
        Random random = new Random(seed);
        int objects = 0;
        for (int i = 0; i < 60; i++) {
            List<Label> truth = new ArrayList<>();
            List<Detection> found = new ArrayList<>();
            for (int o = random.nextInt(5); o > 0; o--) {
                truth.add(new Label(random.nextInt(2), box(random)));
            }
            for (Label label : truth) {
                found.add(new Detection(random.nextInt(2), random.nextDouble(), label.box()));
            }
            found.add(new Detection(0, random.nextDouble(), box(random)));
            objects += truth.size();
            add("i" + i, truth, found);
        }
        EvaluationSet set = images.set();
        MatchedDetections matches = MatchedDetections.of(set, .5);
        ErrorAnalysis analysis = ErrorFinder.find(matches, SETTINGS);
        int right = 0;
        int wrong = 0;
        for (int d = 0; d < set.detections(); d++) {
            right += set.confidence(d) >= .3 && matches.right(d) ? 1 : 0;
            wrong += set.confidence(d) >= .3 && !matches.right(d) ? 1 : 0;
        }
        assertThat(analysis.misses()).as("seed %d", seed).hasSize(objects - right);
        assertThat(analysis.falseAlarms()).as("seed %d", seed).hasSize(wrong);
        assertThat(slice(analysis, "all images").found()).isEqualTo(right);
        assertThat(slice(analysis, "all images").falseAlarmsPerImage()).isCloseTo(wrong / 60d, within(1e-12));
    }

    @Test
    void wilsons_interval_is_the_published_one() {
        // Newcombe (1998), table I: 81 of 263, and 0 of 20
        assertThat(Wilson.of(81, 263).low()).isCloseTo(.2553, within(5e-5));
        assertThat(Wilson.of(81, 263).high()).isCloseTo(.3662, within(5e-5));
        assertThat(Wilson.of(0, 20).low()).isZero();
        assertThat(Wilson.of(0, 20).high()).isCloseTo(.1611, within(5e-5));
        assertThat(Wilson.of(0, 0).isKnown()).isFalse();
    }

    private void add(String name, List<Label> truth, List<Detection> found) {
        images.add(name, truth, found);
    }

    private ErrorAnalysis find() {
        return find(SETTINGS);
    }

    private ErrorAnalysis find(ErrorSettings settings) {
        return ErrorFinder.find(MatchedDetections.of(images.set(), .5), settings);
    }

    private static Slice slice(ErrorAnalysis analysis, String name) {
        return analysis.slices().stream()
                .filter(slice -> slice.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Box box(Random random) {
        return Box.fromCenter(400 * random.nextDouble(), 400 * random.nextDouble(), 30, 30);
    }
}
