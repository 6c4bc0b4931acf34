package io.candor.weights;

import io.candor.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A tensor of libtorch, copied to the Java heap only when a file wants its numbers. */
record LiveTensor(Tensor tensor, List<Long> shape) implements TensorSource {

    @Override
    public TensorData.Type type() {
        return tensor.is_floating_point() ? TensorData.Type.F32 : TensorData.Type.I64;
    }

    @Override
    public TensorData data() {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(byteCount())).order(ByteOrder.LITTLE_ENDIAN);
        if (type() == TensorData.Type.F32) {
            Tensors.read(tensor, bytes.asFloatBuffer());
        } else {
            Tensors.read(tensor, bytes.asLongBuffer());
        }
        return new TensorData(type(), shape, bytes);
    }

    @Override
    public String toString() {
        return TensorData.text(type(), shape);
    }
}
