package io.candor.data.augment;

import io.candor.data.Image;
import java.util.List;

/**
 * The variations of a classifier's picture, in their order: crop, colour, flips, then mixup or cutmix with another.
 *
 * <p>Of {@link AugmentationRecipe} it reads {@code scale} (a crop has at least the share {@code 1 - scale} of the
 * area), {@code translate} (for pictures of up to {@value #SMALL} pixels, which are moved instead of cropped), the three
 * {@code hsv}, {@code flipud}, {@code fliplr}, {@code mixup} and {@code cutmix}.
 *
 * @param recipe how strongly
 * @param size pixels of each side of the result
 */
public record PictureAugmentation(AugmentationRecipe recipe, int size) {

    /** Sides of up to so many pixels count as small: every pixel matters, so nothing is scaled. */
    public static final int SMALL = 64;

    /** Beta(1, 1) for both mixtures: every share is equally likely (Zhang et al., 2018, and Yun et al., 2019, on CIFAR). */
    private static final double SHAPE = 1;

    /** One picture, varied alone. */
    public Image alone(Image image, Chance chance) {
        return flipped(coloured(placed(image, chance), chance), chance);
    }

    private Image placed(Image image, Chance chance) {
        if (size > SMALL) {
            double leastShare = Math.max(1e-3, 1 - recipe.scale());
            return Crop.draw(image.width(), image.height(), leastShare, chance).apply(image, size);
        }
        int reach = (int) Math.rint(recipe.translate() * size);
        Image square = Crop.center(image.width(), image.height()).apply(image, size);
        return Crop.moved(square, chance.below(2 * reach + 1) - reach, chance.below(2 * reach + 1) - reach);
    }

    private Image coloured(Image image, Chance chance) {
        if (recipe.hsvH() == 0 && recipe.hsvS() == 0 && recipe.hsvV() == 0) {
            return image;
        }
        return HsvJitter.draw(recipe, chance).apply(new Scene(image, List.of())).image();
    }

    private Image flipped(Image image, Chance chance) {
        boolean upsideDown = chance.happens(recipe.flipud());
        boolean mirrored = chance.happens(recipe.fliplr());
        Scene scene = new Scene(image, List.of());
        scene = upsideDown ? Flip.UP_DOWN.apply(scene) : scene;
        return (mirrored ? Flip.LEFT_RIGHT.apply(scene) : scene).image();
    }

    /** How a picture is mixed with another. */
    public enum Mixing {
        NONE,
        /** The two are blended. */
        MIXUP,
        /** A rectangle of one is replaced by that of the other. */
        CUTMIX
    }

    /** Whether and how the next picture is mixed. */
    public Mixing mixing(Chance chance) {
        boolean blend = chance.happens(recipe.mixup());
        boolean cut = chance.happens(recipe.cutmix());
        if (blend) {
            return Mixing.MIXUP;
        }
        return cut ? Mixing.CUTMIX : Mixing.NONE;
    }

    /**
     * Two pictures in one.
     *
     * @param image the mixture
     * @param share of the first picture
     */
    public record Mixed(Image image, double share) {}

    /** Mixes two pictures of {@link #size()}; with {@link Mixing#NONE} the first stays alone. */
    public Mixed mix(Mixing mixing, Image first, Image second, Chance chance) {
        return switch (mixing) {
            case NONE -> new Mixed(first, 1);
            case MIXUP -> blend(first, second, chance.beta(SHAPE));
            case CUTMIX -> cut(first, second, chance);
        };
    }

    private static Mixed blend(Image first, Image second, double share) {
        Scene blended = new MixUp(share).apply(new Scene(first, List.of()), new Scene(second, List.of()));
        return new Mixed(blended.image(), share);
    }

    private static Mixed cut(Image first, Image second, Chance chance) {
        CutMix cut = CutMix.anywhere(first, chance);
        if (cut.width() <= 0 || cut.height() <= 0) {
            return new Mixed(first, 1);
        }
        Scene scene = cut.apply(new Scene(first, List.of()), new Scene(second, List.of()));
        double replaced = (double) cut.width() * cut.height() / ((double) first.width() * first.height());
        return new Mixed(scene.image(), 1 - replaced);
    }
}
