/**
 * Native memory and the numbers in it: who owns a tensor ({@link io.candor.tensor.Scope}), a dozen verbs that keep
 * libtorch's ceremony out of formulas ({@link io.candor.tensor.Tensors}), and the operations networks are written in.
 *
 * <p>Letters of shapes: {@code B} images of a batch, {@code C} channels, {@code H}, {@code W} height and width, {@code K}
 * classes, {@code A} anchors of all levels, {@code N} labels.
 */
package io.candor.tensor;
