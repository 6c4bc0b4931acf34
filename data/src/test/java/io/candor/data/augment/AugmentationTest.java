package io.candor.data.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AugmentationTest {

    private static final int SIZE = 96;

    /** A black picture with one white object that its label encloses exactly. */
    private static Scene scene(Random random) {
        int width = SIZE / 2 + random.nextInt(SIZE / 2 + 1);
        Image image = Image.filled(width, SIZE, 0);
        int x = random.nextInt(width / 2);
        int y = random.nextInt(SIZE / 2);
        int objectWidth = 8 + random.nextInt(width / 2 - 8);
        int objectHeight = 8 + random.nextInt(SIZE / 2 - 8);
        for (int row = y; row < y + objectHeight; row++) {
            java.util.Arrays.fill(image.bgr(), (row * width + x) * 3, (row * width + x + objectWidth) * 3, (byte) 255);
        }
        Box box = new Box(x, y, x + objectWidth, y + objectHeight);
        return new Scene(image, List.of(random.nextBoolean() ? new Label(1, box) : outlined(box)));
    }

    private static Label outlined(Box box) {
        return new Label(
                1, box, new double[] {box.x1(), box.y1(), box.x2(), box.y1(), box.x2(), box.y2(), box.x1(), box.y2()});
    }

    private record Pool(List<Scene> scenes) implements Augmentation.Source {
        @Override
        public Scene own() {
            return scenes.get(0);
        }

        @Override
        public Scene companion(Chance chance) {
            return scenes.get(chance.below(scenes.size()));
        }
    }

    private static Pool pool(Random random) {
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            scenes.add(scene(random));
        }
        return new Pool(scenes);
    }

    private static final List<AugmentationRecipe> RECIPES = List.of(
            AugmentationRecipe.defaults(),
            AugmentationRecipe.defaults().withoutMosaic(),
            AugmentationRecipe.defaults().withDegrees(20).withShear(8).withFlipud(0.5),
            AugmentationRecipe.defaults().withPerspective(0.0005),
            AugmentationRecipe.none());

    @Test
    void every_box_lies_in_the_picture_and_on_its_object() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (AugmentationRecipe recipe : RECIPES) {
            for (int sample = 0; sample < 60; sample++) {
                Scene result =
                        new Augmentation(recipe.withHsvV(0), SIZE).apply(pool(random), Chance.of(seed, 0, sample));
                String where = "seed %d, sample %d, %s".formatted(seed, sample, recipe);
                assertThat(result.image().width()).as(where).isEqualTo(SIZE);
                assertThat(result.image().height()).as(where).isEqualTo(SIZE);
                for (Label label : result.labels()) {
                    Box box = label.box();
                    assertThat(box.clip(SIZE, SIZE)).as(where).isEqualTo(box);
                    assertThat(liesOnItsObject(result.image(), box, recipe))
                            .as(where)
                            .isTrue();
                }
            }
        }
    }

    private static int white(Image image, Box box) {
        int white = 0;
        for (int y = (int) box.y1(); y < Math.min(image.height(), Math.ceil(box.y2())); y++) {
            for (int x = (int) box.x1(); x < Math.min(image.width(), Math.ceil(box.x2())); x++) {
                white += (image.bgr()[(y * image.width() + x) * 3] & 0xff) > 180 ? 1 : 0;
            }
        }
        return white;
    }

    /**
     * A box is filled by its object up to the interpolated rim. A turned object may leave all of a box' visible corner,
     * so there it is enough that boxes which lie well inside show something.
     */
    private static boolean liesOnItsObject(Image image, Box box, AugmentationRecipe recipe) {
        int white = white(image, box);
        if (recipe.degrees() == 0 && recipe.shear() == 0 && recipe.perspective() == 0) {
            return white >= Math.max(0, box.width() - 3) * Math.max(0, box.height() - 3);
        }
        boolean cut = box.x1() == 0 || box.y1() == 0 || box.x2() == SIZE || box.y2() == SIZE;
        return cut || white > 0;
    }

    @Test
    void the_result_depends_on_nothing_but_the_scenes_and_the_chance() {
        AugmentationRecipe recipe = AugmentationRecipe.defaults().withMixup(0.5).withCutmix(0.5);
        Augmentation augmentation = new Augmentation(recipe, SIZE);
        for (int sample = 0; sample < 20; sample++) {
            Pool pool = pool(new Random(sample));
            Scene first = augmentation.apply(pool, Chance.of(1, 2, sample));
            Scene second = augmentation.apply(pool, Chance.of(1, 2, sample));
            assertThat(first.image().bgr()).isEqualTo(second.image().bgr());
            assertThat(first.labels())
                    .extracting(Label::box)
                    .isEqualTo(second.labels().stream().map(Label::box).toList());
            Scene other = augmentation.apply(pool, Chance.of(1, 3, sample));
            assertThat(other.image().bgr()).isNotEqualTo(first.image().bgr());
        }
    }

    @Test
    void scenes_in_the_cache_are_never_written_to() {
        Pool pool = pool(new Random(3));
        List<byte[]> before =
                pool.scenes().stream().map(scene -> scene.image().bgr().clone()).toList();
        AugmentationRecipe recipe =
                AugmentationRecipe.defaults().withMosaic(0.5).withMixup(1).withCutmix(1);
        for (int sample = 0; sample < 50; sample++) {
            new Augmentation(recipe, SIZE).apply(pool, Chance.of(1, 2, sample));
            new Augmentation(AugmentationRecipe.none().withFliplr(1), SIZE).apply(pool, Chance.of(1, 2, sample));
        }
        for (int i = 0; i < before.size(); i++) {
            assertThat(pool.scenes().get(i).image().bgr()).isEqualTo(before.get(i));
        }
    }
}
