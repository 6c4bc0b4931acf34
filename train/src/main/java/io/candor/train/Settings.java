package io.candor.train;

import io.candor.data.augment.AugmentationRecipe;
import io.candor.data.target.Adaptation;
import io.candor.data.target.SimilarityMatrix;
import io.candor.data.target.SmoothingPlan;
import io.candor.data.target.SmoothingSchedule;
import io.candor.loss.Gains;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A recipe as text: one line per setting, doubles printed so that they read back exactly. */
record Settings(Map<String, String> values) {

    static Map<String, String> of(Recipe recipe) {
        Map<String, String> all = new LinkedHashMap<>();
        put(all, recipe.length());
        put(all, recipe.input());
        put(all, recipe.optimization());
        put(all, recipe.objective());
        put(all, recipe.compute());
        all.put("freeze", recipe.freeze().toString());
        put(all, recipe.augmentation());
        return all;
    }

    private static void put(Map<String, String> all, Length length) {
        all.put("epochs", String.valueOf(length.epochs()));
        all.put("patience", String.valueOf(length.patience()));
        all.put("close_mosaic", String.valueOf(length.closeMosaic()));
    }

    private static void put(Map<String, String> all, Input input) {
        all.put("imgsz", String.valueOf(input.imageSize()));
        all.put("batch", String.valueOf(input.batch()));
        all.put("workers", String.valueOf(input.workers()));
        all.put("seed", String.valueOf(input.seed()));
        all.put("sizes", input.sizes().name().toLowerCase(Locale.ROOT));
    }

    private static void put(Map<String, String> all, Optimization optimization) {
        all.put("optimizer", optimization.optimizer().name().toLowerCase(Locale.ROOT));
        all.put("lr0", String.valueOf(optimization.learningRate()));
        all.put("lrf", String.valueOf(optimization.lastRate()));
        all.put("cos_lr", String.valueOf(optimization.curve() == Curve.COSINE));
        all.put("momentum", String.valueOf(optimization.momentum()));
        all.put("weight_decay", String.valueOf(optimization.weightDecay()));
        all.put("nbs", String.valueOf(optimization.nominalBatch()));
        all.put("clip_norm", String.valueOf(optimization.clipNorm()));
        all.put("warmup_epochs", String.valueOf(optimization.warmup().epochs()));
        all.put("warmup_momentum", String.valueOf(optimization.warmup().momentum()));
        all.put("warmup_bias_lr", String.valueOf(optimization.warmup().biasRate()));
    }

    private static void put(Map<String, String> all, Objective objective) {
        all.put("box", String.valueOf(objective.gains().box()));
        all.put("cls", String.valueOf(objective.gains().classes()));
        all.put("dfl", String.valueOf(objective.gains().dfl()));
        put(all, objective.smoothing());
        put(all, objective.loss());
        put(all, objective.teaching());
        put(all, objective.attack());
    }

    private static void put(Map<String, String> all, LossPlan loss) {
        all.put("loss", loss.kind().word());
        all.put("loss_gamma", text(loss.gamma()));
        all.put("loss_margin", text(loss.margin()));
        all.put("loss_weight", text(loss.weight()));
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? String.valueOf(value.getAsDouble()) : "";
    }

    private static void put(Map<String, String> all, Teaching teaching) {
        all.put("teacher", teaching.teacher());
        all.put("distill_temperature", String.valueOf(teaching.temperature()));
        all.put("distill_weight", String.valueOf(teaching.weight()));
        all.put("self_distillation", String.valueOf(teaching.former()));
    }

    private static void put(Map<String, String> all, Attack attack) {
        all.put("adversarial", attack.kind().name().toLowerCase(Locale.ROOT));
        all.put("adversarial_epsilon", String.valueOf(attack.epsilon()));
        all.put("adversarial_steps", String.valueOf(attack.steps()));
    }

    private static void put(Map<String, String> all, SmoothingPlan smoothing) {
        all.put("smoothing_convention", smoothing.convention());
        all.put("label_smoothing", String.valueOf(smoothing.epsilon()));
        all.put(
                "smoothing_matrix",
                smoothing.similarity().map(SimilarityMatrix::text).orElse(""));
        SmoothingSchedule schedule = smoothing.schedule();
        all.put("smoothing_schedule", schedule.curve().name().toLowerCase(Locale.ROOT));
        all.put("smoothing_start", String.valueOf(schedule.start()));
        all.put("smoothing_end", String.valueOf(schedule.end()));
        all.put("smoothing_warmup", String.valueOf(schedule.warmup()));
        all.put("smoothing_off", String.valueOf(schedule.lastOff()));
        all.put("smoothing_adaptive", smoothing.adaptation().by().name().toLowerCase(Locale.ROOT));
        all.put("smoothing_threshold", String.valueOf(smoothing.adaptation().threshold()));
    }

