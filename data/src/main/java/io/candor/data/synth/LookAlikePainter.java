package io.candor.data.synth;

import io.candor.data.Box;
import io.candor.data.Label;
import io.candor.data.synth.Layout.Pad;
import io.candor.data.synth.LookAlike.Kind;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Strews harmless dirt over a finished board, away from the defects, so that what is labelled stays visible. */
final class LookAlikePainter {

    private static final int ATTEMPTS = 20;

    private final int size;
    private final double unit;
    private final double mimicry;
    private final Palette palette;
    private final Layout layout;
    private final List<Label> defects;
    private final Dice dice;
    private final Graphics2D pen;
    private final List<LookAlike> strewn = new ArrayList<>();

    /** @param mimicry 0 to 1, how close the dust's colours come to those of copper and laminate */
    LookAlikePainter(
            BufferedImage picture,
            Layout layout,
            Palette palette,
            List<Label> defects,
            double unit,
            double mimicry,
            Dice dice) {
        this.size = picture.getWidth();
        this.layout = layout;
        this.palette = palette;
        this.defects = defects;
        this.unit = unit;
        this.mimicry = mimicry;
        this.dice = dice;
        this.pen = Raster.smooth(picture.createGraphics());
    }

    List<LookAlike> strewn() {
        return List.copyOf(strewn);
    }

