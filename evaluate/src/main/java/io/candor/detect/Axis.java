package io.candor.detect;

import io.candor.data.Box;
import io.candor.data.augment.Letterbox;

/**
 * Where the pixels of a box lie between the cells of prototypes, in one direction.
 *
 * @param from first pixel of the original image inside the box
 * @param cell per pixel, the cell before its centre, counted from {@code firstCell}
 * @param share per pixel, the weight of the cell behind its centre, in [0, 1]
 * @param firstCell the first cell that is needed
 * @param cells how many from there on
 */
@SuppressWarnings("ArrayRecordComponent") // used once and never compared
record Axis(int from, int[] cell, float[] share, int firstCell, int cells) {

    static Axis columns(Letterbox letterbox, int cells, Box box) {
        Picture picture = new Picture(
                letterbox.sourceWidth(),
                letterbox.pictureWidth(),
                letterbox.left(),
                (double) letterbox.width() / cells);
        return of(picture, box.x1(), box.x2());
    }

    static Axis rows(Letterbox letterbox, int cells, Box box) {
        Picture picture = new Picture(
                letterbox.sourceHeight(),
                letterbox.pictureHeight(),
                letterbox.top(),
                (double) letterbox.height() / cells);
        return of(picture, box.y1(), box.y2());
    }

    /** One side of the picture in its letterbox: pixels before and after scaling, empty ones before it, pixels per cell. */
    private record Picture(int source, int scaled, int empty, double stride) {

        /** The first cell of the picture; what lies outside shows the frame and says nothing. */
        int first() {
            return (int) Math.round(empty / stride);
        }

        int last() {
            return Math.max(first(), (int) Math.round((empty + scaled) / stride) - 1);
        }

        /** Where a pixel's centre lies, in cells, 0 at the centre of the first; between the picture's own cells. */
        double position(int pixel) {
            double inFrame = (pixel + .5) * scaled / source + empty;
            return Math.min(Math.max(inFrame / stride - .5, first()), last());
        }
    }

    private static Axis of(Picture picture, double boxFrom, double boxTo) {
        int from = Math.max(0, (int) Math.ceil(boxFrom));
        int size = Math.max(0, Math.min(picture.source, (int) Math.ceil(boxTo)) - from);
        int[] cell = new int[size];
        float[] share = new float[size];
        if (size == 0) {
            return new Axis(from, cell, share, 0, 0);
        }
        int first = (int) picture.position(from);
        int last = (int) Math.ceil(picture.position(from + size - 1));
        for (int i = 0; i < size; i++) {
            double position = picture.position(from + i);
            int before = (int) position;
            cell[i] = before - first;
            share[i] = (float) (position - before);
        }
        return new Axis(from, cell, share, first, last - first + 1);
    }

    /** Number of pixels. */
    int size() {
        return cell.length;
    }

    /** The cell behind the centre of a pixel. */
    int next(int pixel) {
        return Math.min(cell[pixel] + 1, cells - 1);
    }
}
