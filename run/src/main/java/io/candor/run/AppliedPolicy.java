package io.candor.run;

import io.candor.calibrate.Calibration;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.decide.Action;
import io.candor.decide.DecisionPolicy;
import io.candor.decide.PolicyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The policy a prediction applies to what was found; nothing if none is there.
 *
 * @param file where it came from, for messages
 */
record AppliedPolicy(Optional<DecisionPolicy> policy, String file) {

    private static final AppliedPolicy NONE = new AppliedPolicy(Optional.empty(), "");

    /**
     * The one that was asked for, or the one beside the model if it is for these weights and confidences.
     *
     * @throws InvalidInput if the one that was asked for is not
     */
    static AppliedPolicy found(Settings settings, Path model, AppliedCalibration calibration, RunListener listener) {
        String asked = settings.value(PredictKeys.POLICY);
        if (asked.equals(AppliedCalibration.OFF)) {
            return NONE;
        }
        Path file = asked.isEmpty() ? model.resolveSibling(PolicyFile.NAME) : Path.of(asked);
        if (asked.isEmpty() && !Files.exists(file)) {
            return NONE;
        }
        DecisionPolicy policy = DecisionPolicy.read(file);
        String fingerprint =
                calibration.calibration().map(Calibration::fingerprint).orElse("");
        try {
            policy.requireFor(Contents.sha256(model), fingerprint, file.toString());
        } catch (InvalidInput other) {
            if (!asked.isEmpty()) {
                throw other;
            }
            listener.say(other.getMessage() + " It is not applied.");
            return NONE;
        }
        return new AppliedPolicy(Optional.of(policy), file.toString());
    }

    void requireClasses(Classes classes) {
        policy.ifPresent(known -> known.requireClasses(classes, file));
    }

    /** How many pictures it accepts, leaves to a person and rejects. */
    Optional<String> verdicts(List<List<Detection>> pictures) {
        return policy.map(known -> {
            Map<Action, Long> counts = pictures.stream()
                    .collect(Collectors.groupingBy(found -> known.decide(found).action(), Collectors.counting()));
            return "%d pictures: %d rejected, %d to review, %d accepted by %s."
                    .formatted(
                            pictures.size(),
                            counts.getOrDefault(Action.REJECT, 0L),
                            counts.getOrDefault(Action.REVIEW, 0L),
                            counts.getOrDefault(Action.ACCEPT, 0L),
                            file);
        });
    }

    /** The confidence below which nothing is looked at when {@code wanted} is to be reported. */
    double floor(double wanted) {
        return policy.map(known -> known.floor(wanted)).orElse(wanted);
    }

    /** What is reported: detections of at least {@code wanted}, and those that are not accepted. */
    List<Detection> reported(List<Detection> detections, double wanted) {
        return policy.map(known -> detections.stream()
                        .filter(found -> known.reports(found, wanted))
                        .toList())
                .orElse(detections);
    }
}
