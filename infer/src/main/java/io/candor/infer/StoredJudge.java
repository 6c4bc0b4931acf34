package io.candor.infer;

import io.candor.calibrate.Calibration;
import io.candor.calibrate.CalibrationFile;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.decide.Action;
import io.candor.decide.DecisionPolicy;
import io.candor.decide.PolicyFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The calibration and the policy that lie beside a model: {@code <model>.calibration.json} or {@code calibration.json},
 * and the same for {@code policy.json}.
 */
final class StoredJudge implements Judge {

    private final Optional<Calibration> calibration;
    private final Optional<DecisionPolicy> policy;

    private StoredJudge(Optional<Calibration> calibration, Optional<DecisionPolicy> policy) {
        this.calibration = calibration;
        this.policy = policy;
    }

    /**
     * What is known about the confidences of {@code model}.
     *
     * @throws InvalidInput if a calibration or policy lies there that was made for other weights, classes or confidences
     */
    static Judge beside(Path model, Classes classes, Map<String, String> properties) {
        Optional<Path> calibrationFile = file(model, CalibrationFile.NAME);
        Optional<Path> policyFile = file(model, PolicyFile.NAME);
        if (calibrationFile.isEmpty() && policyFile.isEmpty()) {
            return NONE;
        }
        String weights = weights(model, properties);
        Optional<Calibration> calibration = calibrationFile.map(CalibrationFile::read);
        calibration.ifPresent(known -> {
            known.requireModel(weights, calibrationFile.get().toString());
            known.requireClasses(classes, calibrationFile.get().toString());
        });
        Optional<DecisionPolicy> policy = policyFile.map(DecisionPolicy::read);
        String fingerprint = calibration.map(Calibration::fingerprint).orElse("");
        policy.ifPresent(known -> {
            known.requireFor(weights, fingerprint, policyFile.get().toString());
            requireClasses(known.classes(), classes, policyFile.get());
        });
        return new StoredJudge(calibration, policy);
    }

    /** SHA-256 of the weights a model was exported from, if it says so, else of the model itself. */
    static String weights(Path model, Map<String, String> properties) {
        String stated = properties.getOrDefault(ModelCard.WEIGHTS, "");
        return stated.isEmpty() ? sha256(model) : stated;
    }

    private static void requireClasses(Classes known, Classes classes, Path place) {
        if (!known.equals(classes)) {
            throw new InvalidInput(
                    "policy-file",
                    "%s is for the classes %s, the model has %s. Run 'candor decide' for this model."
                            .formatted(place, known.names(), classes.names()));
        }
    }

    /** Where what is known about a model lies: under its name, else under the common one. */
    static Optional<Path> file(Path model, String name) {
        String stem = model.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        Path own = model.resolveSibling(stem + "." + name);
        Path common = model.resolveSibling(name);
        return Files.isRegularFile(own)
                ? Optional.of(own)
                : Files.isRegularFile(common) ? Optional.of(common) : Optional.empty();
    }

    private static String sha256(Path file) {
        try (InputStream stream = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(stream, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new InvalidInput("onnx-file", "%s cannot be read: %s.".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public OptionalDouble calibrated(Detection detection) {
        return calibration.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(confidence(detection));
    }

    private double confidence(Detection detection) {
        return calibration
                .map(known -> known.calibrator().apply(detection.classIndex(), detection.confidence()))
                .orElse(detection.confidence());
    }

    @Override
    public Optional<Action> decision(Detection detection) {
        return policy.map(known -> known.decide(detection.withConfidence(confidence(detection))));
    }

    @Override
    public Optional<DecisionPolicy> policy() {
        return policy;
    }

    @Override
    public boolean reports(Detection detection, double wanted) {
        boolean kept = calibration
                .map(known -> known.calibrator().keeps(detection.classIndex(), detection.confidence()))
                .orElse(true);
        Detection found = detection.withConfidence(confidence(detection));
        return kept
                && policy.map(known -> known.reports(found, wanted))
                        .orElse(calibration.isPresent() ? found.confidence() >= wanted : found.confidence() > wanted);
    }

    @Override
    public double floor(double wanted) {
        double lowest = policy.map(known -> known.floor(wanted)).orElse(wanted);
        return calibration.isEmpty() ? lowest : Math.min(Calibration.LOWEST, lowest);
    }
}
