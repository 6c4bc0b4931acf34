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
        int inside = 0;
        int different = 0;
        for (int i = 0; i < map.length; i++) {
            int expected = golden.get("masks")
                            .get(i / 1600)
                            .get(i / 40 % 40)
                            .textValue()
                            .charAt(i % 40)
                    - '1';
            if (expected != Batch.NO_LABEL) {
                expected += i < 1600 ? 0 : 4; // the reference counts anew in every image
                inside++;
            }
            different += map[i] == expected ? 0 : 1;
        }
        assertThat(inside).isEqualTo(298 + 394 + 93 + 12 + 766 + 154 + 133);
        assertThat(different).isLessThan(inside / 12);
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
        AugmentationRecipe recipe = AugmentationRecipe.none()
                .withMosaic(0.5)
                .withDegrees(30)
                .withScale(0.3)
                .withTranslate(0.2)
                .withShear(5)
                .withPerspective(0.0005)
                .withFliplr(0.5)
                .withFlipud(0.5);
        LoaderOptions options =
                new LoaderOptions(64, 1, 0, 5, recipe, Order.SHUFFLED, Cache.OFF).withMasks(LoaderOptions.Masks.DRAWN);
        int cells = 0;
        int bright = 0;
        try (Loader loader = new Loader(List.of(sample), options, path -> new Image(64, 64, pixels))) {
            for (int epoch = 0; epoch < 40; epoch++) {
                Batch batch = loader.epoch(epoch).next();
                for (int i = 0; i < batch.masks().length; i++) {
                    if (batch.masks()[i] != Batch.NO_LABEL) {
                        cells++;
                        int middle = ((i / 16 * 4 + 2) * 64 + i % 16 * 4 + 2) * 3;
                        bright += (batch.rgb()[middle] & 0xff) > 127 ? 1 : 0;
                    }
                }
            }
        }
        assertThat(cells).isGreaterThan(300);
        assertThat(bright).isGreaterThan((int) (0.9 * cells));
    }

    private static Batch only(Sample sample, LoaderOptions options) {
        try (Loader loader = new Loader(List.of(sample), options, path -> Image.filled(32, 32, 7))) {
            return loader.epoch(0).next();
        }
    }
}
