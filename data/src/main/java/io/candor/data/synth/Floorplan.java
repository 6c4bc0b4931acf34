package io.candor.data.synth;

import io.candor.data.synth.Layout.Pad;
import io.candor.data.synth.Layout.Pour;
import io.candor.data.synth.Layout.Silk;
import io.candor.data.synth.Layout.Track;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Lays out a piece of a board: footprints first, then the tracks between them, then whatever fits. */
final class Floorplan {

    private static final double WIDE = 1.55; // power tracks, in ordinary widths
    private static final double TEXT = 0.66; // height in pitches
    private static final int EAST = 0;
    private static final int SOUTH = 2;
    private static final int WEST = 4;
    private static final int NORTH = 6;

    private final int size;
    private final double trackWidth;
    private final double pitch;
    private final double left;
    private final double top;
    private final Dice dice;
    private final Router router;
    private final List<Track> tracks = new ArrayList<>();
    private final List<Pad> pads = new ArrayList<>();
    private final List<Pour> pours = new ArrayList<>();
    private final List<Silk> silk = new ArrayList<>();
    private final List<Path2D> texts = new ArrayList<>();
    private final List<Rectangle2D> claimed = new ArrayList<>();
    private final List<Pin> pins = new ArrayList<>();
    private int nets;

    /** A pad that still wants a track, and the side on which it leaves. */
    private record Pin(int column, int row, int net, int exit) {}

    private Floorplan(int size, double trackWidth, Dice dice) {
        this.size = size;
        this.trackWidth = trackWidth;
        this.dice = dice;
        pitch = Layout.PITCH * trackWidth;
        left = -pitch * dice.between(0.5, 1.5);
        top = -pitch * dice.between(0.5, 1.5);
        router = new Router(cells(left), cells(top));
    }

    /** A new layout for an image of {@code size} by {@code size} pixels. */
    static Layout draw(int size, double trackWidth, Dice dice) {
        Floorplan plan = new Floorplan(size, trackWidth, dice);
        plan.footprints();
        plan.connectPins();
        plan.buses();
        plan.pour();
        plan.strayText();
        plan.print();
        return new Layout(plan.pitch, plan.tracks, plan.pads, plan.pours, plan.silk);
    }

    private int cells(double origin) {
        return (int) Math.ceil((size - origin) / pitch) + 2;
    }

    private double x(int column) {
        return left + column * pitch;
    }

    private double y(int row) {
        return top + row * pitch;
    }

    // ---- footprints

    /** Reserve cells for a footprint; false if another has them. */
    private boolean claim(int column, int row, int w, int h) {
        if (!vacant(column, row, w, h)) {
            return false;
        }
        Rectangle2D room = new Rectangle2D.Double(column, row, w, h);
        if (claimed.stream().anyMatch(room::intersects)) {
            return false;
        }
        claimed.add(room);
        return true;
    }

    private void footprints() {
        int wanted = Math.max(1, router.columns * router.rows / dice.count(45, 85));
        for (int i = 0; i < wanted; i++) {
            int column = dice.count(2, router.columns - 3);
            int row = dice.count(2, router.rows - 3);
            switch (dice.count(0, 4)) {
                case 0 -> integratedCircuit(column, row, dice.count(3, 5), dice.count(3, 4));
                case 1, 2 -> chip(column, row);
                case 3 -> header(column, row, dice.count(2, 4));
                default -> testPoint(column, row);
            }
        }
    }

    /** Two rows of narrow pads, an outline and a dot at pin 1. */
    private void integratedCircuit(int column, int row, int perSide, int across) {
        boolean upright = dice.chance(0.5);
        int w = upright ? across : perSide - 1;
        int h = upright ? perSide - 1 : across;
        if (!claim(column - 1, row - 1, w + 3, h + 3)) {
            return;
        }
        for (int i = 0; i < perSide; i++) {
            for (int side = 0; side <= 1; side++) {
                int c = upright ? column + side * across : column + i;
                int r = upright ? row + i : row + side * across;
                int exit = upright ? (side == 0 ? WEST : EAST) : (side == 0 ? NORTH : SOUTH);
                double length = 1.15 * pitch;
                pad(c, r, upright ? length : 0.58 * pitch, upright ? 0.58 * pitch : length, 0.1 * pitch, 0, exit);
            }
        }
        double inset = 0.85 * pitch;
        double x = x(column) + (upright ? inset : -0.45 * pitch);
        double y = y(row) + (upright ? -0.45 * pitch : inset);
        double bodyWidth = upright ? across * pitch - 2 * inset : (perSide - 0.1) * pitch;
        double bodyHeight = upright ? (perSide - 0.1) * pitch : across * pitch - 2 * inset;
        silk.add(line(new Rectangle2D.Double(x, y, bodyWidth, bodyHeight)));
        double dot = 0.22 * pitch;
        silk.add(line(new Ellipse2D.Double(x + dot, y + dot, dot, dot)));
        double height = TEXT * pitch;
        text("U" + dice.count(1, 29), x + 0.6 * pitch, upright ? y - 1.25 * height : y + (bodyHeight - height) / 2);
    }

