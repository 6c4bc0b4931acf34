package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.augment.AugmentationRecipe;
import io.candor.data.augment.PictureAugmentation;
import io.candor.data.load.LoaderOptions;
import io.candor.data.load.Order;
import io.candor.data.read.ClassificationSet;
import io.candor.train.Input;
import io.candor.train.Recipe;
import java.util.List;

/**
 * What settings mean to the trainer of a classifier. Its defaults differ from a detector's: they are filled in where
 * nothing was set, so that {@code args.yaml} records what was used.
 */
final class ClassificationPlan {

    /** The factor of most publications since Szegedy et al. (2016). */
    static final double SMOOTHING = 0.1;

    /** Side of larger pictures, as in the publications on ImageNet. */
    private static final int IMAGE_SIZE = 224;

    /** Batches to judge: pictures without gradients need little memory. */
    private static final int JUDGING_BATCH = 256;

    private static final String HELP = "classification-settings";

    private ClassificationPlan() {}

    /** The settings with a classifier's defaults for pictures such as these. */
    static Settings resolved(Settings asked, ClassificationSet set) {
        requireRead(asked);
        Settings settings = asked.with(TrainKeys.TASK, "classify");
        int largest = set.dataset().samples().values().stream()
                .flatMap(List::stream)
                .mapToInt(sample -> Math.max(sample.width(), sample.height()))
                .max()
                .orElse(IMAGE_SIZE);
        int size = Math.max(8, Math.min(largest, IMAGE_SIZE));
        settings = filled(settings, TrainKeys.IMGSZ, largest <= PictureAugmentation.SMALL ? size : IMAGE_SIZE);
        boolean small = settings.value(TrainKeys.IMGSZ) <= PictureAugmentation.SMALL;
        requireDrawn(settings, small);
        settings = filled(settings, TrainKeys.MODEL, small ? "cnn-small" : "yolov8n-cls");
        settings = filled(settings, TrainKeys.BATCH, small ? 128 : 32);
        settings = filled(settings, TrainKeys.NBS, settings.value(TrainKeys.BATCH));
        settings = optimization(settings);
        settings = augmentation(settings, small);
        return SmoothingSettings.resolved(filled(settings, TrainKeys.LABEL_SMOOTHING, factor(settings, set)));
    }

    /** What people thought is soft already, and the other losses have their own way with confidence. */
    private static double factor(Settings settings, ClassificationSet set) {
        boolean warmup = settings.value(TrainKeys.SMOOTHING_SCHEDULE).equals("warmup");
        boolean plain =
                !set.isSoft(Split.TRAIN) && settings.value(TrainKeys.LOSS).equals("ce");
        return plain || warmup ? SMOOTHING : 0;
    }

    /** AdamW along a cosine: a good network after few epochs, whatever the network. */
    private static Settings optimization(Settings asked) {
        Settings settings = asked;
        if (settings.given(TrainKeys.OPTIMIZER).isEmpty()) {
            settings = settings.with(TrainKeys.OPTIMIZER, "adamw");
            settings = filled(settings, TrainKeys.LR0, 0.003);
            settings = filled(settings, TrainKeys.MOMENTUM, 0.9);
            settings = filled(settings, TrainKeys.WEIGHT_DECAY, 0.01);
        }
        settings = filled(settings, TrainKeys.COS_LR, true);
        return filled(settings, TrainKeys.WARMUP_EPOCHS, Math.min(1.0, settings.value(TrainKeys.EPOCHS) * 0.1));
    }

    private static Settings augmentation(Settings asked, boolean small) {
        Settings settings = filled(asked, TrainKeys.MOSAIC, 0.0);
        settings = filled(settings, TrainKeys.CLOSE_MOSAIC, 0);
        settings = filled(settings, TrainKeys.TRANSLATE, small ? 0.05 : 0.0);
        settings = filled(settings, TrainKeys.SCALE, small ? 0.0 : 0.5);
        settings = filled(settings, TrainKeys.HSV_H, small ? 0.0 : 0.015);
        settings = filled(settings, TrainKeys.HSV_S, small ? 0.0 : 0.4);
        return filled(settings, TrainKeys.HSV_V, small ? 0.0 : 0.4);
    }

