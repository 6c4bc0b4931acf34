package io.candor.run;

import io.candor.calibrate.Folds;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.read.ClassificationSet;
import io.candor.data.read.Dataset;
import io.candor.metric.ClassifiedSet;
import io.candor.train.Outcome;
import io.candor.train.StopRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Divides images into parts and trains once per part, on the others: what is then said about an image comes from a network
 * that never saw its label. The last epoch speaks, because the best one would be chosen by those labels.
 *
 * @param training of {@link TrainKeys}, without a folder
 * @param samples whose labels are looked at
 * @param folds number of parts; copies of a picture are in the same
 * @param folder gets a run folder per part
 */
record CrossValidation(Settings training, List<Sample> samples, int folds, RunFolder folder) {

    /** Trains and predicts once. */
    @FunctionalInterface
    private interface Part {
        boolean done(List<Sample> others, List<Sample> held, int number) throws IOException;
    }

    /** Probabilities of a classifier's pictures; empty if it was stopped. */
    Optional<ClassifiedSet> classified(ClassificationSet set, RunListener listener, StopRequest stop)
            throws IOException {
        ClassifiedSet.Builder said = ClassifiedSet.builder(set.classes());
        boolean done = each(listener, (others, held, number) -> {
            ClassificationData data =
                    new ClassificationData(set, others, new NoiseSettings.Spoiled(others, List.of()), held);
            ClassificationJob job = ClassificationJob.start(settings(number), set, settings -> data, listener);
            Outcome outcome = job.run(stop).outcome();
            if (outcome.ending() == Outcome.Ending.STOPPED) {
                return false;
            }
            add(said, job.said(outcome.lastWeights(), held));
            return true;
        });
        return done ? Optional.of(said.build()) : Optional.empty();
    }

    private static void add(ClassifiedSet.Builder all, ClassifiedSet part) {
        for (int i = 0; i < part.size(); i++) {
            int row = i;
            double[] probabilities = IntStream.range(0, part.classes().size())
                    .mapToDouble(k -> part.probability(row, k))
                    .toArray();
            all.probabilities(part.images().get(part.image(row)), probabilities, part.label(row));
        }
    }

    /** What a detector found on every image; empty if it was stopped. */
    Optional<Map<Sample, List<Detection>>> detected(Dataset dataset, RunListener listener, StopRequest stop)
            throws IOException {
        Map<Sample, List<Detection>> found = new LinkedHashMap<>();
        boolean done = each(listener, (others, held, number) -> {
            TrainingData data = new TrainingData(
                    dataset, dataset.classes(), others, new NoiseSettings.Spoiled(others, List.of()), held);
            TrainJob job = TrainJob.start(settings(number), settings -> data, listener);
            Outcome outcome = job.run(stop).outcome();
            if (outcome.ending() == Outcome.Ending.STOPPED) {
                return false;
            }
            found.putAll(job.found(outcome.lastWeights(), held));
            return true;
        });
        return done ? Optional.of(found) : Optional.empty();
    }

    private boolean each(RunListener listener, Part part) throws IOException {
        List<String> contents =
                samples.stream().map(sample -> Contents.of(sample.image())).toList();
        long different = contents.stream().distinct().count();
        if (different < folds) {
            throw new InvalidInput(
                    "audit-folds",
                    "--folds %d: there are only %d different images. Give fewer, but at least 2."
                            .formatted(folds, different));
        }
        int[] fold = Folds.of(contents, folds, training.value(TrainKeys.SEED));
        for (int f = 0; f < folds; f++) {
            int held = f;
            List<Sample> own = pick(samples, i -> fold[i] == held);
            listener.say("");
            listener.say("Part %d of %d: training on %d images, to judge the labels of %d others."
                    .formatted(f + 1, folds, samples.size() - own.size(), own.size()));
            if (!part.done(pick(samples, i -> fold[i] != held), own, f + 1)) {
                return false;
            }
        }
        return true;
    }

    private static List<Sample> pick(List<Sample> samples, java.util.function.IntPredicate chosen) {
        return IntStream.range(0, samples.size())
                .filter(chosen)
                .mapToObj(samples::get)
                .toList();
    }

    private Settings settings(int number) {
        return training.with(TrainKeys.OUT, folder.file("fold-" + number)).with(TrainKeys.EXIST_OK, true);
    }
}
