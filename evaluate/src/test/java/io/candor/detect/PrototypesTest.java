package io.candor.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.data.Mask;
import io.candor.data.augment.Letterbox;
import io.candor.golden.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrototypesTest {

    private static final Letterbox WIDE = Letterbox.square(160, 120, 160, Letterbox.ScaleUp.YES);

    @Test
    void masks_are_those_of_the_reference() {
        byte[] file = Golden.resource("mask/mask_post.safetensors");
        Prototypes prototypes = new Prototypes(32, 40, 40, floats(Golden.tensor(file, "prototypes")));
        float[] coefficients = floats(Golden.tensor(file, "coefficients"));
        double[] boxes = Golden.tensor(file, "boxes_original_xyxy");
        double[] expected = Golden.tensor(file, "mask_native_120x160_halfopen");
        for (int i = 0; i < 3; i++) {
            int start = i * 120 * 160;
            Mask reference = Mask.where(160, 120, (x, y) -> expected[start + y * 160 + x] != 0);
            Box box = new Box(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);

            Mask mask = prototypes.mask(Arrays.copyOfRange(coefficients, 32 * i, 32 * (i + 1)), box, WIDE);

            assertThat(reference.area()).isGreaterThan(1000);
            assertThat(reference.area() + mask.area() - 2 * mask.intersection(reference))
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void a_mask_is_the_sign_of_the_enlarged_sum_inside_its_box() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            float[] values = new float[3 * 12 * 16];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextFloat() - .5f;
            }
            Prototypes prototypes = new Prototypes(3, 16, 12, values);
            float[] coefficients = {random.nextFloat(), -random.nextFloat(), random.nextFloat()};
            Letterbox letterbox = Letterbox.frame(20 + random.nextInt(90), 20 + random.nextInt(90), 64, 48);
            Box box = new Box(random.nextInt(10) - 5.5, random.nextInt(10) - 3.2, 12 + random.nextInt(99), 17.3);

            Mask mask = prototypes.mask(coefficients, box, letterbox);
            Mask slow = Mask.where(
                    letterbox.sourceWidth(),
                    letterbox.sourceHeight(),
                    (x, y) -> x >= box.x1()
                            && x < box.x2()
                            && y >= box.y1()
                            && y < box.y2()
                            && value(prototypes, coefficients, letterbox, x, y) > 0);

            assertThat(mask.area() + slow.area() - 2 * mask.intersection(slow))
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(1);
        }
    }

    /** Bilinear with double precision, point by point. */
    private static double value(Prototypes p, float[] coefficients, Letterbox letterbox, int x, int y) {
        double u = position(
                x,
                letterbox.sourceWidth(),
                letterbox.pictureWidth(),
                letterbox.left(),
                (double) letterbox.width() / p.width());
        double v = position(
                y,
                letterbox.sourceHeight(),
                letterbox.pictureHeight(),
                letterbox.top(),
                (double) letterbox.height() / p.height());
        int column = (int) u;
        int row = (int) v;
        double sum = 0;
        for (int k = 0; k < p.count(); k++) {
            for (int dy = 0; dy < 2; dy++) {
                for (int dx = 0; dx < 2; dx++) {
                    double weight = (dx == 0 ? 1 - u + column : u - column) * (dy == 0 ? 1 - v + row : v - row);
                    int at = (k * p.height() + Math.min(row + dy, p.height() - 1)) * p.width()
                            + Math.min(column + dx, p.width() - 1);
                    sum += weight * coefficients[k] * p.values()[at];
                }
            }
        }
        return sum;
    }

    private static double position(int pixel, int source, int scaled, int empty, double stride) {
        double first = (double) Math.round(empty / stride);
        double last = Math.max(first, (double) Math.round((empty + scaled) / stride) - 1);
        return Math.min(Math.max(((pixel + .5) * scaled / source + empty) / stride - .5, first), last);
    }

    @Test
    void detections_carry_their_masks_and_stay_without_a_pixel() {
        Prototypes prototypes = new Prototypes(1, 40, 40, filled(40 * 40, 1));
        Survivors survivors = new Survivors(
                new int[] {1, 0}, new int[] {2, 2}, new float[] {.9f, .8f}, new float[] {10, 30, 50, 60, 10, 30, 50, 60
                });

        List<Detection> found = prototypes.detections(survivors, new float[] {-1, 1}, WIDE);

        assertThat(found).hasSize(2).first().satisfies(one -> {
            assertThat(one.confidence()).isEqualTo(.9f);
            assertThat(one.box()).isEqualTo(new Box(10, 10, 50, 40));
            assertThat(one.mask().orElseThrow().bounds()).isEqualTo(new Box(10, 10, 50, 40));
            assertThat(one.mask().orElseThrow().area()).isEqualTo(40 * 30);
        });
        assertThat(found.get(1).box()).isEqualTo(new Box(10, 10, 50, 40));
        assertThat(found.get(1).mask().orElseThrow().isEmpty()).isTrue();
    }

    @Test
    void a_box_without_a_pixel_gives_an_empty_mask() {
        Prototypes prototypes = new Prototypes(1, 40, 40, filled(40 * 40, 1));
        assertThat(prototypes
                        .mask(new float[] {1}, new Box(10.2, 5, 10.8, 50), WIDE)
                        .isEmpty())
                .isTrue();
        assertThat(prototypes
                        .mask(new float[] {1}, new Box(200, 5, 210, 50), WIDE)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void numbers_of_another_size_are_refused() {
        assertThatThrownBy(() -> new Prototypes(2, 3, 4, new float[23]))
                .hasMessageContaining("need 24 numbers, got 23");
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
