package io.candor.data.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.data.Batch;
import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.Label;
import io.candor.data.Polygon;
import io.candor.data.Sample;
import io.candor.data.augment.AugmentationRecipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LabelMapTest {

    /**
     * The reference draws at full size with the rim included and then reduces, so that rims differ by a cell here and
     * there; where labels are and which is in front must not.
     */
    @Test
    void overlapping_outlines_are_those_of_the_reference_up_to_rims() throws IOException {
        JsonNode golden = golden();
        List<Label> labels = new ArrayList<>();
        List<Integer> image = new ArrayList<>();
        for (JsonNode box : golden.get("boxes")) {
            double[] outline = new double[box.get("xy").size()];
            Arrays.setAll(outline, i -> box.get("xy").get(i).doubleValue());
            labels.add(new Label(0, Polygon.extent(outline), outline));
            image.add(box.get("image").intValue());
        }
        int[] map = new LabelMap(golden.get("size").intValue(), 2).draw(labels, image);

        assertThat(map).hasSize(2 * 40 * 40);
        int[] inside = new int[labels.size()];
        int[] drawn = new int[labels.size()];
        int[] common = new int[labels.size()];
        for (int i = 0; i < map.length; i++) {
            int expected = expected(golden, i);
            if (expected != Batch.NO_LABEL) {
                inside[expected]++;
                common[expected] += map[i] == expected ? 1 : 0;
            }
            if (map[i] != Batch.NO_LABEL) {
                drawn[map[i]]++;
            }
        }
        assertThat(inside).containsExactly(298, 394, 93, 12, 766, 154, 133);
        for (int label = 0; label < inside.length; label++) {
            double overlap = common[label] / (double) (inside[label] + drawn[label] - common[label]);
            assertThat(overlap).as("label %d", label).isGreaterThan(.6);
        }
    }

    private static int expected(JsonNode golden, int cell) {
        int number = golden.get("masks")
                        .get(cell / 1600)
                        .get(cell / 40 % 40)
                        .textValue()
                        .charAt(cell % 40)
                - '1';
        return number == Batch.NO_LABEL || cell < 1600
                ? number
                : number + 4; // the reference counts anew in every image
    }

    @Test
    void labels_between_the_cells_have_at_least_one() {
        double[] speck = {5, 5, 6.5, 5, 6.5, 6.5, 5, 6.5};
        double[] nothing = {12.6, 12.6, 13.4, 12.6, 13.4, 13.4};
        double[] thin = {1, 24.2, 31, 24.2, 31, 25.7, 1, 25.7};
        double[] ground = {0, 0, 32, 0, 32, 32, 0, 32};
        List<Label> labels = Stream.of(speck, nothing, thin, ground)
                .map(outline -> new Label(0, Polygon.extent(outline), outline))
                .toList();

        int[] map = new LabelMap(32, 1).draw(labels, List.of(0, 0, 0, 0));

        assertThat(map[8 + 1]).isZero();
        assertThat(map[3 * 8 + 3]).isEqualTo(1);
        assertThat(Arrays.copyOfRange(map, 6 * 8, 7 * 8)).containsOnly(2);
        assertThat(Arrays.stream(map).filter(label -> label == 3)).hasSize(64 - 10);
    }

    private static JsonNode golden() throws IOException {
        try (InputStream file = LabelMapTest.class.getResourceAsStream("/golden/mask/label_map.json")) {
            return new ObjectMapper().readTree(file);
        }
    }

    @Test
    void batches_have_masks_when_asked() {
        double[] square = {8, 8, 24, 8, 24, 24, 8, 24};
        Sample sample = new Sample(Path.of("a.png"), 32, 32, List.of(new Label(3, new Box(8, 8, 24, 24), square)));
        LoaderOptions options = LoaderOptions.evaluation(32, 1, 0);

        Batch with = only(sample, options.withMasks(LoaderOptions.Masks.DRAWN));
        Batch without = only(sample, options);

        assertThat(without.hasMasks()).isFalse();
        assertThat(with.hasMasks()).isTrue();
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                boolean inside = x >= 2 && x < 6 && y >= 2 && y < 6;
                assertThat(with.masks()[y * 8 + x]).isEqualTo(inside ? 0 : Batch.NO_LABEL);
            }
        }
    }

    @Test
    void masks_move_with_their_pictures() {
        double[] square = {8, 8, 24, 8, 24, 24, 8, 24};
        byte[] pixels = new byte[64 * 64 * 3];
        for (int y = 8; y < 24; y++) {
            Arrays.fill(pixels, (y * 64 + 8) * 3, (y * 64 + 24) * 3, (byte) 255);
        }
        Sample sample = new Sample(Path.of("a.png"), 64, 64, List.of(new Label(3, new Box(8, 8, 24, 24), square)));
        Image image = new Image(64, 64, pixels);
        AugmentationRecipe moving = AugmentationRecipe.none()
                .withMosaic(0.5)
                .withDegrees(30)
                .withScale(0.3)
                .withTranslate(0.2)
                .withShear(5)
                .withPerspective(0.0005)
                .withFliplr(0.5)
                .withFlipud(0.5);
        agree(sample, image, moving, 127);
        agree(sample, image, moving.withCutmix(0.8).withCopyPaste(0.8), 127);
        agree(sample, image, AugmentationRecipe.none().withMixup(1).withFliplr(0.5), 50); // of white a quarter is left
    }

    /** Where a label is the picture is bright, and where it is bright there is a label. */
    private static void agree(Sample sample, Image image, AugmentationRecipe recipe, int threshold) {
        LoaderOptions options =
                new LoaderOptions(64, 1, 0, 5, recipe, Order.SHUFFLED, Cache.OFF).withMasks(LoaderOptions.Masks.DRAWN);
        int cells = 0;
        int bright = 0;
        int both = 0;
        try (Loader loader = new Loader(List.of(sample), options, path -> image)) {
            for (int epoch = 0; epoch < 40; epoch++) {
                Batch batch = loader.epoch(epoch).next();
                for (int i = 0; i < batch.masks().length; i++) {
                    int middle = ((i / 16 * 4 + 2) * 64 + i % 16 * 4 + 2) * 3;
                    boolean white = (batch.rgb()[middle] & 0xff) > threshold;
                    boolean labelled = batch.masks()[i] != Batch.NO_LABEL;
                    cells += labelled ? 1 : 0;
                    bright += white ? 1 : 0;
                    both += white && labelled ? 1 : 0;
                }
            }
        }
        assertThat(cells).isGreaterThan(300);
        assertThat(both).as("labelled cells that are bright").isGreaterThan((int) (0.9 * cells));
        assertThat(both).as("bright cells that are labelled").isGreaterThan((int) (0.9 * bright));
    }

    private static Batch only(Sample sample, LoaderOptions options) {
        try (Loader loader = new Loader(List.of(sample), options, path -> Image.filled(32, 32, 7))) {
            return loader.epoch(0).next();
        }
    }
}
