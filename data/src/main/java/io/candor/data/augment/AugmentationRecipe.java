package io.candor.data.augment;

import io.candor.data.InvalidInput;

/**
 * How strongly training pictures are varied. Probabilities are in [0, 1]; the other values are the reach of a uniform
 * choice around no change. Names and defaults are those users of YOLO trainers know.
 *
 * @param mosaic probability that four pictures are put together
 * @param degrees reach of the rotation, in [0, 180]
 * @param translate reach of the shift as a share of the side, in [0, 1]
 * @param scale reach of the zoom around 1, in [0, 1)
 * @param shear reach of the shear in degrees, in [0, 90)
 * @param perspective reach of the projective terms, in [0, 0.001]
 * @param mixup probability that two pictures are blended
 * @param cutmix probability that a rectangle comes from another picture
 * @param hsvH reach of the hue shift, as a share of the circle, in [0, 1]
 * @param hsvS reach of the saturation factor around 1, in [0, 1]
 * @param hsvV reach of the value factor around 1, in [0, 1]
 * @param flipud probability of an upside-down picture
 * @param fliplr probability of a mirrored picture
 * @param copyPaste probability that outlined objects of another picture are pasted in
 */
public record AugmentationRecipe(
        double mosaic,
        double degrees,
        double translate,
        double scale,
        double shear,
        double perspective,
        double mixup,
        double cutmix,
        double hsvH,
        double hsvS,
        double hsvV,
        double flipud,
        double fliplr,
        double copyPaste) {

    public AugmentationRecipe {
        check("mosaic", mosaic, 1);
        check("degrees", degrees, 180);
        check("translate", translate, 1);
        check("scale", scale, Math.nextDown(1.0));
        check("shear", shear, Math.nextDown(90.0));
        check("perspective", perspective, 0.001);
        check("mixup", mixup, 1);
        check("cutmix", cutmix, 1);
        check("hsv-h", hsvH, 1);
        check("hsv-s", hsvS, 1);
        check("hsv-v", hsvV, 1);
        check("flipud", flipud, 1);
        check("fliplr", fliplr, 1);
        check("copy-paste", copyPaste, 1);
    }

    private static void check(String option, double value, double limit) {
        if (!(value >= 0 && value <= limit)) {
            boolean open = limit != Math.rint(limit) && Math.nextUp(limit) == Math.rint(limit);
            throw new InvalidInput(
                    "augmentation-range",
                    "--%s: found %s, expected a number from 0 to %s%s."
                            .formatted(option, value, open ? "below " : "", open ? Math.rint(limit) : limit));
        }
    }

    /** What detectors of this family are trained with when nothing else is said. */
    public static AugmentationRecipe defaults() {
        return new AugmentationRecipe(1, 0, 0.1, 0.5, 0, 0, 0, 0, 0.015, 0.7, 0.4, 0, 0.5, 0);
    }

    /** Nothing but the letterbox: validation. */
    public static AugmentationRecipe none() {
        return new AugmentationRecipe(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** One picture per sample, as in the last epochs: mosaic, mixup, cutmix and copy-paste off, the rest as it is. */
    public AugmentationRecipe withoutMosaic() {
        return withMosaic(0).withMixup(0).withCutmix(0).withCopyPaste(0);
    }

    public AugmentationRecipe withMosaic(double value) {
        return new AugmentationRecipe(
                value,
                degrees,
                translate,
                scale,
                shear,
                perspective,
                mixup,
                cutmix,
                hsvH,
                hsvS,
                hsvV,
                flipud,
                fliplr,
                copyPaste);
    }

    public AugmentationRecipe withDegrees(double value) {
        return new AugmentationRecipe(
                mosaic,
                value,
                translate,
                scale,
                shear,
                perspective,
                mixup,
                cutmix,
                hsvH,
                hsvS,
                hsvV,
                flipud,
                fliplr,
                copyPaste);
    }

    public AugmentationRecipe withTranslate(double value) {
        return new AugmentationRecipe(
                mosaic,
                degrees,
                value,
                scale,
                shear,
                perspective,
                mixup,
                cutmix,
                hsvH,
                hsvS,
                hsvV,
                flipud,
                fliplr,
                copyPaste);
    }

    public AugmentationRecipe withScale(double value) {
        return new AugmentationRecipe(
                mosaic,
                degrees,
                translate,
                value,
                shear,
                perspective,
                mixup,
                cutmix,
                hsvH,
                hsvS,
                hsvV,
                flipud,
                fliplr,
                copyPaste);
    }

    public AugmentationRecipe withShear(double value) {
        return new AugmentationRecipe(
                mosaic,
                degrees,
                translate,
                scale,
                value,
                perspective,
                mixup,
                cutmix,
                hsvH,
                hsvS,
                hsvV,
                flipud,
                fliplr,
                copyPaste);
    }

    public AugmentationRecipe withPerspective(double value) {
        return new AugmentationRecipe(
                mosaic, degrees, translate, scale, shear, value, mixup, cutmix, hsvH, hsvS, hsvV, flipud, fliplr,
                copyPaste);
    }

    public AugmentationRecipe withMixup(double value) {
        return new AugmentationRecipe(
                mosaic,
                degrees,
                translate,
                scale,
                shear,
                perspective,
                value,
                cutmix,
                hsvH,
                hsvS,
                hsvV,
                flipud,
                fliplr,
                copyPaste);
    }

    public AugmentationRecipe withCutmix(double value) {
        return new AugmentationRecipe(
                mosaic,
                degrees,
                translate,
                scale,
                shear,
                perspective,
                mixup,
                value,
                hsvH,
                hsvS,
                hsvV,
                flipud,
                fliplr,
                copyPaste);
    }

    public AugmentationRecipe withHsvH(double value) {
        return new AugmentationRecipe(
                mosaic,
                degrees,
                translate,
                scale,
                shear,
                perspective,
                mixup,
                cutmix,
                value,
                hsvS,
                hsvV,
                flipud,
                fliplr,
                copyPaste);
    }

    public AugmentationRecipe withHsvS(double value) {
        return new AugmentationRecipe(
                mosaic,
                degrees,
                translate,
                scale,
                shear,
                perspective,
                mixup,
                cutmix,
                hsvH,
                value,
                hsvV,
                flipud,
                fliplr,
                copyPaste);
    }

    public AugmentationRecipe withHsvV(double value) {
        return new AugmentationRecipe(
                mosaic,
                degrees,
                translate,
                scale,
                shear,
                perspective,
                mixup,
                cutmix,
                hsvH,
                hsvS,
                value,
                flipud,
                fliplr,
                copyPaste);
    }

    public AugmentationRecipe withFlipud(double value) {
        return new AugmentationRecipe(
                mosaic,
                degrees,
                translate,
                scale,
                shear,
                perspective,
                mixup,
                cutmix,
                hsvH,
                hsvS,
                hsvV,
                value,
                fliplr,
                copyPaste);
    }

    public AugmentationRecipe withFliplr(double value) {
        return new AugmentationRecipe(
                mosaic,
                degrees,
                translate,
                scale,
                shear,
                perspective,
                mixup,
                cutmix,
                hsvH,
                hsvS,
                hsvV,
                flipud,
                value,
                copyPaste);
    }

    public AugmentationRecipe withCopyPaste(double value) {
        return new AugmentationRecipe(
                mosaic,
                degrees,
                translate,
                scale,
                shear,
                perspective,
                mixup,
                cutmix,
                hsvH,
                hsvS,
                hsvV,
                flipud,
                fliplr,
                value);
    }
}
