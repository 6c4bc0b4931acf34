package io.candor.run;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.InvalidInput;
import io.candor.predictions.JsonFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether the confidences in a file of predictions were calibrated when it was written. */
final class WrittenConfidences {

    private static final String HELP = "predictions-file";
    private static final String CALIBRATED = "calibrated";
    private static final String CALIBRATION = EvaluateKeys.CALIBRATION.name();

    private WrittenConfidences() {}

    /**
     * By what they were calibrated; {@link AppliedCalibration#OFF} if they were not; empty if neither the file nor a
     * record beside it tells.
     *
     * @throws InvalidInput if the file cannot be read
     */
    static Optional<String> calibration(Path predictions) {
        Optional<JsonNode> record =
                JudgedFiles.recorded(predictions).filter(provenance -> !isAbout(provenance, predictions));
        return record.isPresent() ? record.map(WrittenConfidences::calibration) : stated(predictions);
    }

    /** By what the confidences of an evaluation were calibrated; {@link AppliedCalibration#OFF} if they were not. */
    static String calibration(JsonNode provenance) {
        String recorded =
                provenance.hasNonNull(CALIBRATION) ? provenance.get(CALIBRATION).asText() : "";
        return recorded.isEmpty() ? AppliedCalibration.OFF : recorded;
    }

    /** By what they were calibrated, if they are known to be. */
    static Optional<String> applied(Path predictions) {
        return calibration(predictions).filter(by -> !by.equals(AppliedCalibration.OFF));
    }

    /**
     * Returns if confidences are not known to be calibrated.
     *
     * @param otherwise what would be wrong if they were, for the message
     */
    static void requireRaw(Path predictions, String otherwise) {
        applied(predictions).ifPresent(by -> {
            throw new InvalidInput(
                    "calibration-file",
                    "the confidences of %s were calibrated by %s when they were written; %s. Evaluate or predict with --calibration off first."
                            .formatted(predictions, by, otherwise));
        });
    }

    /** The clause of the message about calibrating anew. */
    static String twice(Object calibration) {
        return calibration + " would calibrate them twice";
    }

    /** Whether an evaluation judged the file and did not write it: then its calibration did not change the file. */
    private static boolean isAbout(JsonNode provenance, Path predictions) {
        Path judged = Path.of(provenance.path("predictions").asText());
        return judged.toAbsolutePath()
                .normalize()
                .equals(predictions.toAbsolutePath().normalize());
    }

    /** What the file says of itself, as 'candor predict' writes it. */
    private static Optional<String> stated(Path predictions) {
        if (predictions.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            return Optional.empty();
        }
        Map<String, String> said = new HashMap<>();
        JsonFile.read(predictions, HELP, json -> scalars(json.parser(), said));
        if (!said.containsKey(CALIBRATED)) {
            return Optional.empty();
        }
        String by = said.getOrDefault(CALIBRATION, "");
        boolean calibrated = Boolean.parseBoolean(said.get(CALIBRATED));
        return Optional.of(calibrated ? (by.isEmpty() ? "its writer" : by) : AppliedCalibration.OFF);
    }

    /** Reads single values of the outermost object; stops where all is known, since images are many. */
    private static void scalars(JsonParser parser, Map<String, String> said) throws java.io.IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME
                && !(said.containsKey(CALIBRATED) && said.containsKey(CALIBRATION))) {
            String key = parser.currentName();
            if (parser.nextToken().isScalarValue()) {
                said.put(key, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
    }
}
