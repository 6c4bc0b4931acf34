package io.candor.infer;

import io.candor.data.Detection;
import java.util.Optional;
import java.util.OptionalDouble;

/** What is known about a network's confidences beyond the network: how often they are right, and what to do then. */
public interface Judge {

    /** Knows nothing. */
    Judge NONE = new Judge() {
        @Override
        public OptionalDouble calibrated(Detection detection) {
            return OptionalDouble.empty();
        }

        @Override
        public Optional<Decision> decision(Detection detection) {
            return Optional.empty();
        }
    };

    /** How probable it is that {@code detection}, as the network gave it, is right; empty without a calibrator. */
    OptionalDouble calibrated(Detection detection);

    /** What is to be done with {@code detection}, as the network gave it; empty without a policy. */
    Optional<Decision> decision(Detection detection);
}
