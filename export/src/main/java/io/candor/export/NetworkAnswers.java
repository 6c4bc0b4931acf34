package io.candor.export;

import io.candor.data.Detection;
import io.candor.data.augment.Letterbox;
import io.candor.detect.Prototypes;
import io.candor.detect.SuppressionOptions;
import io.candor.detect.Survivors;
import io.candor.network.Definition;
import io.candor.network.Maps;
import io.candor.network.Network;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** What a network says about the images of a batch, as numbers on the Java heap: boxes, and masks where it has them. */
public final class NetworkAnswers {

    private static final int PIXELS = 2;

    private final Definition definition;
    private final int images;
    private final float[] predictions;
    private final Optional<Masks> masks;

    /** Coefficients (B, M, A) and prototypes (B, M, height, width). */
    @SuppressWarnings("ArrayRecordComponent") // consumed once and never compared
    private record Masks(int count, int width, int height, float[] coefficients, float[] prototypes) {

        static Masks of(Tensor prototypes, List<Tensor> coefficients) {
            List<Tensor> flat = coefficients.stream()
                    .map(level -> level.flatten(PIXELS, -1))
                    .toList();
            return new Masks(
                    Math.toIntExact(prototypes.size(Tensors.CHANNELS)),
                    Math.toIntExact(prototypes.size(Tensors.WIDTH)),
                    Math.toIntExact(prototypes.size(Tensors.HEIGHT)),
                    Tensors.floats(Tensors.concat(flat, PIXELS)),
                    Tensors.floats(prototypes));
        }
    }

    private NetworkAnswers(Definition definition, Maps maps, Tensor predictions) {
        this.definition = definition;
        images = Math.toIntExact(maps.batch());
        this.predictions = Tensors.floats(predictions);
        masks = maps.prototypes().map(prototypes -> Masks.of(prototypes, maps.coefficients()));
    }

    /** Asks the network: as much work as the answer takes. */
    public static NetworkAnswers of(Network network, Tensor batch) {
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            return of(network, network.answer(batch));
        }
    }

    /** What the network has said already. */
    public static NetworkAnswers of(Network network, Maps maps) {
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            return new NetworkAnswers(network.definition(), maps, network.decode(maps));
        }
    }

    /** Boxes and probabilities of one image, (4 + K, A). */
    public float[] prediction(int image) {
        return part(predictions, image);
    }

    /** Coefficients of one image, (M, A); nothing from a network without masks. */
    Optional<float[]> coefficients(int image) {
        return masks.map(all -> part(all.coefficients, image));
    }

    /** Prototypes of one image; nothing from a network without masks. */
    Optional<Prototypes> prototypes(int image) {
        return masks.map(all -> new Prototypes(all.count, all.width, all.height, part(all.prototypes, image)));
    }

    private float[] part(float[] all, int image) {
        int length = all.length / images;
        return Arrays.copyOfRange(all, image * length, (image + 1) * length);
    }

    /**
     * The objects on one image, most confident first, boxes and masks in pixels of the image.
     *
     * @param frame how the image was put before the network
     */
    public List<Detection> detections(int image, Letterbox frame, SuppressionOptions options) {
        return prototypes(image)
                .map(known -> known.detections(
                        survivors(image, options), coefficients(image).orElseThrow(), frame))
                .orElseGet(() -> boxes(image, frame, options));
    }

    /** As {@link #detections}, without masks. */
    List<Detection> boxes(int image, Letterbox frame, SuppressionOptions options) {
        return survivors(image, options).detections().stream()
                .map(found -> new Detection(found.classIndex(), found.confidence(), frame.undo(found.box())))
                .toList();
    }

    /** What is left after selection, in pixels of the network's input. */
    Survivors survivors(int image, SuppressionOptions options) {
        return NetworkDetections.survivors(definition, prediction(image), options);
    }
}
