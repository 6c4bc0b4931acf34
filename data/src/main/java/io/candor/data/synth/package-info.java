/**
 * Drawn circuit boards with planted defects: a data set whose truth is known exactly, made where it is needed, so that
 * nothing has to be downloaded before the first training.
 *
 * <p>A board is laid out ({@code Floorplan}, {@code Router}), its copper is drawn ({@code Copper}), defects are planted
 * in the copper ({@code DefectPainter}), the copper becomes a picture ({@code BoardPainter}), harmless dirt is strewn
 * over it ({@code LookAlikePainter}) and a camera looks at it ({@code Camera}). Every choice comes from the data set's
 * seed, the split and the image's number.
 */
package io.candor.data.synth;
