package io.candor.data.synth;

import io.candor.data.Box;
import io.candor.data.Label;
import io.candor.data.Mask;
import io.candor.data.synth.Layout.Track;
import java.awt.Rectangle;
import java.awt.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plants defects in a board's copper and notes exactly where the copper changed. */
final class DefectPainter {

    private static final int ATTEMPTS = 250;

    /** Longest short in track widths: between tracks with one free lane between them. */
    private static final double LONGEST_BRIDGE = 3.3;

    /** Picture shading and camera blur carry a change of the copper two pixels further. */
    static final double REACH = 2;

    private static final int HALF = 128; // of 255: of a pixel's cover

    private final Layout layout;
    private final Copper board;
    private final Raster flawed;
    private final double unit; // an ordinary track's width
    private final double scale;
    private final Dice dice;
    private final List<Label> labels = new ArrayList<>();

    /** A point on the middle line of a track. */
    private record Site(Track track, double x, double y, double ux, double uy, double room) {}

    /** Where the copper changed. */
    @SuppressWarnings("ArrayRecordComponent") // consumed once and never compared
    private record Defect(Box box, double[] outline) {}

    /** What to do to the copper: fill the shape, or erase it. */
    private record Change(Shape shape, boolean adds) {}

    /** @param scale size of the defects, 1 being ordinary */
    DefectPainter(Layout layout, Copper board, double unit, double scale, Dice dice) {
        this.layout = layout;
        this.board = board;
        this.flawed = board.copper.copy();
        this.unit = unit;
        this.scale = scale;
        this.dice = dice;
    }

    /** The copper with everything that has been planted. */
    Raster flawed() {
        return flawed;
    }

    List<Label> labels() {
        return List.copyOf(labels);
    }

