package io.candor.run;

import io.candor.infer.ModelCard;
import io.candor.network.Definition;
import java.util.List;

/** Options of a suppression that some networks do not have, because they name every object once. */
final class UnreadSuppression {

    private static final List<Key<?>> KEYS = List.of(PredictKeys.IOU, PredictKeys.AGNOSTIC_NMS);

    private UnreadSuppression() {}

    /** Says which of the options that were given nobody reads. */
    static void tell(Settings settings, Definition network, RunListener listener) {
        if (network.endToEnd()) {
            tell(settings, network.name() + " names every object once, so nothing is suppressed", listener);
        }
    }

    /** As for a network; a file may also suppress by itself. */
    static void tell(Settings settings, ModelCard file, RunListener listener) {
        if (file.selects()) {
            tell(settings, file.file() + " gives out detections that are selected already", listener);
        }
    }

    private static void tell(Settings settings, String why, RunListener listener) {
        for (Key<?> key : KEYS) {
            if (settings.given(key).isPresent()) {
                listener.say("%s has no effect: %s.".formatted(key.name(), why));
            }
        }
    }
}
