package io.candor.export;

import io.candor.data.Classes;
import io.candor.network.Definition;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.YoloV8;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.tensor.Weight;
import io.candor.tensor.Weight.Role;
import io.candor.weights.NetworkFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Networks whose every number is random, statistics included, so that nothing can cancel out unseen. */
final class Networks {

    static final Classes CLASSES = new Classes(List.of("open", "short", "it's a \"spur\"", "hole", "pin"));

    private Networks() {}

    /** YOLOv8n for {@link #CLASSES}, a function of {@code seed}; some anchors are confident. */
    static NetworkFile random(long seed) {
        return random(seed, Scale.N, CLASSES);
    }

    static NetworkFile random(long seed, Scale scale, Classes classes) {
        return random(seed, YoloV8.definition(scale, classes.size()), classes);
    }

    static NetworkFile random(long seed, Definition definition, Classes classes) {
        Network network = new Network(definition).initialise(seed).eval();
        Random random = new Random(seed);
        for (Weight weight : network.definition().weights()) {
            switch (weight.role()) {
                case NORM_WEIGHT -> // prototypes that change from pixel to pixel, for masks of all shapes
                    fill(network, weight, random, weight.name().contains("proto.cv3") ? 40 : 1, .3);
                case NORM_BIAS, RUNNING_MEAN -> fill(network, weight, random, 0, .2);
                case RUNNING_VARIANCE -> fill(network, weight, random, .3, .1);
                default -> {
                    if (weight.role() == Role.BIAS && weight.name().contains("cv3.")) {
                        fill(network, weight, random, -1, 1.5);
                    }
                }
            }
        }
        return new NetworkFile(network, classes, Map.of());
    }

    private static void fill(Network network, Weight weight, Random random, double mean, double spread) {
        float[] values = new float[Math.toIntExact(weight.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + spread * (2 * random.nextDouble() - 1));
        }
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            network.state().get(weight.name()).copy_(Tensors.of(values, weight.sizes()));
        }
    }

    /** As an ONNX file in a folder. */
    static Path write(NetworkFile file, ExportOptions options, Path folder) {
        Path target = folder.resolve("model.onnx");
        OnnxWriter.write(file, options, new OnnxMetadata("test", Instant.EPOCH, Map.of()), target);
        return target;
    }

    /** Turns the output channels of a convolution round: classes or sides change places. */
    static void flip(NetworkFile file, String weight) {
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            Tensor tensor = file.network().state().get(weight);
            tensor.copy_(tensor.clone().flip(0));
        }
    }

    /** What {@code file}'s network says about (B, 3, side, side) images of numbers in [0, 1], decoded. */
    static float[] decoded(NetworkFile file, float[] images, long... shape) {
        try (Scope scope = Scope.open()) {
            Network network = file.network();
            return Tensors.floats(network.decode(network.forward(Tensors.of(images, shape))));
        }
    }
}