    /** Plant one defect where the layout has room for it; false when no place was found. */
    boolean plant(DefectKind kind) {
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<Defect> defect = propose(kind).flatMap(this::apply);
            if (defect.isPresent()) {
                labels.add(new Label(
                        kind.classIndex(), defect.get().box(), defect.get().outline()));
                return true;
            }
        }
        return false;
    }

    private Optional<Change> propose(DefectKind kind) {
        return switch (kind) {
            case OPEN -> site().flatMap(this::open);
            case SHORT -> site().flatMap(this::bridge);
            case MOUSEBITE -> site().flatMap(this::mousebite);
            case SPUR -> site().flatMap(this::spur);
            case COPPER -> island();
            case PIN_HOLE -> pinHole();
        };
    }

    // ---- the six kinds

    private Optional<Change> open(Site site) {
        double half = unit * scale * dice.between(0.28, 0.6);
        if (site.room < half + 0.8 * unit) {
            return Optional.empty();
        }
        double across = site.track.width() / 2 + 0.22 * unit;
        double[] ends = new double[5];
        java.util.Arrays.fill(ends, half);
        // A band laid across the track: its ragged sides are the two broken ends.
        return erase(Blob.band(site.x, site.y, -site.uy, site.ux, -across, across, ends, 0.16 * unit, dice));
    }

    private Optional<Change> bridge(Site site) {
        int side = dice.sign();
        double nx = -site.uy * side;
        double ny = site.ux * side;
        double edge = site.track.width() / 2;
        double far = edge + 1;
        while (far < edge + LONGEST_BRIDGE * unit && board.net(site.x + far * nx, site.y + far * ny) == 0) {
            far += 0.5;
        }
        double gap = far - edge;
        int other = board.net(site.x + (far + 0.3 * unit) * nx, site.y + (far + 0.3 * unit) * ny);
        if (other <= 0 || other == site.track.net() || gap < 0.35 * unit || gap > LONGEST_BRIDGE * unit) {
            return Optional.empty();
        }
        double half = unit * scale * dice.between(0.26, 0.45);
        double[] widths = {1.5 * half, 1.1 * half, half, 1.1 * half, 1.5 * half};
        return fill(Blob.band(site.x, site.y, nx, ny, edge - 0.3 * unit, far + 0.3 * unit, widths, 0.1 * unit, dice));
    }

    private Optional<Change> mousebite(Site site) {
        double depth = site.track.width() * Math.min(0.66, scale * dice.between(0.42, 0.6));
        double along = depth * dice.between(0.7, 1.15);
        if (site.room < along) {
            return Optional.empty();
        }
        int side = dice.sign();
        double out = site.track.width() / 2;
        return erase(Blob.of(
                site.x - site.uy * side * out,
                site.y + site.ux * side * out,
                site.ux,
                site.uy,
                along,
                depth,
                0.2,
                dice));
    }

    private Optional<Change> spur(Site site) {
        int side = dice.sign();
        double nx = -site.uy * side;
        double ny = site.ux * side;
        double edge = site.track.width() / 2;
        double length = unit * scale * dice.between(0.5, 0.85);
        double half = unit * scale * dice.between(0.26, 0.42);
        double tip = edge + length;
        double middle = edge + length / 2 + 0.3 * unit;
        boolean clear =
                board.uniform(site.x + nx * (tip + 0.12 * unit), site.y + ny * (tip + 0.12 * unit), 0.34 * unit, 0)
                        && board.uniform(site.x + nx * middle, site.y + ny * middle, 0.25 * unit, 0);
        if (!clear || site.room < half) {
            return Optional.empty();
        }
        double[] widths = {1.3 * half, half, 0.95 * half, 0.75 * half, 0.35 * half};
        return fill(Blob.band(site.x, site.y, nx, ny, edge - 0.25 * unit, tip, widths, 0.07 * unit, dice));
    }

    private Optional<Change> island() {
        double x = dice.between(0, board.size);
        double y = dice.between(0, board.size);
        double radius = unit * scale * dice.between(0.3, 0.6);
        if (!board.uniform(x, y, 1.2 * radius + 0.25 * unit, 0)) {
            return Optional.empty();
        }
        double angle = dice.between(0, Math.PI);
        return fill(
                Blob.of(x, y, Math.cos(angle), Math.sin(angle), radius, radius * dice.between(0.65, 1), 0.25, dice));
    }

    private Optional<Change> pinHole() {
        double x = dice.between(0, board.size);
        double y = dice.between(0, board.size);
        int net = board.net(x, y);
        double radius = unit * scale * dice.between(0.2, 0.3);
        if (net <= 0 || !board.uniform(x, y, radius + 0.17 * unit, net)) {
            return Optional.empty();
        }
        return erase(Blob.of(x, y, 1, 0, radius, radius * dice.between(0.8, 1), 0.15, dice));
    }

    // ---- where

    private Optional<Site> site() {
        if (layout.tracks().isEmpty()) {
            return Optional.empty();
        }
        Track track = dice.pick(layout.tracks());
        double along = dice.between(0, track.length());
        int segment = 0;
        while (segment < track.segments() - 1 && along > track.length(segment)) {
            along -= track.length(segment++);
        }
        double length = track.length(segment);
        double ux = (track.x()[segment + 1] - track.x()[segment]) / length;
        double uy = (track.y()[segment + 1] - track.y()[segment]) / length;
        double x = track.x()[segment] + along * ux;
        double y = track.y()[segment] + along * uy;
        if (board.net(x, y) != track.net()) {
            return Optional.empty(); // outside the image
        }
        return Optional.of(new Site(track, x, y, ux, uy, Math.min(along, length - along)));
    }

    private static Optional<Change> fill(Shape shape) {
        return Optional.of(new Change(shape, true));
    }

    private static Optional<Change> erase(Shape shape) {
        return Optional.of(new Change(shape, false));
    }

    // ---- planting

    private Optional<Defect> apply(Change change) {
        Rectangle bounds = change.shape.getBounds();
        bounds.grow(2, 2);
        if (!suitable(bounds) || !apart(bounds)) {
            return Optional.empty();
        }
        if (change.adds) {
            flawed.fill(change.shape);
        } else {
            flawed.erase(change.shape);
        }
        Optional<Box> box = extent(bounds);
        if (box.isEmpty()) {
            undo(bounds);
        }
        return box.map(extent -> new Defect(extent, outline(bounds)));
    }

    /** Inside the image, under solder mask, and not hidden by silk screen. */
    private boolean suitable(Rectangle bounds) {
        int edge = (int) (REACH + margin());
        Rectangle inside = new Rectangle(edge, edge, board.size - 2 * edge, board.size - 2 * edge);
        if (!inside.contains(bounds)) {
            return false;
        }
        long white = 0;
        for (int y = bounds.y; y < bounds.y + bounds.height; y++) {
            for (int x = bounds.x; x < bounds.x + bounds.width; x++) {
                if (board.openings.at(x, y) > 0 || board.holes.at(x, y) > 0) {
                    return false;
                }
                white += board.silk.at(x, y);
            }
        }
        return white < 0.06 * 255 * bounds.width * bounds.height;
    }

    /** The box around every pixel whose copper changed; empty when the change is too small to be seen. */
    private Optional<Box> extent(Rectangle bounds) {
        int x1 = Integer.MAX_VALUE;
        int y1 = Integer.MAX_VALUE;
        int x2 = -1;
        int y2 = -1;
        double changed = 0;
        for (int y = bounds.y; y < bounds.y + bounds.height; y++) {
            for (int x = bounds.x; x < bounds.x + bounds.width; x++) {
                int difference = Math.abs(flawed.at(x, y) - board.copper.at(x, y));
                if (difference > 0) {
                    x1 = Math.min(x1, x);
                    y1 = Math.min(y1, y);
                    x2 = Math.max(x2, x + 1);
                    y2 = Math.max(y2, y + 1);
                    changed += difference / 255.0;
                }
            }
        }
        if (changed < 0.06 * unit * unit) {
            return Optional.empty();
        }
        double m = margin();
        return Optional.of(new Box(x1 - m, y1 - m, x2 + m, y2 + m));
    }

    /** The outline of the pixels whose copper is another by at least half, or at all if there are none such. */
    private double[] outline(Rectangle bounds) {
        Mask clear = changed(bounds, HALF);
        return (clear.isEmpty() ? changed(bounds, 1) : clear).outline();
    }

    private Mask changed(Rectangle bounds, int least) {
        Mask.Builder mask = new Mask.Builder(board.size, board.size);
        for (int x = bounds.x; x < bounds.x + bounds.width; x++) {
            for (int y = bounds.y; y < bounds.y + bounds.height; y++) {
                if (Math.abs(flawed.at(x, y) - board.copper.at(x, y)) >= least) {
                    mask.add(x, y, y + 1);
                }
            }
        }
        return mask.build();
    }

    private double margin() {
        return Math.max(REACH, Math.rint(0.25 * unit));
    }

    /** Far enough from every earlier defect that their boxes stay disjoint. */
    private boolean apart(Rectangle bounds) {
        double m = margin() + 4;
        Box roomy = new Box(bounds.x - m, bounds.y - m, bounds.getMaxX() + m, bounds.getMaxY() + m);
        return labels.stream().allMatch(label -> roomy.iou(label.box()) == 0);
    }

    private void undo(Rectangle bounds) {
        for (int y = bounds.y; y < bounds.y + bounds.height; y++) {
            for (int x = bounds.x; x < bounds.x + bounds.width; x++) {
                flawed.restore(board.copper, y * board.size + x);
            }
        }
    }
}
