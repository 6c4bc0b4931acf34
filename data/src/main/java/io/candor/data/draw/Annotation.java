package io.candor.data.draw;

import io.candor.data.Box;

/**
 * One box to draw.
 *
 * @param box in pixels of the picture
 * @param caption drawn at the box; empty for none
 * @param colorIndex usually the class index; see {@link Palette}
 */
public record Annotation(Box box, String caption, int colorIndex) {}
