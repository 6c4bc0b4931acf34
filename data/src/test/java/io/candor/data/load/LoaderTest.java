package io.candor.data.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Batch;
import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.augment.AugmentationRecipe;
import io.candor.data.augment.Letterbox;
import io.candor.data.read.Skipped;
import io.candor.data.read.UnreadableImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoaderTest {

    private static final int SIZE = 64;
    private static final AugmentationRecipe EVERYTHING = AugmentationRecipe.defaults()
            .withDegrees(10)
            .withShear(5)
            .withMosaic(0.7)
            .withMixup(0.4)
            .withCutmix(0.4)
            .withFlipud(0.5);

    /** Samples 0 to count-1 of different sizes; the number is in the file's name. */
    private static List<Sample> samples(int count) {
        return IntStream.range(0, count).mapToObj(LoaderTest::sample).toList();
    }

    private static Sample sample(int number) {
        Random random = new Random(number);
        int width = 40 + random.nextInt(80);
        int height = 40 + random.nextInt(80);
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < 1 + number % 3; i++) {
            double x = random.nextDouble() * width / 2;
            double y = random.nextDouble() * height / 2;
            labels.add(new Label(number % 7, new Box(x, y, x + width / 3.0, y + height / 3.0)));
        }
        return new Sample(Path.of("image-" + number + ".png"), width, height, labels);
    }

    private static int number(Path file) {
        return Integer.parseInt(file.toString().replaceAll("\\D", ""));
    }

    /** Noise that depends on the file alone. */
    private static Image picture(Path file) {
        Sample sample = sample(number(file));
        byte[] pixels = new byte[sample.width() * sample.height() * 3];
        new Random(number(file)).nextBytes(pixels);
        return new Image(sample.width(), sample.height(), pixels);
    }

    private static LoaderOptions options(int workers, Cache cache) {
        return new LoaderOptions(SIZE, 4, workers, 7, EVERYTHING, Order.SHUFFLED, cache);
    }

    private static List<Batch> epoch(Loader loader, int number) {
        List<Batch> batches = new ArrayList<>();
        loader.epoch(number).forEachRemaining(batches::add);
        return batches;
    }

    private static void assertSame(List<Batch> actual, List<Batch> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).rgb()).isEqualTo(expected.get(i).rgb());
            assertThat(actual.get(i).boxes()).isEqualTo(expected.get(i).boxes());
            assertThat(actual.get(i).classIndex()).isEqualTo(expected.get(i).classIndex());
            assertThat(actual.get(i).imageIndex()).isEqualTo(expected.get(i).imageIndex());
            assertThat(actual.get(i).files()).isEqualTo(expected.get(i).files());
        }
    }

    @Test
    void batches_do_not_depend_on_the_number_of_workers() {
        List<List<Batch>> epochs = new ArrayList<>();
        for (int workers : new int[] {0, 1, 4}) {
            try (Loader loader = new Loader(samples(23), options(workers, Cache.AUTO), LoaderTest::picture)) {
                epochs.add(epoch(loader, 3));
            }
        }
        assertThat(epochs.get(0)).hasSize(6);
        assertSame(epochs.get(1), epochs.get(0));
        assertSame(epochs.get(2), epochs.get(0));
    }

    @Test
    void batches_do_not_depend_on_the_cache_or_on_earlier_epochs() {
        List<Batch> expected;
        try (Loader loader = new Loader(samples(23), options(0, Cache.OFF), LoaderTest::picture)) {
            expected = epoch(loader, 2);
        }
        for (Cache cache : List.of(Cache.AUTO, Cache.RAM, Cache.DISK)) {
            try (Loader loader = new Loader(samples(23), options(2, cache), LoaderTest::picture)) {
                epoch(loader, 0);
                assertSame(epoch(loader, 2), expected);
            }
        }
    }

    @Test
    void seed_and_epoch_change_the_batches() {
        LoaderOptions other = new LoaderOptions(SIZE, 4, 0, 8, EVERYTHING, Order.SHUFFLED, Cache.AUTO);
        try (Loader loader = new Loader(samples(8), options(0, Cache.AUTO), LoaderTest::picture);
                Loader reseeded = new Loader(samples(8), other, LoaderTest::picture)) {
            byte[] first = epoch(loader, 0).get(0).rgb();
            assertThat(epoch(loader, 1).get(0).rgb()).isNotEqualTo(first);
            assertThat(epoch(reseeded, 0).get(0).rgb()).isNotEqualTo(first);
        }
    }

    @Test
    void an_epoch_holds_every_sample_once_and_the_last_batch_is_smaller() {
        try (Loader loader = new Loader(samples(23), options(2, Cache.AUTO), LoaderTest::picture)) {
            List<Batch> batches = epoch(loader, 0);
            assertThat(batches).hasSize(loader.batchesPerEpoch()).last().matches(batch -> batch.size() == 3);
            List<Integer> seen = batches.stream()
                    .flatMap(batch -> batch.files().stream())
                    .map(LoaderTest::number)
                    .toList();
            assertThat(seen)
                    .hasSize(23)
                    .doesNotHaveDuplicates()
                    .isNotEqualTo(seen.stream().sorted().toList());
        }
    }

    @Test
    void labels_belong_to_their_images_and_stay_inside_them() {
        try (Loader loader = new Loader(samples(23), options(1, Cache.AUTO), LoaderTest::picture)) {
            int labels = 0;
            for (int number = 0; number < 10; number++) {
                for (Batch batch : epoch(loader, number)) {
                    labels += batch.labels();
                    assertThat(batch.imageIndex()).isSorted();
                    for (int i = 0; i < batch.labels(); i++) {
                        assertThat(batch.imageIndex()[i]).isLessThan(batch.size());
                        assertInside(batch.boxes(), 4 * i);
                    }
                }
            }
            assertThat(labels).isGreaterThan(200);
        }
    }

    private static void assertInside(float[] boxes, int at) {
        assertThat(boxes[at]).isBetween(0f, boxes[at + 2]);
        assertThat(boxes[at + 1]).isBetween(0f, boxes[at + 3]);
        assertThat(boxes[at + 2]).isLessThanOrEqualTo(SIZE);
        assertThat(boxes[at + 3]).isLessThanOrEqualTo(SIZE);
    }

    @Test
    void without_a_recipe_batches_are_letterboxes_in_the_given_order() {
        List<Sample> samples = samples(10);
        try (Loader loader = new Loader(samples, LoaderOptions.evaluation(SIZE, 4, 2), LoaderTest::picture)) {
            List<Batch> batches = epoch(loader, 0);
            Batch last = batches.get(2);
            assertThat(last.files()).containsExactly(Path.of("image-8.png"), Path.of("image-9.png"));
            Letterbox letterbox = loader.letterbox(8);
            Image expected = letterbox.apply(picture(last.files().get(0)));
            assertThat(rgb(expected)).isEqualTo(java.util.Arrays.copyOf(last.rgb(), SIZE * SIZE * 3));
            Box box = letterbox.apply(samples.get(8).labels().get(0).box());
            assertThat(java.util.Arrays.copyOf(last.boxes(), 4))
                    .containsExactly((float) box.x1(), (float) box.y1(), (float) box.x2(), (float) box.y2());
            assertThat(loader.sampleIndex(last.files().get(0))).isEqualTo(8);
        }
    }

    private static byte[] rgb(Image image) {
        byte[] rgb = new byte[image.bgr().length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = image.bgr()[i - i % 3 + 2 - i % 3];
        }
        return rgb;
    }

    private static Function<Path, Image> failing(int... unreadable) {
        return file -> {
            if (IntStream.of(unreadable).anyMatch(number -> number == number(file))) {
                throw new UnreadableImage(file.toString(), "cut short");
            }
            return picture(file);
        };
    }

    @Test
    void in_training_an_unreadable_image_is_replaced_whatever_the_number_of_workers() {
        List<List<Batch>> epochs = new ArrayList<>();
        for (int workers : new int[] {0, 3}) {
            try (Loader loader = new Loader(samples(23), options(workers, Cache.AUTO), failing(4, 5, 17))) {
                epochs.add(epoch(loader, 0));
                assertThat(loader.skipped())
                        .extracting(Skipped::file)
                        .containsExactly(Path.of("image-17.png"), Path.of("image-4.png"), Path.of("image-5.png"));
                assertThat(loader.skipped().get(0).reason()).isEqualTo("cut short");
            }
        }
        assertThat(epochs.get(0).stream().mapToInt(Batch::size).sum()).isEqualTo(23);
        assertSame(epochs.get(1), epochs.get(0));
    }

    @Test
    void in_evaluation_an_unreadable_image_is_left_out_and_an_empty_batch_too() {
        try (Loader loader = new Loader(samples(10), LoaderOptions.evaluation(SIZE, 4, 2), failing(1, 4, 5, 6, 7))) {
            List<Batch> batches = epoch(loader, 0);
            assertThat(batches).extracting(Batch::size).containsExactly(3, 2);
            assertThat(batches.get(0).files()).extracting(LoaderTest::number).containsExactly(0, 2, 3);
        }
    }

    @Test
    void when_no_image_can_be_read_training_is_refused() {
        try (Loader loader = new Loader(samples(3), options(2, Cache.AUTO), failing(0, 1, 2))) {
            Iterator<Batch> batches = loader.epoch(0);
            assertThatThrownBy(batches::next)
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("None of the 3 images")
                    .hasMessageContaining("cut short");
        }
    }

    @Test
    void a_worker_s_exception_reaches_the_consumer_and_nothing_hangs() {
        for (int workers : new int[] {0, 1, 4}) {
            AtomicInteger reads = new AtomicInteger();
            Function<Path, Image> broken = file -> {
                if (reads.incrementAndGet() > 9) {
                    throw new IllegalArgumentException("broken source");
                }
                return picture(file);
            };
            try (Loader loader = new Loader(samples(40), options(workers, Cache.OFF), broken)) {
                Iterator<Batch> batches = loader.epoch(0);
                assertThatThrownBy(() -> batches.forEachRemaining(batch -> {}))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("broken source");
                assertThatThrownBy(batches::next).hasMessage("broken source");
            }
        }
    }

    @Test
    void an_error_in_a_worker_stays_an_error() {
        Function<Path, Image> exhausted = file -> {
            throw new OutOfMemoryError("no room");
        };
        try (Loader loader = new Loader(samples(4), options(1, Cache.AUTO), exhausted)) {
            assertThatThrownBy(() -> loader.epoch(0).next()).isInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void closing_wakes_a_waiting_consumer() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Function<Path, Image> slow = file -> {
            reading.countDown();
            awaitQuietly(release);
            return picture(file);
        };
        Loader loader = new Loader(samples(8), options(1, Cache.AUTO), slow);
        List<Throwable> seen = new ArrayList<>();
        Thread consumer = new Thread(() -> {
            try {
                loader.epoch(0).next();
            } catch (IllegalStateException expected) {
                seen.add(expected);
            }
        });
        consumer.start();
        reading.await();
        Thread closer = new Thread(loader::close);
        closer.start();
        consumer.join(10_000);
        release.countDown();
        closer.join(10_000);
        assertThat(consumer.isAlive()).isFalse();
        assertThat(closer.isAlive()).isFalse();
        assertThat(seen).singleElement().matches(failure -> failure.getMessage().contains("closed"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void beginning_an_epoch_ends_the_one_before() {
        try (Loader loader = new Loader(samples(23), options(2, Cache.AUTO), LoaderTest::picture)) {
            Iterator<Batch> first = loader.epoch(0);
            first.next();
            assertThat(epoch(loader, 1)).hasSize(6);
            assertThatThrownBy(() -> first.forEachRemaining(batch -> {})).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_closed_loader_gives_no_epoch() {
        Loader loader = new Loader(samples(2), options(1, Cache.AUTO), LoaderTest::picture);
        loader.close();
        assertThatThrownBy(() -> loader.epoch(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closing_the_mosaic_leaves_one_picture_per_sample() {
        try (Loader loader = new Loader(samples(23), options(1, Cache.AUTO), LoaderTest::picture)) {
            loader.closeMosaic();
            assertThat(loader.recipe()).isEqualTo(EVERYTHING.withoutMosaic());
            int[] classes = epoch(loader, 0).stream()
                    .flatMapToInt(LoaderTest::foreignLabels)
                    .toArray();
            assertThat(classes).isEmpty();
        }
    }

    /** Labels of another class than the image's own sample has. */
    private static IntStream foreignLabels(Batch batch) {
        return IntStream.range(0, batch.labels())
                .filter(i -> batch.classIndex()[i] != number(batch.files().get(batch.imageIndex()[i])) % 7);
    }

    @Test
    void a_recipe_may_become_plain_and_back() {
        try (Loader loader = new Loader(samples(6), options(1, Cache.DISK), LoaderTest::picture)) {
            List<Batch> before = epoch(loader, 1);
            loader.recipe(AugmentationRecipe.none());
            assertThat(epoch(loader, 1)).hasSize(2);
            loader.recipe(EVERYTHING);
            assertSame(epoch(loader, 1), before);
        }
    }

    @Test
    void waiting_is_counted() {
        try (Loader loader = new Loader(samples(6), options(0, Cache.AUTO), LoaderTest::picture)) {
            assertThat(loader.waitedNanos()).isZero();
            epoch(loader, 0);
            assertThat(loader.waitedNanos()).isPositive();
        }
    }

    @Test
    void no_samples_make_no_batches() {
        try (Loader loader = new Loader(List.of(), options(1, Cache.AUTO), LoaderTest::picture)) {
            assertThat(loader.batchesPerEpoch()).isZero();
            assertThat(epoch(loader, 0)).isEmpty();
        }
    }

    @Test
    void options_out_of_range_are_refused() {
        assertThatThrownBy(() -> LoaderOptions.evaluation(SIZE, 0, 2))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("--batch: found 0, expected at least 1.");
    }
}
