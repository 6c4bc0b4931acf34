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
        return with(0, value);
    }

    public AugmentationRecipe withDegrees(double value) {
        return with(1, value);
    }

    public AugmentationRecipe withTranslate(double value) {
        return with(2, value);
    }

    public AugmentationRecipe withScale(double value) {
        return with(3, value);
    }

    public AugmentationRecipe withShear(double value) {
        return with(4, value);
    }

    public AugmentationRecipe withPerspective(double value) {
        return with(5, value);
    }

    public AugmentationRecipe withMixup(double value) {
        return with(6, value);
    }

    public AugmentationRecipe withCutmix(double value) {
        return with(7, value);
    }

    public AugmentationRecipe withHsvH(double value) {
        return with(8, value);
    }

    public AugmentationRecipe withHsvS(double value) {
        return with(9, value);
    }

    public AugmentationRecipe withHsvV(double value) {
        return with(10, value);
    }

    public AugmentationRecipe withFlipud(double value) {
        return with(11, value);
    }

    public AugmentationRecipe withFliplr(double value) {
        return with(12, value);
    }

    public AugmentationRecipe withCopyPaste(double value) {
        return with(13, value);
    }

    /** A copy with another value at a position of the record. */
    private AugmentationRecipe with(int position, double value) {
        double[] v = {
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
            copyPaste
        };
        v[position] = value;
        return new AugmentationRecipe(
                v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12], v[13]);
    }
}
