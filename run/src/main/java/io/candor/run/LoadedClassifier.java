package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.augment.PictureAugmentation;
import io.candor.data.read.ClassificationSet;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.tensor.Device;
import io.candor.train.PrecisionChoice;
import io.candor.weights.NetworkFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A classifier from a file, ready to be used.
 *
 * @param network on the device and in the precision asked for; to be closed
 * @param classes it knows
 * @param file it came from
 */
record LoadedClassifier(Network network, Classes classes, Path file) implements AutoCloseable {

    private static final int IMAGE_SIZE = 224;

    /** Whether the settings name a weight file that holds a classifier. */
    static boolean isAskedFor(Settings settings, Key<Path> model) {
        Optional<Path> file = settings.given(model).filter(Files::isRegularFile);
        boolean weights = file.map(each -> each.toString().toLowerCase(Locale.ROOT))
                .filter(name -> name.endsWith(".safetensors") || name.endsWith(".pt"))
                .isPresent();
        return weights && TrainingTask.ofFile(file.get()) == Task.CLASSIFY;
    }

    /** The network in a weight file, whatever it is for. */
    static NetworkFile network(Settings settings, Key<Path> model) {
        Path file = settings.required(model);
        return isAskedFor(settings, model) ? NetworkFile.load(file, Task.CLASSIFY) : NetworkFile.load(file);
    }

    static LoadedClassifier of(Settings settings, Path file) {
        NetworkFile loaded = NetworkFile.load(file, Task.CLASSIFY);
        Device device = Device.of(settings.value(PlaceKeys.DEVICE));
        PrecisionChoice precision = PrecisionChoice.of(settings.value(PlaceKeys.PRECISION));
        return new LoadedClassifier(
                loaded.network().on(device).precision(precision.on(device)), loaded.classes(), file);
    }

    /** The size its pictures are scaled to: as set, as it was trained, or what is usual. */
    int imageSize(Settings settings, Key<Integer> key) {
        return imageSize(settings, key, file);
    }

    static int imageSize(Settings settings, Key<Integer> key, Path file) {
        return settings.given(key).orElseGet(() -> {
            OptionalInt recorded = ImageSize.recorded(file);
            return recorded.isPresent() ? recorded.getAsInt() : IMAGE_SIZE;
        });
    }

    /** As {@link #imageSize}; small pictures keep their size if the file does not say another. */
    int imageSize(Settings settings, Key<Integer> key, ClassificationSet set) {
        boolean known =
                settings.given(key).isPresent() || ImageSize.recorded(file).isPresent();
        int largest = set.dataset().samples().values().stream()
                .flatMap(List::stream)
                .mapToInt(sample -> Math.max(sample.width(), sample.height()))
                .max()
                .orElse(IMAGE_SIZE);
        return known || largest > PictureAugmentation.SMALL ? imageSize(settings, key) : largest;
    }

    /**
     * The pictures with their classes numbered as the network numbers them, where both have the same names; other names
     * are taken as a translation.
     *
     * @throws InvalidInput if the number of classes differs
     */
    ClassificationSet numbered(ClassificationSet set, RunListener listener) {
        requireAsMany(set);
        if (!set.hasClasses(classes) || set.classes().equals(classes)) {
            return set;
        }
        listener.say("%s has the classes of %s in another order: they are taken by name."
                .formatted(set.dataset().source(), file));
        return set.renumbered(classes);
    }

    private void requireAsMany(ClassificationSet set) {
        if (classes.size() != set.classes().size()) {
            throw new InvalidInput(
                    "classes-differ",
                    "%s knows %d classes, but %s has %d. Evaluate on a data set with the classes the model was trained for."
                            .formatted(
                                    file,
                                    classes.size(),
                                    set.dataset().source(),
                                    set.classes().size()));
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
