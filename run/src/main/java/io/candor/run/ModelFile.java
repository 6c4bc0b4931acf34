package io.candor.run;

import io.candor.export.OnnxMetadata;
import io.candor.infer.ModelCard;
import java.nio.file.Path;
import java.util.Locale;

/** What a model file is and which weights are in it: jobs take weight files and exported ones alike. */
final class ModelFile {

    private ModelFile() {}

    static boolean isOnnx(Path model) {
        return model.toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
    }

    /** SHA-256 of the weights: of the file, or of the one an exported file says it was made from. */
    static String weights(Path model) {
        String stated = isOnnx(model) ? ModelCard.of(model).properties().getOrDefault(OnnxMetadata.WEIGHTS, "") : "";
        return stated.isEmpty() ? Contents.sha256(model) : stated;
    }

    /** Where a calibration or policy for a model is kept: exported files have their own, by name. */
    static Path companion(Path model, String name) {
        return isOnnx(model) ? VerifyRun.ending(model, "." + name) : model.resolveSibling(name);
    }
}
