package io.candor.loss;

import io.candor.data.Batch;

/**
 * Which label every fourth pixel of a batch's pictures shows, in both directions; where labels overlap, the one in front.
 *
 * @param height rows of a picture's map: a quarter of the picture's
 * @param width numbers per row
 * @param label per picture, row by row: an index into {@link Targets}, {@value #NOTHING} where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // consumed once and never compared
public record LabelMasks(int height, int width, int[] label) {

    /** Pixels of a picture per number, in both directions. */
    public static final int STRIDE = Batch.MASK_STRIDE;

    /** No label. */
    public static final int NOTHING = Batch.NO_LABEL;

    /** Those of a batch that has them; shares its array. */
    static LabelMasks of(Batch batch) {
        return new LabelMasks(batch.height() / STRIDE, batch.width() / STRIDE, batch.masks());
    }

    /** Number of pictures. */
    int images() {
        return label.length / (height * width);
    }

    int label(int image, int row, int column) {
        return label[(image * height + row) * width + column];
    }
}
