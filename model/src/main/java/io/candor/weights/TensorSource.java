package io.candor.weights;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A tensor whose description is known at once and whose numbers are fetched when they are needed, so that a file of many
 * tensors takes the Java heap of one of them.
 */
public interface TensorSource {

    /** Number format. */
    TensorData.Type type();

    /** Sizes per axis; empty for a single number. */
    List<Long> shape();

    /** The numbers, of this type and shape; every call may fetch them anew. */
    TensorData data();

    /** Number of elements; {@link ArithmeticException} if that is no {@code long}. */
    default long elements() {
        return TensorData.elements(shape());
    }

    /** Size of all numbers. */
    default long byteCount() {
        return Math.multiplyExact(elements(), type().bytes());
    }

    /** {@code tensor} as float32, or as int64 if it holds whole numbers; it must live until the numbers are fetched. */
    static TensorSource of(Tensor tensor) {
        return of(tensor, tensor.shape());
    }

    /** {@link #of(Tensor)} in row-major order with another shape of as many elements. */
    static TensorSource of(Tensor tensor, long... shape) {
        return new LiveTensor(tensor, TensorData.axes(shape));
    }
}
