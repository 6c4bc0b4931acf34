package io.candor.run;

import io.candor.calibrate.Calibration;
import io.candor.calibrate.CalibrationFile;
import io.candor.calibrate.Folds;
import io.candor.data.InvalidInput;
import io.candor.decide.Band;
import io.candor.decide.Costs;
import io.candor.decide.DecisionPolicy;
import io.candor.decide.PolicyEffect;
import io.candor.decide.PolicyFile;
import io.candor.decide.PolicyOrigin;
import io.candor.decide.Rule;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.EvaluationSet;
import io.candor.metric.MatchedDetections;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses thresholds for a detector and judges what they do on other images.
 *
 * @param settings of {@link DecideKeys}
 */
public record DecideRun(Settings settings) {

    /**
     * What was chosen and what it does.
     *
     * @param file where it was written
     */
    public record Result(Path file, DecisionPolicy policy, PolicyEffect effect) {}

    /** Thresholds for a weight file on a data set, with defaults for everything else. */
    public static DecideRun of(Path model, Path data) {
        return new DecideRun(
                Settings.of(DecideKeys.ALL).with(TrustKeys.MODEL, model).with(TrustKeys.DATA, data));
    }

    /** A copy with one more setting. */
    public <T> DecideRun with(Key<T> key, T value) {
        return new DecideRun(settings.with(key, value));
    }

    /** {@link #run(RunListener)} without a listener. */
    public Result run() throws IOException {
        return run(RunListener.SILENT);
    }

    /**
     * Chooses, judges and writes the policy.
     *
     * @throws InvalidInput if something given cannot be used or there are too few objects
     */
    public Result run(RunListener listener) throws IOException {
        ModelFile.requireDetector(settings);
        return new DecideRun(ImageSize.asTrained(settings, TrustKeys.IMGSZ, listener)).decide(listener);
    }

    private Result decide(RunListener listener) throws IOException {
        Path beside = settings.given(TrustKeys.MODEL)
                .or(() -> settings.given(TrustKeys.PREDICTIONS))
                .orElseThrow(() -> new InvalidInput(
                        "options", "Nothing to decide about: give --model FILE, or --predictions FILE of any tool."));
        settings.given(TrustKeys.PREDICTIONS)
                .ifPresent(file -> WrittenConfidences.requireRaw(
                        file, "thresholds chosen on them would not be tied to that calibration"));
        Optional<Calibration> calibration = calibration(beside, listener);
        Rule rule = rule(calibration.isPresent());
        JudgedSplit all = JudgedSplit.of(settings, listener);
        calibration.ifPresent(known -> known.requireClasses(all.set().classes(), "the calibration"));
        boolean[] chosen = chosen(all, calibration, listener);
        boolean[] rest = new boolean[chosen.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = !chosen[i];
        }
        MatchedDetections fit = matched(all.part(chosen).set(), calibration);
        MatchedDetections judged = matched(all.part(rest).set(), calibration);
        List<Band> bands = rule.fit(fit, scope());
        PolicyEffect effect = PolicyEffect.of(
                judged,
                bands,
                costs(),
                new BootstrapSettings(settings.value(TrustKeys.RESAMPLES), .95, settings.value(TrustKeys.SEED)));
        DecisionPolicy policy = new DecisionPolicy(
                all.set().classes(),
                bands,
                rule.words(),
                new PolicyOrigin(
                        JudgedSplit.weights(settings).orElse(""),
                        calibration.map(Calibration::fingerprint).orElse(""),
                        rule.learns() ? fit.set().fingerprint() : "",
                        all.set().extent()));
        Path out = settings.given(DecideKeys.OUT).orElse(ModelFile.companion(beside, PolicyFile.NAME));
        PolicyFile.write(out, policy, effect);
        PolicyText.lines(policy, effect, calibration.isPresent()).forEach(listener::say);
        listener.say("Policy in " + out);
        return new Result(out, policy, effect);
    }

    /** Matched as the detector ranks, with calibrated confidences. */
    private MatchedDetections matched(EvaluationSet set, Optional<Calibration> calibration) {
        EvaluationSet judged =
                calibration.map(known -> known.calibrator().apply(set)).orElse(set);
        return MatchedDetections.of(judged, settings.value(TrustKeys.MATCH_IOU));
    }

    /** Images to choose thresholds on: those the calibration was fitted on, if that leaves others; else a random share. */
    private boolean[] chosen(JudgedSplit all, Optional<Calibration> calibration, RunListener listener) {
        Set<String> fitted =
                new HashSet<>(calibration.map(known -> known.origin().images()).orElse(List.of()));
        List<String> names = all.set().images();
        boolean[] chosen = new boolean[names.size()];
        int known = 0;
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = fitted.contains(names.get(i));
            known += chosen[i] ? 1 : 0;
        }
        if (known > 0 && known < chosen.length) {
            listener.say(
                    "Thresholds are chosen on the %d images the calibration was fitted on and judged on the other %d."
                            .formatted(known, chosen.length - known));
            return chosen;
        }
        if (known > 0) {
            listener.say(
                    "The calibration was fitted on all of these images, so what follows is somewhat too good; 'candor calibrate --fit-fraction 0.5' would leave some aside.");
        }
        return Folds.share(all.contents(), settings.value(DecideKeys.FIT_FRACTION), settings.value(TrustKeys.SEED));
    }

    private Optional<Calibration> calibration(Path beside, RunListener listener) {
        String asked = settings.value(DecideKeys.CALIBRATION);
        if (asked.equals(AppliedCalibration.OFF)) {
            return Optional.empty();
        }
        Optional<Path> found = asked.isEmpty()
                ? ModelFile.existingCompanion(beside, CalibrationFile.NAME)
                : Optional.of(Path.of(asked));
        return found.map(file -> calibrationIn(file, listener));
    }

    private Calibration calibrationIn(Path file, RunListener listener) {
        Calibration calibration = CalibrationFile.read(file);
        JudgedSplit.weights(settings).ifPresent(model -> calibration.requireModel(model, file.toString()));
        calibration.requireExtent(EvaluateKeys.overlap(settings), file.toString());
        listener.say("Confidences are calibrated by %s.".formatted(file));
        return calibration;
    }

    private Rule.Scope scope() {
        return settings.value(DecideKeys.SCOPE).equals("pooled") ? Rule.Scope.POOLED : Rule.Scope.PER_CLASS;
    }

    private Costs costs() {
        return new Costs(
                settings.value(DecideKeys.COST_FALSE_CALL),
                settings.value(DecideKeys.COST_ESCAPE),
                settings.value(DecideKeys.COST_REVIEW));
    }

    private Rule rule(boolean calibrated) {
        String thresholds = settings.value(DecideKeys.THRESHOLDS);
        boolean closed = thresholds.equals("closed") || (thresholds.equals("auto") && calibrated);
        Rule.Form form = closed ? Rule.Form.CLOSED : Rule.Form.EMPIRICAL;
        return switch (settings.value(DecideKeys.RULE)) {
            case "fbeta" -> new Rule.FBeta(settings.value(DecideKeys.BETA));
            case "lrp" -> new Rule.LeastLrp();
            case "recall-at-fp" -> new Rule.FalseAlarmLimit(settings.value(DecideKeys.FALSE_ALARMS));
            case "precision-floor" -> new Rule.PrecisionFloor(settings.value(DecideKeys.PRECISION_FLOOR));
            case "cost" -> new Rule.Cost(costs(), form);
            default -> new Rule.ThreeWay(costs(), form);
        };
    }
}
