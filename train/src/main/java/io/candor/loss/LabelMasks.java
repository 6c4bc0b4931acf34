package io.candor.loss;

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
    public static final int STRIDE = 4;

    /** No label. */
    public static final int NOTHING = -1;

    /** Number of pictures. */
    int images() {
        return label.length / (height * width);
    }

    int label(int image, int row, int column) {
        return label[(image * height + row) * width + column];
    }
}
