package io.candor.export;

import io.candor.data.Batch;
import io.candor.data.Image;
import io.candor.network.Network;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * What libtorch says about one framed picture, and the numbers it was given.
 *
 * @param input (1, 3, H, W), direct
 * @param answers to it alone
 */
record Reference(FloatBuffer input, NetworkAnswers answers) {

    static Reference of(Network network, Image framed) {
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            Tensor images = Tensors.images(Batch.of(framed), network.device());
            return new Reference(direct(Tensors.floats(images)), NetworkAnswers.of(network, images));
        }
    }

    private static FloatBuffer direct(float[] numbers) {
        return ByteBuffer.allocateDirect(numbers.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(numbers)
                .flip();
    }
}
