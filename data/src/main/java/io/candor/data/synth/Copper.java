package io.candor.data.synth;

import io.candor.data.synth.Layout.Pad;
import io.candor.data.synth.Layout.Pour;
import io.candor.data.synth.Layout.Silk;
import io.candor.data.synth.Layout.Track;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** The layers of a flawless board: copper, the net each pixel belongs to, mask openings, drill holes, silk screen. */
final class Copper {

    /** Air around foreign copper inside a filled area, in track widths; wide enough that no slivers remain. */
    private static final double CLEARANCE = 0.62;

    final int size;
    final Raster copper;
    final Raster openings;
    final Raster holes;
    final Raster silk;
    private final int[] nets;
    private final Graphics2D netPen;

    private Copper(int size) {
        this.size = size;
        copper = new Raster(size);
        openings = new Raster(size);
        holes = new Raster(size);
        silk = new Raster(size);
        BufferedImage numbers = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        nets = ((DataBufferInt) numbers.getRaster().getDataBuffer()).getData();
        netPen = numbers.createGraphics();
        netPen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    static Copper draw(Layout layout, int size) {
        Copper board = new Copper(size);
        for (Pour pour : layout.pours()) {
            board.pour(pour, layout);
        }
        for (Track track : layout.tracks()) {
            board.track(track);
        }
        for (Pad pad : layout.pads()) {
            board.pad(pad, layout.pitch());
        }
        for (Silk silk : layout.silk()) {
            board.silk.stroke(silk.lines(), silk.width());
        }
        return board;
    }

    /** The net at (x, y): 0 for no copper, -1 outside the image. */
    int net(double x, double y) {
        if (x < 0 || y < 0 || x >= size || y >= size) {
            return -1;
        }
        return nets[((int) y) * size + (int) x] & 0xffffff;
    }

    /** True when the disc around (x, y) lies inside the image and wholly on the given net (0: on no copper). */
    boolean uniform(double x, double y, double radius, int net) {
        for (double r = radius; r > 0.5; r -= 1) {
            int points = (int) Math.max(8, 6 * r);
            for (int i = 0; i < points; i++) {
                double angle = 2 * Math.PI * i / points;
                if (net(x + r * Math.cos(angle), y + r * Math.sin(angle)) != net) {
                    return false;
                }
            }
        }
        return net(x, y) == net;
    }

    private void pour(Pour pour, Layout layout) {
        copper.fill(pour.outline());
        number(pour.net());
        netPen.fill(pour.outline());
        double air = CLEARANCE * layout.unit();
        for (Track track : layout.tracks()) {
            double width = track.width() + 2 * air;
            copper.eraseStroke(track.path(), width);
            number(0);
            netPen.setStroke(Raster.round(width));
            netPen.draw(track.path());
        }
        for (Pad pad : layout.pads()) {
            if (pad.net() != pour.net()) {
                copper.erase(pad.outline(air));
                number(0);
                netPen.fill(pad.outline(air));
            }
        }
    }

    private void track(Track track) {
        copper.stroke(track.path(), track.width());
        number(track.net());
        netPen.setStroke(Raster.round(track.width()));
        netPen.draw(track.path());
    }

    private void pad(Pad pad, double pitch) {
        copper.fill(pad.outline(0));
        number(pad.net());
        netPen.fill(pad.outline(0));
        if (!pad.covered()) {
            openings.fill(pad.outline(0.05 * pitch));
        }
        if (pad.hole() > 0) {
            holes.fill(pad.drill());
        }
    }

    private void number(int net) {
        netPen.setColor(new Color(net));
    }
}