    private static void put(Map<String, String> all, Compute compute) {
        all.put("device", compute.device());
        all.put("precision", compute.precision().name().toLowerCase(Locale.ROOT));
        all.put("threads", String.valueOf(compute.threads()));
    }

    private static void put(Map<String, String> all, AugmentationRecipe recipe) {
        all.put("mosaic", String.valueOf(recipe.mosaic()));
        all.put("degrees", String.valueOf(recipe.degrees()));
        all.put("translate", String.valueOf(recipe.translate()));
        all.put("scale", String.valueOf(recipe.scale()));
        all.put("shear", String.valueOf(recipe.shear()));
        all.put("perspective", String.valueOf(recipe.perspective()));
        all.put("mixup", String.valueOf(recipe.mixup()));
        all.put("cutmix", String.valueOf(recipe.cutmix()));
        all.put("hsv_h", String.valueOf(recipe.hsvH()));
        all.put("hsv_s", String.valueOf(recipe.hsvS()));
        all.put("hsv_v", String.valueOf(recipe.hsvV()));
        all.put("flipud", String.valueOf(recipe.flipud()));
        all.put("fliplr", String.valueOf(recipe.fliplr()));
        all.put("copy_paste", String.valueOf(recipe.copyPaste()));
    }

    Recipe recipe() {
        return new Recipe(
                new Length(whole("epochs"), whole("patience"), whole("close_mosaic")),
                input(),
                augmentation(),
                optimization(),
                objective(),
                new Compute(text("device"), PrecisionChoice.of(text("precision")), whole("threads")),
                Freeze.of(text("freeze")));
    }

    private Objective objective() {
        Gains gains = new Gains(number("box"), number("cls"), number("dfl"));
        if (!values.containsKey("loss")) { // written by version 0.1, which had one loss only
            return new Objective(gains, smoothing());
        }
        return new Objective(
                gains,
                smoothing(),
                new LossPlan(
                        LossPlan.Kind.of(text("loss")),
                        optional("loss_gamma"),
                        optional("loss_margin"),
                        optional("loss_weight")),
                new Teaching(
                        text("teacher"),
                        number("distill_temperature"),
                        number("distill_weight"),
                        number("self_distillation")),
                new Attack(
                        Attack.Kind.valueOf(text("adversarial").toUpperCase(Locale.ROOT)),
                        number("adversarial_epsilon"),
                        whole("adversarial_steps")));
    }

    private OptionalDouble optional(String key) {
        return text(key).isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(number(key));
    }

    private Input input() {
        Input.Sizes sizes = Input.Sizes.valueOf(
                values.getOrDefault("sizes", "strided").toUpperCase(Locale.ROOT)); // version 0.1 had detectors only
        return new Input(whole("imgsz"), whole("batch"), whole("workers"), Long.parseLong(text("seed")), sizes);
    }

    private SmoothingPlan smoothing() {
        if (!values.containsKey("smoothing_schedule")) { // written by version 0.1, which had one factor only
            return SmoothingPlan.of(text("smoothing_convention"), number("label_smoothing"));
        }
        String matrix = text("smoothing_matrix");
        return new SmoothingPlan(
                text("smoothing_convention"),
                number("label_smoothing"),
                matrix.isEmpty() ? Optional.empty() : Optional.of(SimilarityMatrix.parse(matrix)),
                new SmoothingSchedule(
                        SmoothingSchedule.curve(text("smoothing_schedule")),
                        number("smoothing_start"),
                        number("smoothing_end"),
                        number("smoothing_warmup"),
                        whole("smoothing_off")),
                new Adaptation(
                        Adaptation.By.valueOf(text("smoothing_adaptive").toUpperCase(Locale.ROOT)),
                        number("smoothing_threshold")));
    }

    private Optimization optimization() {
        return new Optimization(
                OptimizerName.of(text("optimizer")),
                number("lr0"),
                number("lrf"),
                Boolean.parseBoolean(text("cos_lr")) ? Curve.COSINE : Curve.LINEAR,
                number("momentum"),
                number("weight_decay"),
                whole("nbs"),
                number("clip_norm"),
                new Warmup(number("warmup_epochs"), number("warmup_momentum"), number("warmup_bias_lr")));
    }

    private AugmentationRecipe augmentation() {
        return new AugmentationRecipe(
                number("mosaic"),
                number("degrees"),
                number("translate"),
                number("scale"),
                number("shear"),
                number("perspective"),
                number("mixup"),
                number("cutmix"),
                number("hsv_h"),
                number("hsv_s"),
                number("hsv_v"),
                number("flipud"),
                number("fliplr"),
                values.containsKey("copy_paste") ? number("copy_paste") : 0); // older checkpoints have none
    }

    private int whole(String key) {
        return Integer.parseInt(text(key));
    }

    private double number(String key) {
        return Double.parseDouble(text(key));
    }

    private String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no setting \"%s\"".formatted(key));
        }
        return value;
    }
}
