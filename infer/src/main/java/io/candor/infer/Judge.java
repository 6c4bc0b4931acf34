package io.candor.infer;

import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.decide.Action;
import io.candor.decide.DecisionPolicy;
import java.nio.file.Path;
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
        public Optional<Action> decision(Detection detection) {
            return Optional.empty();
        }
    };

    /**
     * What lies beside a model: its calibration, if there is one.
     *
     * @throws io.candor.data.InvalidInput if it was fitted for other weights or classes
     */
    static Judge beside(ModelCard model) {
        return StoredJudge.beside(model.file(), model.classes(), model.properties());
    }

    /**
     * Where what is known about a model lies: under its own name, else under the common one.
     *
     * @param name the common name, such as {@code calibration.json}
     */
    static Optional<Path> file(Path model, String name) {
        return StoredJudge.file(model, name);
    }

    /** How probable it is that {@code detection}, as the network gave it, is right; empty without a calibrator. */
    OptionalDouble calibrated(Detection detection);

    /** What is to be done with {@code detection}, as the network gave it; empty without a policy. */
    Optional<Action> decision(Detection detection);

    /** The policy behind the decisions, about confidences that are calibrated if they are; empty without one. */
    default Optional<DecisionPolicy> policy() {
        return Optional.empty();
    }

    /** Whether there is a calibrator. */
    default boolean calibrates() {
        return calibrated(anything()).isPresent();
    }

    /** Whether there is a policy. */
    default boolean decides() {
        return decision(anything()).isPresent();
    }

    private static Detection anything() {
        return new Detection(0, 1, new Box(0, 0, 1, 1));
    }

    /**
     * Whether {@code detection} is reported when confidences above {@code confidence}, calibrated if they are, are wanted;
     * what a policy does not accept is reported whatever its confidence.
     */
    default boolean reports(Detection detection, double confidence) {
        return calibrated(detection).orElse(detection.confidence()) > confidence;
    }

    /** The network's own confidence below which nothing can be reported when {@code confidence} is wanted. */
    default double floor(double confidence) {
        return confidence;
    }
}
