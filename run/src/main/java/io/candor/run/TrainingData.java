package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.Dataset;
import io.candor.data.read.DatasetReader;
import io.candor.data.read.ReadOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The part of a data set a run uses.
 *
 * @param source as it was read
 * @param classes what the network tells apart
 * @param train samples to learn from
 * @param noise what was spoiled in the labels to learn from, on purpose
 * @param val samples to judge by
 */
record TrainingData(
        Dataset source, Classes classes, List<Sample> train, NoiseSettings.Spoiled noise, List<Sample> val) {

    /** Reads the data set the settings name and applies classes, single_cls and fraction. */
    static TrainingData of(Settings settings) {
        return of(settings, read(settings));
    }

    /** The same of a data set that was read. */
    static TrainingData of(Settings settings, Dataset read) {
        Dataset dataset = outlined(settings, read);
        Set<Integer> wanted = new HashSet<>(settings.value(TrainKeys.CLASSES));
        for (int index : wanted) {
            if (index >= dataset.classes().size()) {
                throw new InvalidInput(
                        "options",
                        "classes: there is no class %d; %s has %d classes, counted from 0."
                                .formatted(
                                        index,
                                        dataset.source(),
                                        dataset.classes().size()));
            }
        }
        boolean single = settings.value(TrainKeys.SINGLE_CLS);
        List<Sample> learned = relabelled(dataset.require(Split.TRAIN), wanted, single);
        NoiseSettings.Spoiled noise =
                NoiseSettings.spoil(settings, learned, dataset.classes()).share(settings.value(TrainKeys.FRACTION));
        return new TrainingData(
                dataset,
                single ? new Classes(List.of("object")) : dataset.classes(),
                noise.samples(),
                noise,
                relabelled(dataset.require(Split.VAL), wanted, single));
    }

    /** Without the images that lack outlines, if the task needs them. */
    static Dataset outlined(Settings settings, Dataset dataset) {
        return TrainingTask.of(settings).outlines()
                ? Outlines.required(dataset, List.of(Split.TRAIN, Split.VAL))
                : dataset;
    }

    /** The data set that {@code data} and {@code images} name. */
    static Dataset read(Settings settings) {
        Path data = settings.required(PlaceKeys.DATA);
        if (!data.toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
            settings.refuse(
                    List.of(PlaceKeys.IMAGES),
                    "options",
                    "only a COCO JSON file leaves open where its images are; %s says it. Leave it out."
                            .formatted(data));
        }
        ReadOptions options = settings.given(PlaceKeys.IMAGES)
                .map(folder -> ReadOptions.defaults().withImages(folder))
                .orElseGet(ReadOptions::defaults);
        return DatasetReader.read(data, options);
    }

    /** {@code fraction} of the samples, spread evenly over them. */
    static List<Sample> share(List<Sample> samples, double fraction) {
        List<Sample> kept = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            if ((long) ((i + 1) * fraction) > (long) (i * fraction)) {
                kept.add(samples.get(i));
            }
        }
        return kept.isEmpty() ? samples.subList(0, 1) : kept;
    }

    private static List<Sample> relabelled(List<Sample> samples, Set<Integer> wanted, boolean single) {
        if (wanted.isEmpty() && !single) {
            return samples;
        }
        return samples.stream()
                .map(sample -> new Sample(
                        sample.image(),
                        sample.width(),
                        sample.height(),
                        sample.labels().stream()
                                .filter(label -> wanted.isEmpty() || wanted.contains(label.classIndex()))
                                .map(label -> single ? label.withClass(0) : label)
                                .toList()))
                .toList();
    }

    /** Number of labels in the samples to learn from. */
    long trainLabels() {
        return train.stream().mapToLong(sample -> sample.labels().size()).sum();
    }
}
