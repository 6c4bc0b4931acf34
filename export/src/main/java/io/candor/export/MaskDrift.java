package io.candor.export;

import io.candor.data.Box;
import io.candor.data.Mask;
import io.candor.data.augment.Letterbox;
import io.candor.detect.Prototypes;
import io.candor.detect.Survivors;

/** How far the masks of an exported file are from those of its network. */
final class MaskDrift {

    /** Masks are compared where they can matter: for this many of the most confident objects of each image. */
    private static final int OBJECTS = 100;

    private long common;
    private long all;
    private double differing;
    private long masks;
    private double numbers = Double.NaN;

    /**
     * What masks are mixed from, of one image.
     *
     * @param coefficients (M, A), row by row
     */
    @SuppressWarnings("ArrayRecordComponent") // consumed once and never compared
    record Mixture(Prototypes prototypes, float[] coefficients) {

        Mask mask(Survivors objects, int index, Letterbox frame) {
            float[] own = prototypes.column(coefficients, objects.anchor()[index]);
            float[] box = objects.boxes();
            int at = 4 * index;
            return prototypes.mask(own, frame.undo(new Box(box[at], box[at + 1], box[at + 2], box[at + 3])), frame);
        }
    }

    /**
     * Compares the masks both give to the network's objects, each in the network's box, and the numbers they are made of.
     *
     * @param objects the network's, in pixels of its input
     */
    void add(Mixture actual, Mixture expected, Survivors objects, Letterbox frame) {
        addNumbers(actual.coefficients, expected.coefficients);
        addNumbers(actual.prototypes.values(), expected.prototypes.values());
        for (int i = 0; i < Math.min(OBJECTS, objects.size()); i++) {
            add(actual.mask(objects, i, frame), expected.mask(objects, i, frame));
        }
    }

    /** Compares coefficients or prototypes, before any mask is made of them. */
    void addNumbers(float[] actual, float[] expected) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            double own = Math.abs((double) actual[i] - expected[i]);
            difference = Double.isNaN(own) ? Double.POSITIVE_INFINITY : Math.max(difference, own);
        }
        double share = largest == 0 ? difference : difference / largest;
        numbers = Double.isNaN(numbers) ? share : Math.max(numbers, share);
    }

    /** Compares the masks of one object on one image. */
    void add(Mask first, Mask second) {
        long shared = first.intersection(second);
        long either = first.area() + second.area() - shared;
        common += shared;
        all += either;
        differing += (double) (either - shared) / ((long) first.width() * first.height());
        masks++;
    }

    /** The largest difference of a coefficient or prototype, as a share of the largest of them on its image. */
    double numbers() {
        return numbers;
    }

    /** IoU over the pixels of all objects together; not a number without masks. */
    double overlap() {
        return all == 0 ? Double.NaN : (double) common / all;
    }

    /** The share of an image's pixels in which a mask differs, on average; not a number without masks. */
    double pixels() {
        return masks == 0 ? Double.NaN : differing / masks;
    }
}
