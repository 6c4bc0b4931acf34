package io.candor.errors;

import io.candor.metric.BootstrapSettings;
import java.util.List;

/**
 * What counts as an error and which slices are looked at.
 *
 * @param confidence detections below do not count
 * @param touchingGap objects whose boxes are at most this many pixels apart are neighbours
 * @param rareShare a class is rare if it has fewer objects than this share of what each class would have if all had
 *     equally many
 * @param attributes slices a user asked for
 * @param bootstrap of the intervals over images
 */
public record ErrorSettings(
        double confidence,
        double touchingGap,
        double rareShare,
        List<ImageAttribute> attributes,
        BootstrapSettings bootstrap) {

    public ErrorSettings {
        if (!(confidence >= 0 && confidence <= 1) || !(touchingGap >= 0) || !(rareShare >= 0)) {
            throw new IllegalArgumentException("expected confidence in [0, 1], gap and share of at least 0: %s, %s, %s"
                    .formatted(confidence, touchingGap, rareShare));
        }
        attributes = List.copyOf(attributes);
    }

    /** Neighbours within 2 pixels, rare below half an equal share, no attributes. */
    public static ErrorSettings at(double confidence) {
        return new ErrorSettings(confidence, 2, .5, List.of(), BootstrapSettings.defaults());
    }

    public ErrorSettings withAttributes(List<ImageAttribute> value) {
        return new ErrorSettings(confidence, touchingGap, rareShare, value, bootstrap);
    }

    public ErrorSettings withBootstrap(BootstrapSettings value) {
        return new ErrorSettings(confidence, touchingGap, rareShare, attributes, value);
    }
}
