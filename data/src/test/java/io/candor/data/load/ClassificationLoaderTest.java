package io.candor.data.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Batch;
import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.augment.AugmentationRecipe;
import io.candor.data.read.UnreadableImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassificationLoaderTest {

    private static final int SIZE = 8;
    private static final AugmentationRecipe VARIED =
            AugmentationRecipe.none().withTranslate(0.25).withFliplr(0.5);

    private static List<Sample> samples(int count, int width, int height) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Sample(
                        Path.of("p" + i), width, height, List.of(new Label(0, new Box(0, 0, width, height)))))
                .toList();
    }

    /** Every pixel of picture i is 10 + i, but for a bright first column. */
    private static Image picture(Path name, int width, int height) {
        byte[] bgr = new byte[width * height * 3];
        Arrays.fill(bgr, (byte) (10 + Integer.parseInt(name.toString().substring(1))));
        for (int y = 0; y < height; y++) {
            Arrays.fill(bgr, y * width * 3, y * width * 3 + 3, (byte) 200);
        }
        return new Image(width, height, bgr);
    }

    private static LoaderOptions options(AugmentationRecipe recipe, Order order, int workers) {
        return new LoaderOptions(SIZE, 4, workers, 5, recipe, order, Cache.AUTO);
    }

    private static ClassificationLoader loader(LoaderOptions options) {
        return new ClassificationLoader(samples(10, SIZE, SIZE), options, name -> picture(name, SIZE, SIZE));
    }

    private static List<Batch> epoch(ClassificationLoader loader, int number) {
        List<Batch> batches = new ArrayList<>();
        Iterator<Batch> epoch = loader.epoch(number);
        epoch.forEachRemaining(batches::add);
        return batches;
    }

    @Test
    void validation_shows_the_middle_of_each_picture_in_order() {
        List<Sample> wide = samples(3, 16, 8);
        try (ClassificationLoader loader = new ClassificationLoader(
                wide, options(AugmentationRecipe.none(), Order.SEQUENTIAL, 0), name -> picture(name, 16, 8))) {
            List<Batch> batches = epoch(loader, 0);
            assertThat(batches).hasSize(1);
            assertThat(batches.get(0).files()).extracting(Path::toString).containsExactly("p0", "p1", "p2");
            assertThat(batches.get(0).mixtures()).isEmpty();
            assertThat(batches.get(0).rgb()).startsWith(10, 10, 10).doesNotContain((byte) 200);
        }
    }

    @Test
    void training_shows_every_picture_once_in_an_order_of_its_own() {
        try (ClassificationLoader loader = loader(options(VARIED, Order.SHUFFLED, 0))) {
            List<Path> first = files(epoch(loader, 0));
            List<Path> second = files(epoch(loader, 1));
            assertThat(first).hasSize(10).doesNotHaveDuplicates();
            assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
            assertThat(loader.batchesPerEpoch()).isEqualTo(3);
        }
    }

    private static List<Path> files(List<Batch> batches) {
        return batches.stream().flatMap(batch -> batch.files().stream()).toList();
    }

    @Test
    void batches_depend_on_seed_and_epoch_not_on_threads() {
        AugmentationRecipe mixing = VARIED.withMixup(0.5).withCutmix(0.5);
        try (ClassificationLoader one = loader(options(mixing, Order.SHUFFLED, 0));
                ClassificationLoader other = loader(options(mixing, Order.SHUFFLED, 3))) {
            for (int epoch : new int[] {2, 0}) {
                List<Batch> a = epoch(one, epoch);
                List<Batch> b = epoch(other, epoch);
                assertThat(b).hasSameSizeAs(a);
                for (int i = 0; i < a.size(); i++) {
                    assertThat(b.get(i).rgb()).isEqualTo(a.get(i).rgb());
                    assertThat(b.get(i).files()).isEqualTo(a.get(i).files());
                    assertThat(b.get(i).mixtures()).isEqualTo(a.get(i).mixtures());
                }
            }
        }
    }

    @Test
    void small_pictures_are_moved_over_black_and_mirrored() {
        Set<Integer> columns = new HashSet<>();
        try (ClassificationLoader loader = loader(options(VARIED, Order.SHUFFLED, 0))) {
            for (int epoch = 0; epoch < 20; epoch++) {
                for (Batch batch : epoch(loader, epoch)) {
                    columns.addAll(brightColumns(batch));
                }
            }
        }
        assertThat(columns).contains(0, 1, 2, 5, 6, 7).doesNotContain(3, 4);
    }

    private static Set<Integer> brightColumns(Batch batch) {
        Set<Integer> columns = new HashSet<>();
        for (int i = 0; i < batch.rgb().length; i += 3) {
            if (batch.rgb()[i] == (byte) 200) {
                columns.add(i / 3 % SIZE);
            }
        }
        return columns;
    }

    @Test
    void a_mixture_says_whose_pixels_it_has() {
        try (ClassificationLoader loader =
                loader(options(AugmentationRecipe.none().withMixup(1), Order.SHUFFLED, 0))) {
            Batch batch = epoch(loader, 3).get(0);
            assertThat(batch.mixtures()).hasSize(4);
            for (int i = 0; i < 4; i++) {
                double own = number(batch.files().get(i));
                double other = number(batch.mixtures().get(i).other());
                double share = batch.mixtures().get(i).share();
                int pixel = batch.rgb()[(i * SIZE * SIZE + SIZE / 2) * 3];
                assertThat(pixel).isCloseTo((int) (share * own + (1 - share) * other), within(1));
            }
        }
    }

    @Test
    void a_cut_out_is_as_large_as_its_share_says() {
        try (ClassificationLoader loader =
                loader(options(AugmentationRecipe.none().withCutmix(1), Order.SHUFFLED, 0))) {
            int mixed = 0;
            for (Batch batch : epoch(loader, 1)) {
                for (int i = 0; i < batch.mixtures().size(); i++) {
                    Batch.Mixture mixture = batch.mixtures().get(i);
                    if (!mixture.other().equals(batch.files().get(i))) {
                        double foreign = 0;
                        for (int p = 0; p < SIZE * SIZE; p++) {
                            foreign += batch.rgb()[(i * SIZE * SIZE + p) * 3] == number(mixture.other()) ? 1 : 0;
                        }
                        assertThat(foreign / (SIZE * SIZE)).isLessThanOrEqualTo(1 - mixture.share() + 1e-9);
                        mixed += foreign > 0 ? 1 : 0;
                    }
                }
            }
            assertThat(mixed).isPositive();
        }
    }

    private static double number(Path file) {
        return 10 + Integer.parseInt(file.toString().substring(1));
    }

    @Test
    void the_last_epochs_can_do_without_mixtures() {
        try (ClassificationLoader loader =
                loader(options(AugmentationRecipe.none().withMixup(1), Order.SHUFFLED, 0))) {
            loader.closeMixtures();
            assertThat(epoch(loader, 0)).allMatch(batch -> batch.mixtures().isEmpty());
        }
    }

    @Test
    void large_pictures_are_cropped_at_random() {
        LoaderOptions large =
                new LoaderOptions(96, 4, 0, 5, AugmentationRecipe.none().withScale(0.75), Order.SHUFFLED, Cache.OFF);
        try (ClassificationLoader loader =
                new ClassificationLoader(samples(8, 120, 100), large, name -> picture(name, 120, 100))) {
            long withEdge = epoch(loader, 0).stream()
                    .filter(batch -> {
                        for (byte value : batch.rgb()) {
                            if (value == (byte) 200) {
                                return true;
                            }
                        }
                        return false;
                    })
                    .count();
            assertThat(epoch(loader, 0).get(0).rgb()).hasSize(4 * 96 * 96 * 3);
            assertThat(withEdge).isLessThan(2L); // most crops leave out the bright column
        }
    }

    @Test
    void unreadable_pictures_are_replaced_in_training_and_noted() {
        try (ClassificationLoader loader =
                new ClassificationLoader(samples(6, SIZE, SIZE), options(VARIED, Order.SHUFFLED, 0), name -> {
                    if (name.toString().equals("p2")) {
                        throw new UnreadableImage(name.toString(), "broken");
                    }
                    return picture(name, SIZE, SIZE);
                })) {
            assertThat(files(epoch(loader, 0))).hasSize(6).doesNotContain(Path.of("p2"));
            assertThat(loader.skipped()).hasSize(1);
        }
    }

    @Test
    void no_readable_picture_at_all_is_refused() {
        try (ClassificationLoader loader =
                new ClassificationLoader(samples(2, SIZE, SIZE), options(VARIED, Order.SHUFFLED, 0), name -> {
                    throw new UnreadableImage(name.toString(), "broken");
                })) {
            assertThatThrownBy(() -> epoch(loader, 0))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("None of the 2 images");
        }
    }
}