    /** A resistor's or capacitor's two pads. */
    private void chip(int column, int row) {
        boolean upright = dice.chance(0.5);
        int w = upright ? 0 : 2;
        int h = upright ? 2 : 0;
        if (!claim(column - 1, row - 1, w + 3, h + 3)) {
            return;
        }
        double padWidth = (upright ? 1.15 : 0.95) * pitch;
        double padHeight = (upright ? 0.95 : 1.15) * pitch;
        pad(column, row, padWidth, padHeight, 0.14 * pitch, 0, upright ? NORTH : WEST);
        pad(column + w, row + h, padWidth, padHeight, 0.14 * pitch, 0, upright ? SOUTH : EAST);
        double margin = 0.78 * pitch;
        silk.add(line(new Rectangle2D.Double(
                x(column) - margin, y(row) - margin, w * pitch + 2 * margin, h * pitch + 2 * margin)));
        text(dice.pick(List.of("R", "C", "L", "D")) + dice.count(1, 99), x(column) - margin, y(row) - 1.6 * pitch);
    }

    /** A row of plated holes; pin 1 is square. */
    private void header(int column, int row, int count) {
        boolean upright = dice.chance(0.5);
        int span = 2 * (count - 1);
        if (!claim(column - 1, row - 1, (upright ? 0 : span) + 3, (upright ? span : 0) + 3)) {
            return;
        }
        double diameter = 1.15 * pitch;
        for (int i = 0; i < count; i++) {
            int c = upright ? column : column + 2 * i;
            int r = upright ? row + 2 * i : row;
            int exit = upright ? dice.pick(List.of(EAST, WEST)) : dice.pick(List.of(NORTH, SOUTH));
            pad(c, r, diameter, diameter, i == 0 ? 0.1 * pitch : diameter / 2, 0.5 * pitch, exit);
        }
        text("J" + dice.count(1, 12), x(column) - 0.6 * pitch, y(row) - 1.5 * pitch);
    }

    private void testPoint(int column, int row) {
        if (claim(column - 1, row - 1, 3, 3)) {
            double diameter = 1.1 * pitch;
            pad(column, row, diameter, diameter, diameter / 2, 0, 2 * dice.count(0, 3));
            text("TP" + dice.count(1, 9), x(column) + 0.7 * pitch, y(row) - 0.9 * pitch);
        }
    }

    private void pad(int column, int row, double width, double height, double corner, double hole, int exit) {
        int net = ++nets;
        router.occupy(column, row, net, true);
        pads.add(new Pad(net, x(column), y(row), width, height, corner, hole, false));
        pins.add(new Pin(column, row, net, exit));
    }

    private boolean vacant(int column, int row, int w, int h) {
        for (int c = column; c < column + w; c++) {
            for (int r = row; r < row + h; r++) {
                if (!router.free(c, r)) {
                    return false;
                }
            }
        }
        return true;
    }

    // ---- tracks

    private void connectPins() {
        for (Pin pin : pins) {
            if (dice.chance(0.88)) {
                connect(pin);
            }
        }
    }

    private void connect(Pin pin) {
        int from = router.cell(pin.column, pin.row);
        boolean wide = dice.chance(0.12);
        for (int attempt = 0; attempt < 4; attempt++) {
            boolean toVia = dice.chance(0.45);
            int to = toVia ? inside() : border();
            if (to >= 0 && lay(pin.net, from, to, pin.exit, wide)) {
                if (toVia) {
                    via(pin.net, to);
                }
                return;
            }
        }
    }

    /** Bundles of parallel tracks through what room is left. */
    private void buses() {
        int bundles = router.columns * router.rows / dice.count(22, 45);
        for (int i = 0; i < bundles; i++) {
            int from = border();
            int to = dice.chance(0.75) ? border() : inside();
            boolean wide = dice.chance(0.3);
            int width = wide ? 1 : dice.count(2, 5);
            for (int k = 0; k < width && from >= 0 && to >= 0; k++) {
                bundleTrack(from, to, wide);
                from = beside(from);
                to = beside(to);
            }
        }
    }

    private void bundleTrack(int from, int to, boolean wide) {
        int net = ++nets;
        if (lay(net, from, to, -1, wide) && !outside(to)) {
            via(net, to);
        }
    }

    /** The next free cell along the same side, or -1. */
    private int beside(int cell) {
        int column = cell % router.columns;
        int row = cell / router.columns;
        boolean along = row == 0 || row == router.rows - 1;
        int c = column + (along ? 1 : 0);
        int r = row + (along ? 0 : 1);
        return router.free(c, r) ? router.cell(c, r) : -1;
    }

