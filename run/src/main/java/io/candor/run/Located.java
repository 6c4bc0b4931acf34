package io.candor.run;

import io.candor.tensor.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Settings that mean the same from every working directory, and their record in results. */
final class Located {

    /** The name of a weight file's SHA-256 in records. */
    static final String WEIGHTS = "model_sha256";

    private Located() {}

    /** The settings with absolute paths, so that a run can be resumed from elsewhere. */
    static Settings absolute(Settings settings) {
        Settings located = settings;
        for (Key<Path> key : List.of(PlaceKeys.DATA, PlaceKeys.IMAGES, TrainKeys.SMOOTHING_MATRIX, TrainKeys.TEACHER)) {
            Path path = settings.given(key).orElse(null);
            located = path == null
                    ? located
                    : located.with(key, path.toAbsolutePath().normalize());
        }
        String noise = settings.value(TrainKeys.NOISE);
        if (Files.isRegularFile(Path.of(noise))) {
            located = located.with(
                    TrainKeys.NOISE, Path.of(noise).toAbsolutePath().normalize().toString());
        }
        Path model = Path.of(settings.value(TrainKeys.MODEL));
        return Files.isRegularFile(model)
                ? located.with(
                        TrainKeys.MODEL, model.toAbsolutePath().normalize().toString())
                : located;
    }

    /** What was evaluated on what, for evaluation.json. */
    static Map<String, Object> provenance(Settings settings, Path model, Precision precision) {
        return provenance(settings, model, precision.name().toLowerCase(Locale.ROOT));
    }

    static Map<String, Object> provenance(Settings settings, Path model, String precision) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("version", Build.version());
        record.put("model", model.toString());
        record.put(WEIGHTS, ModelFile.weights(model));
        record.put("precision", precision);
        settings.effective().forEach((name, value) -> {
            if (value != null && !record.containsKey(name)) {
                record.put(name, value instanceof Path path ? path.toString() : value);
            }
        });
        return record;
    }
}
