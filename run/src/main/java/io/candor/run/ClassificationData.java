package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.ClassificationSet;
import io.candor.data.target.ClassTarget;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pictures a classifier is trained with.
 *
 * @param set as it was read
 * @param train samples to learn from
 * @param noise what was spoiled in the labels to learn from, on purpose
 * @param val samples to judge by
 */
record ClassificationData(ClassificationSet set, List<Sample> train, NoiseSettings.Spoiled noise, List<Sample> val) {

    /** Applies noise and fraction. */
    static ClassificationData of(ClassificationSet set, Settings settings) {
        NoiseSettings.Spoiled noise = NoiseSettings.spoil(
                        settings, set.dataset().require(Split.TRAIN), set.classes())
                .share(settings.value(TrainKeys.FRACTION));
        if (!noise.changes().isEmpty() && set.isSoft(Split.TRAIN)) {
            throw new InvalidInput(
                    "label-noise",
                    "--label-noise: %s holds what several people thought of a picture, and noise changes single labels. Give a table of path and label."
                            .formatted(set.dataset().source()));
        }
        return new ClassificationData(set, noise.samples(), noise, set.dataset().require(Split.VAL));
    }

    Classes classes() {
        return set.classes();
    }

    /** The targets of samples before smoothing, by the name batches have for them. */
    Map<Path, ClassTarget> targets(List<Sample> samples) {
        Map<Integer, ClassTarget> oneHot = new HashMap<>();
        Map<Path, ClassTarget> targets = new HashMap<>();
        for (Sample sample : samples) {
            ClassTarget opinion = set.opinions().get(sample.image());
            targets.put(
                    sample.image(),
                    opinion != null
                            ? opinion
                            : oneHot.computeIfAbsent(
                                    ClassificationSet.classIndex(sample),
                                    k -> ClassTarget.oneHot(classes().size(), k)));
        }
        return targets;
    }
}
