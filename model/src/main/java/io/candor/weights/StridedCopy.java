package io.candor.weights;

import io.candor.weights.Inert.View;
import java.nio.ByteBuffer;
import java.util.List;

/** Brings a view of a storage into row-major order. */
final class StridedCopy {

    private StridedCopy() {}

    /**
     * @throws IndexOutOfBoundsException if the view reaches outside {@code storage}
     * @throws IllegalArgumentException if it has not as many strides as sizes
     */
    static TensorData of(View view, byte[] storage) {
        List<Long> shape = view.shape();
        int width = view.storage().type().bytes();
        if (shape.size() != view.strides().size() || shape.stream().anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException("shape %s, strides %s".formatted(shape, view.strides()));
        }
        int elements = Math.toIntExact(TensorData.elements(shape));
        byte[] bytes = new byte[Math.multiplyExact(elements, width)];
        if (rowMajor(view)) {
            System.arraycopy(storage, Math.toIntExact(view.offset() * width), bytes, 0, bytes.length);
            return new TensorData(view.storage().type(), shape, ByteBuffer.wrap(bytes));
        }
        long[] index = new long[shape.size()];
        for (int i = 0; i < elements; i++) {
            System.arraycopy(storage, Math.toIntExact(offset(view, index) * width), bytes, i * width, width);
            advance(index, shape);
        }
        return new TensorData(view.storage().type(), shape, ByteBuffer.wrap(bytes));
    }

    private static boolean rowMajor(View view) {
        long step = 1;
        for (int axis = view.shape().size() - 1; axis >= 0; axis--) {
            if (view.strides().get(axis) != step) {
                return false;
            }
            step *= view.shape().get(axis);
        }
        return true;
    }

    private static long offset(View view, long[] index) {
        long offset = view.offset();
        for (int axis = 0; axis < index.length; axis++) {
            offset = Math.addExact(
                    offset, Math.multiplyExact(index[axis], view.strides().get(axis)));
        }
        return offset;
    }

    private static void advance(long[] index, List<Long> shape) {
        for (int axis = index.length - 1; axis >= 0; axis--) {
            if (++index[axis] < shape.get(axis)) {
                return;
            }
            index[axis] = 0;
        }
    }
}
