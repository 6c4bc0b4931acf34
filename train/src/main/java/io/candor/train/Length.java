package io.candor.train;

/**
 * How long a run is.
 *
 * @param epochs at most
 * @param patience epochs without a better fitness after which it stops; 0 for never
 * @param closeMosaic last epochs in which every picture is a single one
 */
public record Length(int epochs, int patience, int closeMosaic) {
    public Length {
        Setting.atLeast("epochs", epochs, 1);
        Setting.atLeast("patience", patience, 0);
        Setting.atLeast("close_mosaic", closeMosaic, 0);
    }

    /** 100 epochs, patience 100, mosaic closed for the last 10. */
    public static Length defaults() {
        return new Length(100, 100, 10);
    }

    /** Whether pictures are single ones in the given epoch, counted from 0. */
    boolean mosaicClosed(int epoch) {
        return epoch >= epochs - closeMosaic;
    }
}