    /** Draw one more; nothing is drawn where no free place is found. */
    void strew() {
        Kind kind = dice.pick(List.of(
                Kind.DUST, Kind.DUST, Kind.DUST, Kind.FIBRE, Kind.SCRATCH, Kind.SCRATCH, Kind.STAIN, Kind.FLUX));
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<Box> box = switch (kind) {
                case DUST -> dust();
                case FIBRE -> fibre();
                case SCRATCH -> scratch();
                case STAIN -> stain();
                case FLUX -> flux();
            };
            if (box.isPresent()) {
                strewn.add(new LookAlike(kind, box.get()));
                return;
            }
        }
    }

    private Optional<Box> dust() {
        double radius = unit * dice.between(0.16, 0.5);
        double angle = dice.between(0, Math.PI);
        Shape speck = Blob.of(
                anywhere(),
                anywhere(),
                Math.cos(angle),
                Math.sin(angle),
                radius,
                radius * dice.between(0.5, 1),
                0.4,
                dice);
        return free(speck, unit).map(box -> {
            boolean light = dice.chance(0.6);
            double[] look = light ? palette.copper() : palette.laminate();
            double[] plain = light ? new double[] {198, 194, 184} : new double[] {44, 40, 38};
            shadow(speck, box);
            pen.setColor(mix(plain, look, mimicry * dice.between(0.4, 1), 1));
            pen.fill(speck);
            if (light) {
                pen.setColor(new Color(255, 255, 255, 70));
                double r = radius * 0.45;
                pen.fill(Blob.of(box.centerX() - r / 2, box.centerY() - r / 2, 1, 0, r, r, 0.2, dice));
            }
            return box;
        });
    }

    private Optional<Box> fibre() {
        Path2D hair = curve(unit * dice.between(2, 5), unit * 1.6);
        return free(hair, 1).map(box -> {
            double width = Math.max(0.8, 0.13 * unit);
            hair.transform(java.awt.geom.AffineTransform.getTranslateInstance(1.2, 1.4));
            draw(hair, width, new Color(0, 0, 0, 60));
            hair.transform(java.awt.geom.AffineTransform.getTranslateInstance(-1.2, -1.4));
            draw(hair, width, dice.chance(0.7) ? new Color(226, 224, 216, 210) : new Color(60, 70, 120, 210));
            return box;
        });
    }

    private Optional<Box> scratch() {
        Path2D line = curve(unit * dice.between(2.5, 9), unit * 0.6);
        return free(line, 1).map(box -> {
            int strength = (int) dice.between(60, 150);
            double width = Math.max(0.7, unit * dice.between(0.08, 0.2));
            line.transform(java.awt.geom.AffineTransform.getTranslateInstance(0.7, 0.7));
            draw(line, width, new Color(0, 0, 0, strength / 2));
            line.transform(java.awt.geom.AffineTransform.getTranslateInstance(-0.7, -0.7));
            draw(line, width, mix(palette.copper(), new double[] {236, 240, 232}, 0.55, strength / 255.0));
            return box;
        });
    }

    private Optional<Box> stain() {
        double radius = unit * dice.between(1.2, 3.2);
        Shape drop = Blob.of(anywhere(), anywhere(), 1, 0, radius, radius * dice.between(0.7, 1), 0.12, dice);
        return free(drop, 0).map(box -> {
            int shade = dice.chance(0.6) ? 0 : 235;
            int strength = (int) dice.between(35, 75);
            pen.setPaint(new RadialGradientPaint(
                    (float) box.centerX(),
                    (float) box.centerY(),
                    (float) radius,
                    new float[] {0, 0.6f, 0.9f, 1},
                    new Color[] {
                        new Color(shade, shade, shade, strength / 4),
                        new Color(shade, shade, shade, strength / 3),
                        new Color(shade, shade, shade, strength),
                        new Color(shade, shade, shade, strength / 3)
                    }));
            pen.fill(drop);
            return box;
        });
    }

    private Optional<Box> flux() {
        List<Pad> soldered =
                layout.pads().stream().filter(pad -> !pad.covered()).toList();
        if (soldered.isEmpty()) {
            return Optional.empty();
        }
        Pad pad = dice.pick(soldered);
        double angle = dice.between(0, 2 * Math.PI);
        double reach = 0.5 * Math.max(pad.width(), pad.height());
        double radius = unit * dice.between(0.7, 1.5);
        double x = pad.x() + reach * Math.cos(angle);
        double y = pad.y() + reach * Math.sin(angle);
        Shape puddle = Blob.of(x, y, Math.cos(angle), Math.sin(angle), radius, 0.75 * radius, 0.25, dice);
        return free(puddle, 0).map(box -> {
            pen.setPaint(new RadialGradientPaint(
                    (float) x, (float) y, (float) (1.4 * radius), new float[] {0, 0.75f, 1}, new Color[] {
                        new Color(196, 150, 60, 70), new Color(150, 96, 24, 120), new Color(96, 56, 10, 170)
                    }));
            pen.fill(puddle);
            pen.setColor(new Color(255, 250, 225, 120));
            double glint = 0.2 * radius;
            pen.fill(Blob.of(x - 0.3 * radius, y - 0.3 * radius, 1, 0, glint, 0.6 * glint, 0.1, dice));
            return box;
        });
    }

    private void shadow(Shape speck, Box box) {
        double lift = 0.1 * Math.max(box.width(), 6);
        pen.setColor(new Color(0, 0, 0, 70));
        pen.fill(java.awt.geom.AffineTransform.getTranslateInstance(lift, lift).createTransformedShape(speck));
    }

    private void draw(Shape line, double width, Color color) {
        pen.setColor(color);
        pen.setStroke(Raster.round(width));
        pen.draw(line);
    }

    private double anywhere() {
        return dice.between(0, size);
    }

    private Path2D curve(double length, double bend) {
        double x = anywhere();
        double y = anywhere();
        double angle = dice.between(0, 2 * Math.PI);
        double dx = length * Math.cos(angle);
        double dy = length * Math.sin(angle);
        Path2D path = new Path2D.Double();
        path.moveTo(x, y);
        path.curveTo(
                x + dx / 3 + dice.between(-bend, bend),
                y + dy / 3 + dice.between(-bend, bend),
                x + 2 * dx / 3 + dice.between(-bend, bend),
                y + 2 * dy / 3 + dice.between(-bend, bend),
                x + dx,
                y + dy);
        return path;
    }

    /** The shape's box, if it lies in the image and clear of every defect. */
    private Optional<Box> free(Shape shape, double margin) {
        Rectangle2D b = shape.getBounds2D();
        Box box = new Box(b.getMinX() - margin, b.getMinY() - margin, b.getMaxX() + margin, b.getMaxY() + margin);
        boolean inside = box.x1() >= 0 && box.y1() >= 0 && box.x2() <= size && box.y2() <= size;
        Box roomy = new Box(box.x1() - 3, box.y1() - 3, box.x2() + 3, box.y2() + 3);
        boolean clear = defects.stream().allMatch(label -> roomy.iou(label.box()) == 0);
        return inside && clear ? Optional.of(box) : Optional.empty();
    }

    private static Color mix(double[] a, double[] b, double share, double opacity) {
        int[] c = new int[3];
        for (int i = 0; i < 3; i++) {
            c[i] = (int) Math.max(0, Math.min(255, Math.round(a[i] + share * (b[i] - a[i]))));
        }
        return new Color(c[0], c[1], c[2], (int) Math.round(255 * opacity));
    }
}
