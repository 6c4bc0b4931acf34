package io.candor.run;

import io.candor.network.Catalogue;
import io.candor.train.OptimizerName;
import io.candor.train.OptimizerPlan;
import io.candor.train.Recipe;
import io.candor.train.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which optimiser a run uses, and which of the settings given it does not read. */
final class OptimizerLines {

    /** Small sets of drawn boards are learned from nothing in about 700 steps (docs/demo.md). */
    private static final long FEW = 500;

    private OptimizerLines() {}

    static List<String> of(Settings settings, Recipe recipe, int classes, int images) {
        OptimizerName asked = recipe.optimization().optimizer();
        OptimizerPlan plan = recipe.plan(classes, images);
        long steps = schedule(recipe, plan, images).steps();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Optimiser %s%s, learning rate %s, %s %s; %,d steps.",
                plan.optimizer().name().toLowerCase(Locale.ROOT),
                asked == OptimizerName.AUTO ? " (chosen by auto)" : "",
                plan.learningRate(),
                plan.optimizer() == OptimizerName.SGD ? "momentum" : "first beta",
                plan.momentum(),
                steps));
        warmupOfTheWholeRun(recipe, images)
                .or(() -> fewSteps(settings, recipe, steps))
                .ifPresent(lines::add);
        Set<String> unread = new TreeSet<>();
        for (Key<Double> key : unread(asked, plan.optimizer())) {
            settings.changed(key).ifPresent(value -> unread.add(key.option() + " " + value));
        }
        if (!unread.isEmpty()) {
            lines.add("Not read with --optimizer %s: %s. Choose --optimizer %s to set them."
                    .formatted(
                            asked.name().toLowerCase(Locale.ROOT),
                            String.join(", ", unread),
                            asked == OptimizerName.AUTO ? "sgd or adamw" : "sgd"));
        }
        return lines;
    }

    private static Schedule schedule(Recipe recipe, OptimizerPlan plan, int images) {
        Schedule.Extent extent = new Schedule.Extent(
                recipe.length().epochs(),
                batchesPerEpoch(recipe, images),
                recipe.input().batch());
        return new Schedule(recipe.optimization(), plan, extent);
    }

    private static int batchesPerEpoch(Recipe recipe, int images) {
        int batch = recipe.input().batch();
        return (images + batch - 1) / batch;
    }

    /** A detector that starts from random weights and hardly steps ends with mAP 0 as well. */
    private static Optional<String> fewSteps(Settings settings, Recipe recipe, long steps) {
        String model = settings.value(TrainKeys.MODEL);
        boolean random = Catalogue.definition(model, 1).isPresent() && !Files.isRegularFile(Path.of(model));
        if (!random || steps >= FEW) {
            return Optional.empty();
        }
        int batch = recipe.input().batch();
        boolean accumulates = recipe.optimization().nominalBatch() > batch;
        return Optional.of(
                "Warning: %d optimiser steps are few for random weights. Give more %s%s, or trained weights as %s."
                        .formatted(
                                steps,
                                TrainKeys.EPOCHS.option(),
                                accumulates
                                        ? " or %s %d, a step for every batch".formatted(TrainKeys.NBS.option(), batch)
                                        : "",
                                TrainKeys.MODEL.option()));
    }

    /** A run so short that its learning rate hardly leaves zero ends with mAP 0, and nothing in its table says why. */
    private static Optional<String> warmupOfTheWholeRun(Recipe recipe, int images) {
        int batchesPerEpoch = batchesPerEpoch(recipe, images);
        long total = (long) batchesPerEpoch * recipe.length().epochs();
        long warming = recipe.optimization().warmup().iterations(batchesPerEpoch);
        if (warming < total) {
            return Optional.empty();
        }
        return Optional.of(
                "The run has %d iterations and the warm-up takes %d: the learning rate never reaches its value, so little will be learned. Give more %s, a smaller %s or %s 0."
                        .formatted(
                                total,
                                warming,
                                TrainKeys.EPOCHS.option(),
                                TrainKeys.BATCH.option(),
                                TrainKeys.WARMUP_EPOCHS.option()));
    }

    private static List<Key<Double>> unread(OptimizerName asked, OptimizerName used) {
        List<Key<Double>> unread = new ArrayList<>();
        if (asked == OptimizerName.AUTO) {
            unread.addAll(List.of(TrainKeys.LR0, TrainKeys.WARMUP_BIAS_LR));
        }
        if (used != OptimizerName.SGD) {
            unread.addAll(List.of(TrainKeys.WARMUP_MOMENTUM, TrainKeys.WARMUP_BIAS_LR));
        }
        if (asked == OptimizerName.AUTO && used != OptimizerName.SGD) {
            unread.add(TrainKeys.MOMENTUM);
        }
        return unread;
    }
}
