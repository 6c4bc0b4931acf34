package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.noise.ClassNoise;
import io.candor.data.noise.NoisyLabels;
import io.candor.data.read.SimilarityReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What the settings of label noise come to. */
final class NoiseSettings {

    /** Lists what was spoiled, in the run folder. */
    static final String FILE = "label_noise.csv";

    private static final String HELP = "label-noise";

    private NoiseSettings() {}

    /**
     * Samples after noise.
     *
     * @param samples in the order they were read
     * @param changes what was spoiled; empty without noise
     */
    record Spoiled(List<Sample> samples, List<NoisyLabels.Change> changes) {

        /** The same of a share of the samples; a larger share holds the same wrong labels and more. */
        Spoiled share(double fraction) {
            List<Sample> kept = TrainingData.share(samples, fraction);
            Set<Path> images = kept.stream().map(Sample::image).collect(Collectors.toSet());
            return new Spoiled(
                    kept,
                    changes.stream()
                            .filter(change -> images.contains(change.image()))
                            .toList());
        }

        /** Writes the list, if there was noise, and says so. */
        void write(RunFolder folder, Classes classes, RunListener listener) throws IOException {
            if (changes.isEmpty()) {
                return;
            }
            StringBuilder rows = new StringBuilder("image,label,true,written\n");
            changes.forEach(change -> rows.append("\"%s\",%d,\"%s\",\"%s\"%n"
                    .formatted(
                            escaped(change.image().toString()),
                            change.label(),
                            escaped(classes.name(change.trueClass())),
                            escaped(classes.name(change.writtenClass())))));
            Path file = folder.write(FILE, rows.toString());
            long labels =
                    samples.stream().mapToLong(sample -> sample.labels().size()).sum();
            listener.say(String.format(
                    Locale.ROOT,
                    "Label noise: %d of %d training labels (%.1f %%) were given a wrong class on purpose. The list is in %s.",
                    changes.size(),
                    labels,
                    100.0 * changes.size() / labels,
                    file));
        }

        private static String escaped(String text) {
            return text.replace("\"", "\"\"");
        }
    }

    /**
     * The training samples with the noise the settings ask for.
     *
     * @throws InvalidInput if rate, file or the combination with others cannot be used
     */
    static Spoiled spoil(Settings settings, List<Sample> samples, Classes classes) {
        double rate = settings.value(TrainKeys.LABEL_NOISE);
        if (rate == 0) {
            refuseUnread(settings);
            return new Spoiled(samples, List.of());
        }
        if (settings.value(TrainKeys.SINGLE_CLS)) {
            throw new InvalidInput(
                    HELP, "--label-noise: with --single-cls all classes are one, so that no label can be wrong.");
        }
        NoisyLabels noisy =
                NoisyLabels.of(samples, noise(settings, rate, classes), settings.value(TrainKeys.NOISE_SEED));
        return new Spoiled(noisy.samples(), noisy.changes());
    }

    /** Among the classes that are trained. */
    private static ClassNoise noise(Settings settings, double rate, Classes classes) {
        List<Integer> wanted =
                settings.value(TrainKeys.CLASSES).stream().distinct().sorted().toList();
        String kind = settings.value(TrainKeys.NOISE);
        if (kind.equalsIgnoreCase("asymmetric")) {
            return wanted.isEmpty()
                    ? ClassNoise.asymmetric(rate, classes.size())
                    : ClassNoise.asymmetric(rate, classes.size(), wanted);
        }
        ClassNoise noise = kind.equalsIgnoreCase("symmetric")
                ? ClassNoise.symmetric(rate, classes.size())
                : new ClassNoise(rate, SimilarityReader.read(Path.of(kind), SimilarityReader.Kind.AUTO, classes));
        return wanted.isEmpty() ? noise : noise.among(wanted);
    }

    /** An option that would be read by nothing is refused: the user expects it to act. */
    private static void refuseUnread(Settings settings) {
        settings.refuse(
                List.of(TrainKeys.NOISE, TrainKeys.NOISE_SEED),
                HELP,
                "found without --label-noise, expected with a rate such as --label-noise 0.2; nothing else reads it.");
    }
}
