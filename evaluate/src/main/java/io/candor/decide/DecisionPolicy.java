package io.candor.decide;

import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.metric.Extent;
import java.nio.file.Path;
import java.util.List;

/**
 * What to do about what a detector found.
 *
 * @param bands thresholds, one per class
 * @param rule how they were chosen, in words
 */
public record DecisionPolicy(Classes classes, List<Band> bands, String rule, PolicyOrigin origin) {

    public DecisionPolicy {
        bands = List.copyOf(bands);
        if (bands.size() != classes.size()) {
            throw new IllegalArgumentException("%d classes, %d bands".formatted(classes.size(), bands.size()));
        }
    }

    /**
     * The policy in a file.
     *
     * @throws InvalidInput if there is none that can be used
     */
    public static DecisionPolicy read(Path file) {
        return PolicyFile.read(file);
    }

    /** Decides about one image: it fails when any detection does, and is reviewed when none fails but one is in doubt. */
    public ImageVerdict decide(List<Detection> detections) {
        List<Action> actions = detections.stream().map(this::decide).toList();
        return new ImageVerdict(actions.stream().reduce(Action.ACCEPT, Action::or), actions);
    }

    /** What to do about one detection. */
    public Action decide(Detection found) {
        return bands.get(found.classIndex()).action(found.confidence());
    }

    /**
     * Whether a detection is reported when confidences of at least {@code wanted} are: it is of that confidence, or is not
     * accepted. Otherwise a picture would pass because nobody looked at what makes it fail.
     */
    public boolean reports(Detection found, double wanted) {
        return found.confidence() >= wanted || decide(found) != Action.ACCEPT;
    }

    /**
     * The confidence above which detections have to be looked at when those of at least {@code wanted} are to be reported:
     * just below the lowest threshold, if that is lower.
     */
    public double floor(double wanted) {
        double lowest = bands.stream().mapToDouble(Band::review).min().orElse(wanted);
        return lowest < wanted ? Math.max(0, Math.nextDown(lowest)) : wanted;
    }

    /**
     * Returns if the classes are those of the thresholds.
     *
     * @throws InvalidInput if they are others
     */
    public void requireClasses(Classes others, String place) {
        if (!classes.names().equals(others.names())) {
            throw new InvalidInput(
                    PolicyFile.HELP,
                    "%s is for the classes %s, but there are %s. Run 'candor decide' for these classes."
                            .formatted(place, classes.names(), others.names()));
        }
    }

    /**
     * Returns if the thresholds are about detections that are compared so.
     *
     * @throws InvalidInput if they were chosen by another comparison
     */
    public void requireExtent(Extent compared, String place) {
        compared.require(origin.extent(), PolicyFile.HELP, place, new Extent.Made("chosen", "candor decide"));
    }

    /**
     * Returns if the thresholds apply to the confidences of this model after this calibration.
     *
     * @param model SHA-256 of the weight file
     * @param calibration fingerprint of the calibration applied; empty for none
     * @throws InvalidInput if they were chosen for others
     */
    public void requireFor(String model, String calibration, String place) {
        boolean otherModel = !origin.model().isEmpty() && !origin.model().equals(model);
        if (otherModel || !origin.calibration().equals(calibration)) {
            throw new InvalidInput(
                    PolicyFile.HELP,
                    "%s was written for %s. Its thresholds mean something else here: run 'candor decide' again."
                            .formatted(
                                    place,
                                    otherModel
                                            ? "other weights"
                                            : origin.calibration().isEmpty()
                                                    ? "confidences as the model gives them, but a calibration is applied"
                                                    : "another calibration (fingerprint " + origin.calibration()
                                                            + ")"));
        }
    }
}
