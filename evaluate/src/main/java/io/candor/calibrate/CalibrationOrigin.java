package io.candor.calibrate;

import io.candor.metric.Extent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a calibrator was fitted for and on.
 *
 * @param model SHA-256 of the weight file, hexadecimal; empty if only predictions were given
 * @param data fingerprint of the images and annotations it was fitted on
 * @param images their names, so that they are not evaluated on later
 * @param settings that a detection's confidence depends on or that the fit used: names and printable values
 */
public record CalibrationOrigin(String model, String data, List<String> images, Map<String, String> settings) {

    /** The setting that says what was compared to tell which detections are right. */
    public static final String OVERLAP = "overlap";

    public CalibrationOrigin {
        images = List.copyOf(images);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** What was compared to tell which detections are right; boxes in files from before this was recorded. */
    public Extent extent() {
        return Extent.of(settings.getOrDefault(OVERLAP, Extent.BOX.label()));
    }
}
