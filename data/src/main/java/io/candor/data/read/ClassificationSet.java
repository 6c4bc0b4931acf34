package io.candor.data.read;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Image;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.target.ClassTarget;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pictures that each belong to one class. As a {@link Dataset} every picture has one label that fills it, so that
 * whatever loads detection samples loads these.
 *
 * @param dataset pictures per split; a picture inside a large file is named {@code file#number}
 * @param pixels of pictures that lie inside large files, by that name; all others are read from their own
 * @param opinions what several people thought of a picture, where they differ or said how sure they are
 */
public record ClassificationSet(Dataset dataset, Map<Path, PackedImage> pixels, Map<Path, ClassTarget> opinions) {

    public ClassificationSet {
        pixels = Map.copyOf(pixels);
        opinions = Map.copyOf(opinions);
    }

    /** The names of the classes. */
    public Classes classes() {
        return dataset.classes();
    }

    /** Decodes a picture. */
    public Image image(Path name) {
        PackedImage packed = pixels.get(name);
        return packed == null ? ImageReader.read(name) : packed.image();
    }

    /** The target of a picture before any smoothing: people's opinions, or all mass on its label. */
    public ClassTarget target(Sample sample) {
        ClassTarget opinion = opinions.get(sample.image());
        return opinion == null ? ClassTarget.oneHot(classes().size(), classIndex(sample)) : opinion;
    }

    /** Whether it has these classes, in whatever order. */
    public boolean hasClasses(Classes others) {
        return others.size() == classes().size()
                && Set.copyOf(others.names()).equals(Set.copyOf(classes().names()));
    }

    /**
     * The same pictures with their classes numbered as elsewhere.
     *
     * @param order the same names
     */
    public ClassificationSet renumbered(Classes order) {
        int[] places =
                classes().names().stream().mapToInt(order.names()::indexOf).toArray();
        Map<Split, List<Sample>> samples = new EnumMap<>(Split.class);
        dataset.samples()
                .forEach((split, some) -> samples.put(
                        split,
                        some.stream().map(sample -> renumbered(sample, places)).toList()));
        Map<Path, ClassTarget> targets = new HashMap<>();
        opinions.forEach((picture, target) -> targets.put(picture, target.renumbered(places)));
        return new ClassificationSet(
                new Dataset(dataset.source(), order, samples, dataset.skipped(), dataset.notes()), pixels, targets);
    }

    private static Sample renumbered(Sample sample, int... places) {
        return sample(sample.image(), new Size(sample.width(), sample.height()), places[classIndex(sample)]);
    }

    /** Whether people differ about some picture of a split. */
    public boolean isSoft(Split split) {
        return dataset.split(split).stream().anyMatch(sample -> opinions.containsKey(sample.image()));
    }

    /** The class of a picture: the likeliest one where people differ. */
    public static int classIndex(Sample sample) {
        return sample.labels().get(0).classIndex();
    }

    /** A picture of a class as a sample. */
    static Sample sample(Path name, Size size, int classIndex) {
        Box whole = new Box(0, 0, size.width(), size.height());
        return new Sample(name, size.width(), size.height(), List.of(new Label(classIndex, whole)));
    }
}
