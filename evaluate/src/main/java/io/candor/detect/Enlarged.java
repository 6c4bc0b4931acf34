package io.candor.detect;

import io.candor.data.Mask;

/**
 * Values of cells, enlarged to pixels, as a mask of those above 0. Down a column the values between two cells lie on a
 * line: where both ends have one sign, nothing between them need be looked at.
 */
final class Enlarged {

    private final float[] values;
    private final Axis columns;
    private final Axis rows;
    /** The cells of the column at hand, already between their neighbours. */
    private final float[] column;

    /** @param values of the cells that both axes need, row by row */
    Enlarged(float[] values, Axis columns, Axis rows) {
        this.values = values;
        this.columns = columns;
        this.rows = rows;
        column = new float[rows.cells()];
    }

    void write(Mask.Builder mask) {
        for (int x = 0; x < columns.size(); x++) {
            interpolate(x);
            for (int from = 0; from < rows.size(); ) {
                int to = sameCell(from);
                write(mask, columns.from() + x, from, to);
                from = to;
            }
        }
    }

    private void interpolate(int x) {
        float share = columns.share()[x];
        for (int cell = 0; cell < column.length; cell++) {
            int row = cell * columns.cells();
            float before = values[row + columns.cell()[x]];
            column[cell] = before + (values[row + columns.next(x)] - before) * share;
        }
    }

    /** The first pixel after {@code from} that lies between other cells. */
    private int sameCell(int from) {
        int to = from + 1;
        while (to < rows.size() && rows.cell()[to] == rows.cell()[from]) {
            to++;
        }
        return to;
    }

    private void write(Mask.Builder mask, int x, int from, int to) {
        float before = column[rows.cell()[from]];
        float behind = column[rows.next(from)];
        if (before > 0 && behind > 0) {
            mask.add(x, rows.from() + from, rows.from() + to);
        } else if (before > 0 || behind > 0) {
            for (int y = from; y < to; y++) {
                if (before + (behind - before) * rows.share()[y] > 0) {
                    mask.add(x, rows.from() + y, rows.from() + y + 1);
                }
            }
        }
    }
}
