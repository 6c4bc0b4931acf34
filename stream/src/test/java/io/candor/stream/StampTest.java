package io.candor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Image;
import java.util.Random;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;

class StampTest {

    @Test
    void a_time_is_read_back_to_the_microsecond_from_a_noisy_picture() {
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            long time = random.nextLong() >>> 8;
            Frame frame = VideoOutlet.frame(Image.filled(640, 480, 90));
            Stamp.write(frame, time);
            Image image = VideoSource.image(frame);
            for (int p = 0; p < image.bgr().length; p++) {
                int level = (image.bgr()[p] & 0xff) + (int) (30 * random.nextGaussian());
                image.bgr()[p] = (byte) Math.max(0, Math.min(255, level));
            }
            long age = random.nextInt(2_000_000_000);
            assertThat(Stamp.age(image, time + age)).as("time %s", time).hasValue(age);
        }
    }

    @Test
    void pictures_without_a_time_have_none() {
        assertThat(Stamp.age(Image.filled(640, 480, 0), 5)).isEmpty();
        assertThat(Stamp.age(Image.filled(640, 480, 255), 5)).isEmpty();
        assertThat(Stamp.age(Image.filled(64, 48, 0), 5)).as("too small").isEmpty();
    }

    @Test
    void the_clock_counts_microseconds() {
        long millis = System.currentTimeMillis();
        assertThat(Stamp.now() / 1000).isBetween(millis, millis + 60_000);
    }
}
