package io.candor.data.read;

import io.candor.data.Image;

/**
 * How a stored picture must be turned to be upright: the eight values of the EXIF tag Orientation (CIPA DC-008, 2019,
 * table 6), in that order from 1.
 */
enum Orientation {
    UPRIGHT,
    MIRRORED,
    HALF_TURN,
    UPSIDE_DOWN,
    TRANSPOSED,
    QUARTER_TURN,
    TRANSVERSED,
    THREE_QUARTER_TURN;

    /** The meaning of a tag value; values the standard does not define mean upright, as in every viewer. */
    static Orientation of(int tag) {
        return tag >= 1 && tag <= 8 ? values()[tag - 1] : UPRIGHT;
    }

    /** Width and height change places. */
    boolean swapsAxes() {
        return compareTo(TRANSPOSED) >= 0;
    }

    Size apply(int width, int height) {
        return swapsAxes() ? new Size(height, width) : new Size(width, height);
    }

    Image apply(Image stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        Size size = apply(stored.width(), stored.height());
        byte[] turned = new byte[stored.bgr().length];
        int to = 0;
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++, to += Image.CHANNELS) {
                System.arraycopy(stored.bgr(), Image.CHANNELS * source(x, y, stored), turned, to, Image.CHANNELS);
            }
        }
        return new Image(size.width(), size.height(), turned);
    }

    /** Index of the stored pixel that is shown at x, y. */
    private int source(int x, int y, Image stored) {
        int right = stored.width() - 1;
        int bottom = stored.height() - 1;
        int row = switch (this) {
            case UPRIGHT, MIRRORED -> y;
            case HALF_TURN, UPSIDE_DOWN -> bottom - y;
            case TRANSPOSED, THREE_QUARTER_TURN -> x;
            case QUARTER_TURN, TRANSVERSED -> bottom - x;
        };
        int column = switch (this) {
            case UPRIGHT, UPSIDE_DOWN -> x;
            case MIRRORED, HALF_TURN -> right - x;
            case TRANSPOSED, QUARTER_TURN -> y;
            case TRANSVERSED, THREE_QUARTER_TURN -> right - y;
        };
        return row * stored.width() + column;
    }
}
