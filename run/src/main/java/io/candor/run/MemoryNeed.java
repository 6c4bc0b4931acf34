package io.candor.run;

import io.candor.data.InvalidInput;
import io.candor.train.Input;
import io.candor.train.Recipe;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;

/**
 * A rough estimate of the memory a training step needs, to refuse what cannot possibly fit before the operating system
 * kills the process. Steps that pass and still run out of memory end with the trainer's own message.
 *
 * @param bytesPerImage of activations kept for the backward pass
 * @param input what the network is fed
 */
record MemoryNeed(double bytesPerImage, Input input) {

    /** Activations kept per input pixel, in floats, of the smallest scale: measured as 200 MB for 640 x 640 pixels. */
    private static final double FLOATS_PER_PIXEL = 120;

    /** How much more the wider and deeper scales keep. */
    private static final Map<Character, Double> SCALES = Map.of('n', 1.0, 's', 2.0, 'm', 3.8, 'l', 5.5, 'x', 7.0);

    static MemoryNeed of(Recipe recipe, Settings settings) {
        String model = settings.value(TrainKeys.MODEL).toLowerCase(Locale.ROOT);
        char scale = model.matches("yolov8[nsmlx].*") ? model.charAt(6) : 'n';
        double pixels = (double) recipe.input().imageSize() * recipe.input().imageSize();
        return new MemoryNeed(4 * FLOATS_PER_PIXEL * pixels * SCALES.get(scale), recipe.input());
    }

    /** Refuses a batch that needs more than all the memory there is, or more bytes than a Java array holds. */
    void check(int images) {
        check(images, Pointer.totalPhysicalBytes());
    }

    void check(int images, long memory) {
        int batch = Math.min(input.batch(), images);
        double pictures = 3.0 * batch * input.imageSize() * input.imageSize();
        if (pictures > Integer.MAX_VALUE || (memory > 0 && batch * bytesPerImage > memory)) {
            int fitting = (int) Math.max(1, Math.min(memory / 2.0 / bytesPerImage, 1024));
            throw new InvalidInput(
                    "batch-larger-than-memory",
                    "A step with %d images of %d pixels needs about %.0f GiB; this machine has %.0f. Use a smaller --batch, such as %d, or a smaller --imgsz; small batches are accumulated, so the result changes little."
                            .formatted(
                                    batch,
                                    input.imageSize(),
                                    batch * bytesPerImage / (1 << 30),
                                    (double) memory / (1 << 30),
                                    fitting));
        }
    }
}
