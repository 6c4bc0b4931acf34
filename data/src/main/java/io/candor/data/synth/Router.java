package io.candor.data.synth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A maze router (Lee 1961) on a grid with eight directions, so that tracks run straight or at 45 degrees and turn by at
 * most 90. Shortest path by buckets (Dial 1969), because costs are small whole numbers.
 */
final class Router {

    static final int[] DX = {1, 1, 0, -1, -1, -1, 0, 1};
    static final int[] DY = {0, 1, 1, 1, 0, -1, -1, -1};

    private static final int STRAIGHT = 10;
    private static final int DIAGONAL = 14; // 10 times the square root of 2
    private static final int[] TURN = {0, 5, 16}; // by 0, 45, 90 degrees
    private static final int BUCKETS = 32; // more than the dearest step, DIAGONAL + TURN[2]
    private static final int FALLING = 1;
    private static final int RISING = 2;

    final int columns;
    final int rows;
    private final int[] owner;
    private final boolean[] wide;
    private final byte[] diagonals; // per square of four cells, the diagonals in use
    private final int[] cost;
    private final int[] previous;
    private final int[][] bucket = new int[BUCKETS][64];
    private final int[] fill = new int[BUCKETS];

    Router(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        int cells = columns * rows;
        owner = new int[cells];
        wide = new boolean[cells];
        diagonals = new byte[cells];
        cost = new int[cells * 8];
        previous = new int[cells * 8];
    }

    int cell(int column, int row) {
        return row * columns + column;
    }

    boolean contains(int column, int row) {
        return column >= 0 && row >= 0 && column < columns && row < rows;
    }

    boolean free(int column, int row) {
        return contains(column, row) && owner[cell(column, row)] == 0;
    }

    /** Give a cell to a net; {@code broad} for anything wider than an ordinary track. */
    void occupy(int column, int row, int net, boolean broad) {
        int cell = cell(column, row);
        owner[cell] = net;
        wide[cell] |= broad;
    }

    /**
     * Lay a track of {@code net} from one cell to another and occupy its cells.
     *
     * @param exit direction of the first step, or -1 for any
     * @return the cells passed, or an empty list when there is no way
     */
    List<Integer> route(int net, int from, int to, int exit, boolean broad) {
        int end = search(net, from, to, exit, broad);
        if (end < 0) {
            return List.of();
        }
        List<Integer> cells = new ArrayList<>();
        for (int state = end; state >= 0; state = previous[state]) {
            cells.add(0, state / 8);
            if (previous[state] >= 0) {
                take(previous[state] / 8, state / 8);
            }
        }
        for (int cell : cells) {
            owner[cell] = net;
            wide[cell] |= broad;
        }
        return cells;
    }

    private int search(int net, int from, int to, int exit, boolean broad) {
        Arrays.fill(cost, Integer.MAX_VALUE);
        Arrays.fill(fill, 0);
        for (int direction = 0; direction < 8; direction++) {
            if (exit < 0 || exit == direction) {
                cost[from * 8 + direction] = 0;
                previous[from * 8 + direction] = -1;
                push(0, from * 8 + direction);
            }
        }
        int empty = 0;
        for (int now = 0; empty < BUCKETS; now++) {
            int slot = now % BUCKETS;
            empty = fill[slot] == 0 ? empty + 1 : 0;
            while (fill[slot] > 0) {
                int state = bucket[slot][--fill[slot]];
                if (cost[state] != now) {
                    continue; // reached more cheaply meanwhile
                }
                if (state / 8 == to && state / 8 != from) {
                    return state;
                }
                spread(net, state, now, exit >= 0 && state / 8 == from, to, broad);
            }
        }
        return -1;
    }

    private void spread(int net, int state, int now, boolean straightOnly, int to, boolean broad) {
        int cell = state / 8;
        int turns = straightOnly ? 0 : 2;
        for (int turn = -turns; turn <= turns; turn++) {
            int direction = (state % 8 + turn + 8) % 8;
            int column = cell % columns + DX[direction];
            int row = cell / columns + DY[direction];
            if (!contains(column, row)) {
                continue;
            }
            int next = cell(column, row);
            boolean taken = owner[next] != 0 && !(next == to && owner[next] == net);
            if (taken || blocked(net, cell, direction, broad) || (broad && besideBroad(net, column, row))) {
                continue;
            }
            int total = now + (direction % 2 == 0 ? STRAIGHT : DIAGONAL) + TURN[Math.abs(turn)];
            int nextState = next * 8 + direction;
            if (total < cost[nextState]) {
                cost[nextState] = total;
                previous[nextState] = state;
                push(total, nextState);
            }
        }
    }

    /** A diagonal step needs its square's other diagonal unused, and room at the two corners it passes. */
    private boolean blocked(int net, int cell, int direction, boolean broad) {
        if (direction % 2 == 0) {
            return false;
        }
        int column = cell % columns;
        int row = cell / columns;
        int square = cell(Math.min(column, column + DX[direction]), Math.min(row, row + DY[direction]));
        int other = DX[direction] == DY[direction] ? RISING : FALLING;
        return (diagonals[square] & other) != 0
                || crowds(net, cell(column + DX[direction], row), broad)
                || crowds(net, cell(column, row + DY[direction]), broad);
    }

    /** Two broad things on neighbouring cells would nearly touch. */
    private boolean besideBroad(int net, int column, int row) {
        for (int direction = 0; direction < 8; direction += 2) {
            int c = column + DX[direction];
            int r = row + DY[direction];
            if (contains(c, r) && wide[cell(c, r)] && owner[cell(c, r)] != net) {
                return true;
            }
        }
        return false;
    }

    private boolean crowds(int net, int corner, boolean broad) {
        return owner[corner] != 0 && owner[corner] != net && (wide[corner] || broad);
    }

    private void take(int from, int to) {
        int dx = to % columns - from % columns;
        int dy = to / columns - from / columns;
        if (dx != 0 && dy != 0) {
            int square = cell(Math.min(from % columns, to % columns), Math.min(from / columns, to / columns));
            diagonals[square] |= (byte) (dx == dy ? FALLING : RISING);
        }
    }

    private void push(int total, int state) {
        int slot = total % BUCKETS;
        if (fill[slot] == bucket[slot].length) {
            bucket[slot] = Arrays.copyOf(bucket[slot], 2 * fill[slot]);
        }
        bucket[slot][fill[slot]++] = state;
    }
}
