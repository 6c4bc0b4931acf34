package io.candor.export;

import io.candor.data.Batch;
import io.candor.data.Image;
import io.candor.network.Network;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
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
            Tensor images = Tensors.images(batch(framed), network.device());
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

    /** The image alone, red first. */
    static Batch batch(Image image) {
        byte[] rgb = new byte[image.bgr().length];
        for (int i = 0; i < rgb.length; i += Image.CHANNELS) {
            rgb[i] = image.bgr()[i + 2];
            rgb[i + 1] = image.bgr()[i + 1];
            rgb[i + 2] = image.bgr()[i];
        }
        return new Batch(
                image.height(), image.width(), rgb, new int[0], new int[0], new float[0], List.of(Path.of("image")));
    }
}
