package io.candor.data.augment;

import io.candor.data.Image;
import io.candor.data.Label;
import java.util.ArrayList;
import java.util.List;

/**
 * Four pictures around one point of a canvas of twice the training size (Bochkovskiy et al., 2020): upper left, upper
 * right, lower left, lower right, each cut where it leaves the canvas, grey where none reaches.
 *
 * @param size training size in pixels
 * @param centerX where the four meet, in canvas pixels
 * @param centerY where the four meet, in canvas pixels
 */
public record Mosaic(int size, int centerX, int centerY) {

    /** Pictures in one mosaic. */
    public static final int TILES = 4;

    /** The meeting point anywhere in the middle half of the canvas. */
    static Mosaic draw(int size, Chance chance) {
        int x = (int) chance.uniform(0.5 * size, 1.5 * size);
        int y = (int) chance.uniform(0.5 * size, 1.5 * size);
        return new Mosaic(size, x, y);
    }

    /** Pixels of each side of the canvas. */
    int canvas() {
        return 2 * size;
    }

    /**
     * The canvas with all labels.
     *
     * @param tiles four scenes no larger than the training size
     */
    public Scene apply(List<Scene> tiles) {
        Image canvas = Image.filled(canvas(), canvas(), Pixels.FILL);
        for (int i = 0; i < TILES; i++) {
            paste(tiles.get(i).image(), i, canvas);
        }
        return new Scene(canvas, labels(tiles));
    }

    private void paste(Image tile, int position, Image canvas) {
        int left = left(tile, position);
        int top = top(tile, position);
        int x = Math.max(left, 0);
        int y = Math.max(top, 0);
        int width = Math.min(left + tile.width(), canvas()) - x;
        int height = Math.min(top + tile.height(), canvas()) - y;
        Pixels.paste(tile, x - left, y - top, width, height, canvas, x, y);
    }

    /** Canvas column of the first column of the tile at a position from 0 to 3, negative when it is cut. */
    int left(Image tile, int position) {
        return position % 2 == 0 ? centerX - tile.width() : centerX;
    }

    /** Canvas row of the first row of the tile at a position from 0 to 3, negative when it is cut. */
    int top(Image tile, int position) {
        return position < 2 ? centerY - tile.height() : centerY;
    }

    /** The labels of all tiles, in canvas pixels. */
    List<Label> labels(List<Scene> tiles) {
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < TILES; i++) {
            Scene tile = tiles.get(i);
            int left = left(tile.image(), i);
            int top = top(tile.image(), i);
            var moved = tile.labels().stream().map(label -> label.scaleAndShift(1, 1, left, top));
            labels.addAll(Labels.inside(moved, canvas(), canvas()));
        }
        return labels;
    }
}
