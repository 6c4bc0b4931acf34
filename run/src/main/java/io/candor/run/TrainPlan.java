package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.augment.AugmentationRecipe;
import io.candor.data.load.Cache;
import io.candor.data.load.LoaderOptions;
import io.candor.data.load.Order;
import io.candor.loss.Gains;
import io.candor.train.Compute;
import io.candor.train.Curve;
import io.candor.train.Freeze;
import io.candor.train.Input;
import io.candor.train.Length;
import io.candor.train.Objective;
import io.candor.train.Optimization;
import io.candor.train.OptimizerName;
import io.candor.train.PrecisionChoice;
import io.candor.train.Recipe;
import io.candor.train.Warmup;
import java.util.Locale;

/** What settings mean to the trainer and the loader. */
final class TrainPlan {

    private TrainPlan() {}

    /**
     * The hyper-parameters; each part refuses values out of its range.
     *
     * @throws io.candor.data.InvalidInput naming the key
     */
    static Recipe recipe(Settings settings) {
        return new Recipe(
                new Length(settings.value(TrainKeys.EPOCHS), settings.value(TrainKeys.PATIENCE), closeMosaic(settings)),
                new Input(
                        Input.roundedUp(settings.value(TrainKeys.IMGSZ)),
                        settings.value(TrainKeys.BATCH),
                        PlaceKeys.workers(settings),
                        settings.value(TrainKeys.SEED)),
                augmentation(settings),
                optimization(settings),
                new Objective(
                        new Gains(
                                settings.value(TrainKeys.BOX),
                                settings.value(TrainKeys.CLS),
                                settings.value(TrainKeys.DFL)),
                        SmoothingSettings.plan(settings),
                        ObjectiveSettings.loss(settings),
                        ObjectiveSettings.teaching(settings),
                        ObjectiveSettings.attack(settings)),
                compute(settings),
                Freeze.rows(settings.value(TrainKeys.FREEZE)));
    }

    /** The recipe for a data set: with the similarities of its classes, if the settings ask for them. */
    static Recipe recipe(Settings settings, Classes classes) {
        Recipe recipe = recipe(settings);
        var smoothing = SmoothingSettings.plan(settings, classes);
        smoothing.check(classes.size(), recipe.length().epochs());
        ObjectiveSettings.requireRead(settings);
        return recipe.with(recipe.objective().with(smoothing));
    }

    /** The settings with what depends on others filled in, as {@code args.yaml} records them. */
    static Settings resolved(Settings settings) {
        return settings.with(TrainKeys.CLOSE_MOSAIC, closeMosaic(settings));
    }

    /**
     * The value set, else the default, but at most half of the run. Without mosaics grey margins give away how far a
     * picture was zoomed out, and a short run learns boxes that are too large on pictures without margins.
     */
    private static int closeMosaic(Settings settings) {
        int standard = Math.min(settings.value(TrainKeys.CLOSE_MOSAIC), settings.value(TrainKeys.EPOCHS) / 2);
        return settings.given(TrainKeys.CLOSE_MOSAIC).orElse(standard);
    }

    private static AugmentationRecipe augmentation(Settings settings) {
        return new AugmentationRecipe(
                settings.value(TrainKeys.MOSAIC),
                settings.value(TrainKeys.DEGREES),
                settings.value(TrainKeys.TRANSLATE),
                settings.value(TrainKeys.SCALE),
                settings.value(TrainKeys.SHEAR),
                settings.value(TrainKeys.PERSPECTIVE),
                settings.value(TrainKeys.MIXUP),
                settings.value(TrainKeys.CUTMIX),
                settings.value(TrainKeys.HSV_H),
                settings.value(TrainKeys.HSV_S),
                settings.value(TrainKeys.HSV_V),
                settings.value(TrainKeys.FLIPUD),
                settings.value(TrainKeys.FLIPLR),
                settings.value(TrainKeys.COPY_PASTE));
    }

    private static Optimization optimization(Settings settings) {
        return new Optimization(
                OptimizerName.of(settings.value(TrainKeys.OPTIMIZER)),
                settings.value(TrainKeys.LR0),
                settings.value(TrainKeys.LRF),
                settings.value(TrainKeys.COS_LR) ? Curve.COSINE : Curve.LINEAR,
                settings.value(TrainKeys.MOMENTUM),
                settings.value(TrainKeys.WEIGHT_DECAY),
                settings.value(TrainKeys.NBS),
                Optimization.defaults().clipNorm(),
                new Warmup(
                        settings.value(TrainKeys.WARMUP_EPOCHS),
                        settings.value(TrainKeys.WARMUP_MOMENTUM),
                        settings.value(TrainKeys.WARMUP_BIAS_LR)));
    }

    private static Compute compute(Settings settings) {
        return new Compute(
                settings.value(TrainKeys.DEVICE), PrecisionChoice.of(settings.value(TrainKeys.PRECISION)), 0);
    }

    /** How training batches are made. */
    static LoaderOptions loading(Recipe recipe, Settings settings) {
        Input input = recipe.input();
        return new LoaderOptions(
                input.imageSize(),
                input.batch(),
                PlaceKeys.workers(settings),
                input.seed(),
                recipe.augmentation(),
                Order.SHUFFLED,
                cache(settings),
                masks(settings));
    }

    /** How batches to judge the network on are made, without masks; they come again each epoch, hence the cache. */
    static LoaderOptions judging(Recipe recipe, Settings settings) {
        return new LoaderOptions(
                recipe.input().imageSize(),
                recipe.input().batch(),
                PlaceKeys.workers(settings),
                0,
                AugmentationRecipe.none(),
                Order.SEQUENTIAL,
                cache(settings) == Cache.RAM ? Cache.AUTO : cache(settings)); // RAM is promised to the training images
    }

    /** Whether the loss of this task needs masks. */
    static LoaderOptions.Masks masks(Settings settings) {
        return TrainingTask.of(settings).outlines() ? LoaderOptions.Masks.DRAWN : LoaderOptions.Masks.NONE;
    }

    private static Cache cache(Settings settings) {
        return Cache.valueOf(settings.value(TrainKeys.CACHE).toUpperCase(Locale.ROOT));
    }
}
