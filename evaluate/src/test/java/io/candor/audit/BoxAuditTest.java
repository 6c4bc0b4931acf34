package io.candor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.audit.BoxAudit.Kind;
import io.candor.audit.BoxAudit.Suspect;
import io.candor.data.Classes;
import io.candor.metric.EvaluationSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BoxAuditTest {

    private static final Classes CLASSES = new Classes(List.of("open", "short", "spur"));

    private final EvaluationSet.Builder set = EvaluationSet.builder(CLASSES);

    @Test
    void a_detection_where_no_label_is_was_overlooked() {
        int image = set.image("a");
        set.object(image, 0, 0, 0, 10, 10);
        found(image, 0, 0, 0, .9);
        found(image, 1, 50, 50, .8);
        found(image, 2, 51, 50, .3); // the same place, less sure
        List<Suspect> suspects = BoxAudit.of(set.build());
        assertThat(suspects).hasSize(1);
        assertThat(suspects.get(0).kind()).isEqualTo(Kind.OVERLOOKED);
        assertThat(suspects.get(0).object()).isEqualTo(-1);
        assertThat(suspects.get(0).score()).isEqualTo(.8);
    }

    @Test
    void a_sure_detection_of_another_class_on_a_label_says_it_is_swapped() {
        int image = set.image("a");
        set.object(image, 0, 0, 0, 10, 10);
        found(image, 1, 0, 0, .9);
        found(image, 0, 0, 0, .2);
        List<Suspect> suspects = BoxAudit.of(set.build());
        assertThat(suspects).extracting(Suspect::kind).containsExactly(Kind.SWAPPED);
        assertThat(suspects.get(0).score()).isCloseTo(.9 * .8, org.assertj.core.data.Offset.offset(1e-12));
    }

    @Test
    void a_detection_that_has_its_own_label_accuses_no_other() {
        int image = set.image("a");
        set.object(image, 0, 0, 0, 10, 10);
        set.object(image, 1, 1, 1, 11, 11);
        found(image, 0, 0, 0, .9);
        found(image, 1, 1, 1, .9);
        assertThat(BoxAudit.of(set.build())).isEmpty();
    }

    @Test
    void a_label_beside_its_object_is_badly_placed_and_one_that_fits_is_not() {
        int image = set.image("a");
        set.object(image, 0, 6, 0, 16, 10);
        set.object(image, 0, 100, 0, 110, 10);
        found(image, 0, 0, 0, .9);
        found(image, 0, 101, 0, .9);
        List<Suspect> suspects = BoxAudit.of(set.build());
        assertThat(suspects).extracting(Suspect::kind).containsExactly(Kind.MISPLACED);
        assertThat(suspects.get(0).overlap()).isBetween(.2, .3);
    }

    @Test
    void nothing_found_is_nothing_to_doubt() {
        int image = set.image("a");
        set.object(image, 0, 6, 0, 16, 10);
        assertThat(BoxAudit.of(set.build())).isEmpty();
    }

    @Test
    void the_first_tenth_of_the_list_holds_at_least_half_of_the_planted_errors() {
        for (long seed = 1; seed <= 5; seed++) {
            Planted planted = new Planted(seed);
            List<Suspect> suspects = BoxAudit.of(planted.set);
            long early = suspects.stream()
                    .limit(planted.labels / 10)
                    .filter(planted::isPlanted)
                    .count();
            assertThat(early)
                    .as("seed %d, %d planted, %d suspects", seed, planted.errors.size(), suspects.size())
                    .isGreaterThanOrEqualTo((planted.errors.size() + 1) / 2);
        }
    }

    private void found(int image, int classIndex, double x, double y, double confidence) {
        set.detection(image, classIndex, new double[] {x, y, x + 10, y + 10}, confidence);
    }

    /** 150 images of six objects; a tenth of the labels is missing, shifted or of another class; a plausible detector. */
    private static final class Planted {

        private static final int SIDE = 20;

        private final EvaluationSet set;
        /** Image and place of each error. */
        private final Set<String> errors = new HashSet<>();

        private int labels;

        Planted(long seed) {
            Random random = new Random(seed);
            EvaluationSet.Builder builder = EvaluationSet.builder(CLASSES);
            for (int i = 0; i < 150; i++) {
                int image = builder.image("image %03d".formatted(i));
                for (int place = 0; place < 6; place++) {
                    object(builder, image, i, place, random);
                }
                if (random.nextDouble() < .3) { // a false alarm
                    builder.detection(
                            image, random.nextInt(3), new double[] {700, 0, 720, 20}, .05 + .5 * random.nextDouble());
                }
            }
            set = builder.build();
        }

        private void object(EvaluationSet.Builder builder, int image, int i, int place, Random random) {
            double x = 100 * place;
            int truth = random.nextInt(3);
            labels++;
            double kind = random.nextDouble();
            if (kind < .1) {
                errors.add(i + ":" + place);
            }
            if (kind >= .1) {
                builder.object(image, truth, x, 0, x + SIDE, SIDE);
            } else if (kind >= .066) {
                builder.object(image, (truth + 1) % 3, x, 0, x + SIDE, SIDE);
            } else if (kind >= .033) {
                builder.object(image, truth, x + .5 * SIDE, 0, x + 1.5 * SIDE, SIDE);
            }
            if (random.nextDouble() < .9) {
                int said = random.nextDouble() < .93 ? truth : (truth + 2) % 3;
                double shift = 1.2 * random.nextGaussian();
                double confidence = Math.min(.97, Math.max(.05, .7 + .2 * random.nextGaussian()));
                builder.detection(
                        image, said, new double[] {x + shift, shift, x + SIDE + shift, SIDE + shift}, confidence);
            }
        }

        boolean isPlanted(Suspect suspect) {
            int place = (int) Math.floor((set.detectionBox(suspect.detection()).x1() + SIDE) / 100);
            String image = set.images().get(suspect.image()).replace("image ", "");
            return errors.contains(Integer.parseInt(image) + ":" + place);
        }
    }
}