    private boolean outside(int cell) {
        int column = cell % router.columns;
        int row = cell / router.columns;
        return column == 0 || row == 0 || column == router.columns - 1 || row == router.rows - 1;
    }

    private int border() {
        int column = dice.count(1, router.columns - 2);
        int row = dice.count(1, router.rows - 2);
        switch (dice.count(0, 3)) {
            case 0 -> column = 0;
            case 1 -> column = router.columns - 1;
            case 2 -> row = 0;
            default -> row = router.rows - 1;
        }
        return router.free(column, row) ? router.cell(column, row) : -1;
    }

    private int inside() {
        int column = dice.count(2, router.columns - 3);
        int row = dice.count(2, router.rows - 3);
        return vacant(column - 1, row - 1, 3, 3) ? router.cell(column, row) : -1;
    }

    private boolean lay(int net, int from, int to, int exit, boolean wide) {
        List<Integer> cells = router.route(net, from, to, exit, wide);
        if (cells.size() < 3) {
            return false;
        }
        List<Integer> corners = corners(cells);
        double[] xs = corners.stream().mapToDouble(c -> x(c % router.columns)).toArray();
        double[] ys = corners.stream().mapToDouble(c -> y(c / router.columns)).toArray();
        tracks.add(new Track(net, xs, ys, wide ? WIDE * trackWidth : trackWidth));
        return true;
    }

    private static List<Integer> corners(List<Integer> cells) {
        List<Integer> corners = new ArrayList<>(List.of(cells.get(0)));
        for (int i = 1; i < cells.size() - 1; i++) {
            if (cells.get(i) - cells.get(i - 1) != cells.get(i + 1) - cells.get(i)) {
                corners.add(cells.get(i));
            }
        }
        corners.add(cells.get(cells.size() - 1));
        return corners;
    }

    private void via(int net, int cell) {
        int column = cell % router.columns;
        int row = cell / router.columns;
        router.occupy(column, row, net, true);
        double diameter = 0.8 * pitch;
        pads.add(new Pad(net, x(column), y(row), diameter, diameter, diameter / 2, 0.34 * pitch, dice.chance(0.5)));
    }

    // ---- copper areas and text

    private void pour() {
        if (!dice.chance(0.55)) {
            return;
        }
        int net = ++nets;
        double w = dice.between(0.3, 0.7) * size;
        double h = dice.between(0.3, 0.7) * size;
        double x = dice.between(-0.3, 1.0) * size - (dice.chance(0.5) ? 0 : w / 2);
        double y = dice.between(-0.3, 1.0) * size - (dice.chance(0.5) ? 0 : h / 2);
        pours.add(new Pour(net, chamfered(x, y, w, h, 1.5 * pitch)));
        for (int column = 1; column < router.columns - 1; column += 2) {
            for (int row = 1; row < router.rows - 1; row += 2) {
                boolean within = x(column) > x + 1.5 * pitch
                        && x(column) < x + w - 1.5 * pitch
                        && y(row) > y + 1.5 * pitch
                        && y(row) < y + h - 1.5 * pitch;
                if (within && vacant(column - 1, row - 1, 3, 3) && dice.chance(0.5)) {
                    via(net, router.cell(column, row));
                }
            }
        }
    }

    private static Path2D chamfered(double x, double y, double w, double h, double cut) {
        Path2D path = new Path2D.Double();
        path.moveTo(x + cut, y);
        path.lineTo(x + w - cut, y);
        path.lineTo(x + w, y + cut);
        path.lineTo(x + w, y + h - cut);
        path.lineTo(x + w - cut, y + h);
        path.lineTo(x + cut, y + h);
        path.lineTo(x, y + h - cut);
        path.lineTo(x, y + cut);
        path.closePath();
        return path;
    }

    private void strayText() {
        if (dice.chance(0.3)) {
            String words = dice.pick(List.of("REV B", "GND", "+5V", "CANDOR", "MAIN 2.1", "TX RX", "PCB-A7", "94V-0"));
            text(words, dice.between(0, 0.7) * size, dice.between(0.05, 0.9) * size);
        }
    }

    private void text(String words, double x, double y) {
        texts.add(StrokeFont.outline(words, x, y, TEXT * pitch));
    }

    /** Text is printed where it meets neither a bare pad nor other text, as design rules demand. */
    private void print() {
        List<Rectangle2D> taken = new ArrayList<>();
        for (Pad pad : pads) {
            if (!pad.covered()) {
                taken.add(pad.outline(0.1 * pitch).getBounds2D());
            }
        }
        for (Path2D text : texts) {
            Rectangle2D box = text.getBounds2D();
            if (taken.stream().noneMatch(box::intersects)) {
                silk.add(line(text));
                taken.add(box);
            }
        }
    }

    private Silk line(java.awt.Shape shape) {
        return new Silk(shape, Math.max(1, 0.15 * trackWidth));
    }
}
