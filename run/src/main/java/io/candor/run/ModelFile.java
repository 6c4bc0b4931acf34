package io.candor.run;

import io.candor.data.InvalidInput;
import io.candor.data.read.ClassificationReader;
import io.candor.export.OnnxMetadata;
import io.candor.infer.Judge;
import io.candor.infer.ModelCard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What a model file is and which weights are in it: jobs take weight files and exported ones alike. */
final class ModelFile {

    private ModelFile() {}

    static boolean isOnnx(Path model) {
        return model.toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
    }

    /** Whether it is an exported file of a classifier. */
    static boolean isExportedClassifier(Path model) {
        return isOnnx(model)
                && Files.isRegularFile(model)
                && ModelCard.of(model).classifies();
    }

    /** @throws InvalidInput if the settings run a classifier: what judges detections cannot judge it */
    static void requireDetector(Settings settings) {
        boolean files = settings.given(TrustKeys.PREDICTIONS).isPresent(); // the network does not run
        Optional<Path> model = settings.given(PlaceKeys.MODEL).filter(each -> !files);
        if (model.filter(ModelFile::isExportedClassifier).isPresent()) {
            throw new InvalidInput(
                    "options",
                    "%s is an exported classifier, which is not judged here. 'candor predict' and 'candor serve' use it; 'candor evaluate' judges the weights it was exported from, and 'candor calibrate --predictions predictions.csv' calibrates what that writes."
                            .formatted(model.get()));
        }
        Optional<Path> data = settings.given(PlaceKeys.DATA).filter(each -> !files);
        if (data.filter(ClassificationReader::recognises).isPresent()) {
            throw new InvalidInput(
                    "options",
                    "%s holds pictures with classes, and here boxes are judged. For a classifier, 'candor evaluate' with its weights writes predictions.csv, and 'candor calibrate --predictions predictions.csv' calibrates what that says."
                            .formatted(data.get()));
        }
    }

    /** SHA-256 of the weights: of the file, or of the one an exported file says it was made from. */
    static String weights(Path model) {
        String stated = isOnnx(model) ? ModelCard.of(model).properties().getOrDefault(OnnxMetadata.WEIGHTS, "") : "";
        return stated.isEmpty() ? Contents.sha256(model) : stated;
    }

    /** The calibration or policy that is applied with a model, found as applications find it. */
    static Optional<Path> existingCompanion(Path model, String name) {
        return isOnnx(model)
                ? Judge.file(model, name)
                : Optional.of(companion(model, name)).filter(Files::exists);
    }

    /** Where a calibration or policy for a model is written: exported files have their own, by name. */
    static Path companion(Path model, String name) {
        return isOnnx(model) ? VerifyRun.ending(model, "." + name) : model.resolveSibling(name);
    }
}
