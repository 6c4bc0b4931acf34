package io.candor.data.augment;

import java.util.ArrayList;
import java.util.List;

/**
 * All operations in their order: mosaic or letterbox, affine, copy-paste, mixup, cutmix, colour, flips.
 *
 * @param recipe how strongly
 * @param size pixels of each side of the result
 */
public record Augmentation(AugmentationRecipe recipe, int size) {

    /** Where scenes come from: the sample itself, and companions for the operations that combine several. */
    public interface Source {
        /** The scene to augment, its long side scaled to the training size. */
        Scene own();

        /** Another scene of the same kind, chosen by {@code chance} alone. */
        Scene companion(Chance chance);
    }

    /** One training picture of {@code size x size}. */
    public Scene apply(Source source, Chance chance) {
        Scene scene = placed(source.own(), source, chance);
        if (recipe.copyPaste() > 0 && chance.happens(recipe.copyPaste())) {
            scene = CopyPaste.draw(placed(source.companion(chance), source, chance), chance)
                    .apply(scene);
        }
        if (chance.happens(recipe.mixup())) {
            Scene other = placed(source.companion(chance), source, chance);
            scene = MixUp.draw(chance).apply(scene, other);
        }
        if (chance.happens(recipe.cutmix())) {
            scene = cut(scene, source, chance);
        }
        return flipped(coloured(scene, chance), chance);
    }

    private Scene placed(Scene scene, Source source, Chance chance) {
        if (chance.happens(recipe.mosaic())) {
            Scene canvas = Mosaic.draw(size, chance).apply(tiles(scene, source, chance));
            return Affine.draw(recipe, chance).apply(canvas, size);
        }
        Letterbox frame = Letterbox.square(scene.image().width(), scene.image().height(), size, Letterbox.ScaleUp.NO);
        return Affine.draw(recipe, chance).apply(frame.apply(scene), size);
    }

    private static List<Scene> tiles(Scene scene, Source source, Chance chance) {
        List<Scene> tiles = new ArrayList<>(List.of(scene));
        while (tiles.size() < Mosaic.TILES) {
            tiles.add(source.companion(chance));
        }
        return tiles;
    }

    private Scene cut(Scene scene, Source source, Chance chance) {
        Scene other = placed(source.companion(chance), source, chance);
        return CutMix.draw(scene, chance).map(cut -> cut.apply(scene, other)).orElse(scene);
    }

    private Scene coloured(Scene scene, Chance chance) {
        HsvJitter jitter = HsvJitter.draw(recipe, chance);
        boolean none = recipe.hsvH() == 0 && recipe.hsvS() == 0 && recipe.hsvV() == 0;
        return none ? scene : jitter.apply(scene);
    }

    private Scene flipped(Scene scene, Chance chance) {
        Scene upright = chance.happens(recipe.flipud()) ? Flip.UP_DOWN.apply(scene) : scene;
        return chance.happens(recipe.fliplr()) ? Flip.LEFT_RIGHT.apply(upright) : upright;
    }
}