    private static <T> Settings filled(Settings settings, Key<T> key, T value) {
        return settings.given(key).isPresent() ? settings : settings.with(key, value);
    }

    /** An option that a classifier does not read is refused, unless it has the value that stands for nothing. */
    private static void requireRead(Settings settings) {
        settings.refuse(
                List.of(
                        TrainKeys.IMAGES,
                        TrainKeys.SINGLE_CLS,
                        TrainKeys.CLASSES,
                        TrainKeys.BOX,
                        TrainKeys.CLS,
                        TrainKeys.DFL,
                        TrainKeys.DEGREES,
                        TrainKeys.SHEAR,
                        TrainKeys.PERSPECTIVE),
                HELP,
                "a classifier does not read it. Leave it out, or give --task detect and data with boxes.");
        if (settings.given(TrainKeys.SMOOTHING_ADAPTIVE).filter("size"::equals).isPresent()) {
            throw new InvalidInput(
                    HELP, "--smoothing-adaptive size: a classifier has no boxes. Expected nothing or confidence.");
        }
    }

    /** Small pictures are moved, larger ones cropped; neither is tiled. */
    private static void requireDrawn(Settings settings, boolean small) {
        requireNone(settings, TrainKeys.MOSAIC, "a classifier makes no mosaics");
        requireNone(settings, TrainKeys.COPY_PASTE, "a classifier knows no objects to copy");
        if (small) {
            requireNone(
                    settings,
                    TrainKeys.SCALE,
                    "pictures of up to %d pixels are moved, not cropped; --translate says how far");
        } else {
            requireNone(
                    settings,
                    TrainKeys.TRANSLATE,
                    "pictures of more than %d pixels are cropped, not moved; --scale says how far");
        }
    }

    private static void requireNone(Settings settings, Key<Double> key, String why) {
        settings.given(key).filter(value -> value != 0).ifPresent(value -> {
            throw new InvalidInput(
                    HELP,
                    "%s: found %s, expected 0 or nothing: %s."
                            .formatted(key.option(), value, why.formatted(PictureAugmentation.SMALL)));
        });
    }

    /** The hyper-parameters; each part refuses values out of its range. */
    static Recipe recipe(Settings settings, Classes classes) {
        Recipe recipe = TrainPlan.recipe(settings, classes);
        return recipe.with(new Input(
                settings.value(TrainKeys.IMGSZ),
                recipe.input().batch(),
                recipe.input().workers(),
                recipe.input().seed(),
                Input.Sizes.ANY));
    }

    /** How training batches are made. */
    static LoaderOptions loading(Recipe recipe, Settings settings) {
        LoaderOptions detection = TrainPlan.loading(recipe, settings);
        return new LoaderOptions(
                recipe.input().imageSize(),
                detection.batch(),
                detection.workers(),
                detection.seed(),
                recipe.augmentation(),
                Order.SHUFFLED,
                detection.cache());
    }

    /** How batches to judge the network on are made. */
    static LoaderOptions judging(Recipe recipe, Settings settings) {
        return new LoaderOptions(
                recipe.input().imageSize(),
                Math.max(JUDGING_BATCH / areaFactor(recipe), recipe.input().batch()),
                PlaceKeys.workers(settings),
                0,
                AugmentationRecipe.none(),
                Order.SEQUENTIAL,
                TrainPlan.judging(recipe, settings).cache());
    }

    private static int areaFactor(Recipe recipe) {
        return recipe.input().imageSize() <= PictureAugmentation.SMALL ? 1 : 8;
    }

    /** Some of the samples, to compare confidences on pictures that were learned with those on others. */
    static List<Sample> some(List<Sample> samples, int count) {
        return TrainingData.share(samples, Math.min(1, (double) count / samples.size()));
    }
}
