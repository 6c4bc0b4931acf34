package io.candor.data.synth;

import io.candor.data.Image;
import io.candor.data.Label;
import io.candor.data.Split;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.List;
import java.util.stream.IntStream;

/** Draws inspection pictures of circuit boards. */
public final class BoardPainter {

    /** Whether the planted defects are shown; without them the picture is otherwise the same. */
    public enum Defects {
        SHOWN,
        LEFT_OUT
    }

    /**
     * A picture and what is on it.
     *
     * @param labels the true ones
     */
    public record Board(Image image, List<Label> labels, List<LookAlike> lookAlikes) {}

    private static final int LAYOUTS = 4;

    private final SynthOptions options;

    public BoardPainter(SynthOptions options) {
        this.options = options;
    }

    /** The picture number {@code index} of a split. */
    public Board paint(Split split, int index) {
        return paint(split, index, Defects.SHOWN);
    }

    /** The same picture with or without its defects; labels are those of the planted defects either way. */
    public Board paint(Split split, int index, Defects defects) {
        Dice dice = Dice.of(options.seed(), split, index);
        int size = options.size();
        double unit = options.trackWidth();
        double ease = 1 - options.difficulty();
        Palette palette = Palette.choose(0.5 + 0.65 * ease, dice.split());
        Scene scene = scene(0.8 + 0.4 * ease, dice.split());
        Copper board = scene.board;
        Raster copper = defects == Defects.SHOWN ? scene.painter.flawed() : board.copper;
        List<Label> labels = scene.painter.labels();

        BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        int[] rgb = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
        color(rgb, board, copper, palette, new Mottle(size, unit * 0.7, dice.split()));
        List<LookAlike> lookAlikes = strew(picture, scene.layout, palette, labels, dice.split());
        Image image = new Camera(options.difficulty(), dice.split()).take(rgb, size);
        return new Board(image, labels, lookAlikes);
    }

    /** A layout, its layers and the defects planted in it. */
    private record Scene(Layout layout, Copper board, DefectPainter painter) {}

    /**
     * Some layouts have no place for some defect (no two tracks near enough for a short); then another is drawn, so that
     * the classes keep their frequencies.
     */
    private Scene scene(double scale, Dice dice) {
        List<DefectKind> wanted = IntStream.range(0, dice.in(options.defects()))
                .mapToObj(i -> DefectKind.of(dice.weighted(options.classWeights())))
                .toList();
        Scene scene = null;
        for (int attempt = 0; attempt < LAYOUTS; attempt++) {
            Layout layout = Floorplan.draw(options.size(), options.trackWidth(), dice.split());
            Copper board = Copper.draw(layout, options.size());
            DefectPainter painter = new DefectPainter(layout, board, options.trackWidth(), scale, dice.split());
            scene = new Scene(layout, board, painter);
            if (wanted.stream().filter(painter::plant).count() == wanted.size()) {
                return scene;
            }
        }
        return scene;
    }

    private List<LookAlike> strew(
            BufferedImage picture, Layout layout, Palette palette, List<Label> defects, Dice dice) {
        int wanted = dice.in(options.lookAlikes());
        double mimicry = 0.25 + 0.6 * options.difficulty();
        LookAlikePainter painter =
                new LookAlikePainter(picture, layout, palette, defects, options.trackWidth(), mimicry, dice);
        for (int i = 0; i < wanted; i++) {
            painter.strew();
        }
        return painter.strewn();
    }

    /** Light from the upper left: edges of copper that face it are brighter, the others darker. */
    private static void color(int[] rgb, Copper board, Raster copper, Palette palette, Mottle mottle) {
        int size = board.size;
        for (int y = 0; y < size; y++) {
            int up = Math.max(0, y - 1) * size;
            int down = Math.min(size - 1, y + 1) * size;
            for (int x = 0; x < size; x++) {
                int i = y * size + x;
                int slope = copper.at(down + Math.min(size - 1, x + 1)) - copper.at(up + Math.max(0, x - 1));
                rgb[i] = pixel(board, i, copper.at(i) / 255.0, slope, mottle.at(x, y), palette);
            }
        }
    }

    private static int pixel(Copper board, int i, double copper, int slope, double mottle, Palette palette) {
        double open = board.openings.at(i) / 255.0;
        double hole = board.holes.at(i) / 255.0;
        double silk = board.silk.at(i) / 255.0 * (1 - open) * (1 - hole);
        double relief = slope * (0.07 + 0.06 * open);
        double shade = 1 + 0.05 * mottle;
        int packed = 0;
        for (int c = 0; c < 3; c++) {
            double masked = between(palette.laminate()[c], palette.copper()[c], copper) * shade;
            double bare = between(Palette.BARE[c], palette.finish()[c], copper) * (1 + 0.03 * mottle);
            double value = between(masked, bare, open) + relief;
            value = between(value, Palette.HOLE[c], hole);
            value = between(value, palette.silk()[c], 0.92 * silk);
            packed = packed << 8 | (int) Math.max(0, Math.min(255, value + 0.5));
        }
        return packed;
    }

    private static double between(double a, double b, double share) {
        return a + share * (b - a);
    }
}
