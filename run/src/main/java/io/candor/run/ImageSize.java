package io.candor.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.InvalidInput;
import io.candor.infer.ModelCard;
import io.candor.train.Input;
import io.candor.weights.NetworkFile;
import io.candor.weights.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;

/** The side of the network's input. */
final class ImageSize {

    private static final JsonMapper JSON = new JsonMapper();

    private ImageSize() {}

    /** The next multiple of the network's stride; the listener is told if that is another number. */
    static int rounded(int asked, RunListener listener) {
        int size = Input.roundedUp(asked);
        if (size != asked) {
            listener.say("imgsz %d is not a multiple of %d: using %d.".formatted(asked, Input.STRIDE, size));
        }
        return size;
    }

    /**
     * The settings with the size their model was trained at, if none was given and the model knows: at another size the
     * same objects have other sizes in pixels, and accuracy and confidence suffer. The listener is told unless it is the
     * size that would have been used anyway.
     */
    static Settings asTrained(Settings settings, Key<Integer> key, RunListener listener) {
        boolean files = settings.given(TrustKeys.PREDICTIONS).isPresent(); // the network does not run
        if (files || settings.given(key).isPresent()) {
            return settings;
        }
        OptionalInt trained = settings.given(PlaceKeys.MODEL).map(ImageSize::of).orElse(OptionalInt.empty());
        if (trained.isEmpty()
                || key.standard().filter(usual -> usual == trained.getAsInt()).isPresent()) {
            return settings;
        }
        listener.say(
                "imgsz %d, as the model was trained; give %s for another.".formatted(trained.getAsInt(), key.option()));
        return settings.with(key, trained.getAsInt());
    }

    /** What an exported file takes; {@link #recorded} for weights of a detector. */
    private static OptionalInt of(Path model) {
        if (ModelFile.isOnnx(model) && Files.isRegularFile(model)) {
            return OptionalInt.of(ModelCard.of(model).imageSize());
        }
        OptionalInt recorded = recorded(model);
        return recorded.isPresent() ? OptionalInt.of(Input.roundedUp(recorded.getAsInt())) : recorded;
    }

    /** The size recorded in Candor's own weight files; empty for those of others. */
    static OptionalInt recorded(Path model) {
        boolean own = model.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors");
        if (!own || !Files.isRegularFile(model)) {
            return OptionalInt.empty();
        }
        String training = Safetensors.contents(model).metadata().get(NetworkFile.TRAINING);
        if (training == null) {
            return OptionalInt.empty();
        }
        try {
            JsonNode size = JSON.readTree(training).at("/recipe/imgsz");
            return size.isMissingNode() ? OptionalInt.empty() : OptionalInt.of(size.asInt());
        } catch (JsonProcessingException e) {
            throw new InvalidInput(
                    "weights-file",
                    "%s: the metadata \"%s\" is not JSON (%s). Copy the file again."
                            .formatted(model, NetworkFile.TRAINING, e.getOriginalMessage()),
                    e);
        }
    }
}
