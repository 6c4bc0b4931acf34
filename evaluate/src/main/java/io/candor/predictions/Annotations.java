package io.candor.predictions;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.Mask;
import io.candor.data.read.CocoSegmentation;
import io.candor.data.read.Size;
import io.candor.metric.EvaluatedImage;
import io.candor.metric.EvaluationSet;
import io.candor.metric.Extent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The images and categories predictions may speak of, and the set that is being filled. */
final class Annotations {

    private static final int AMBIGUOUS = -1;

    /** For messages: where images and categories come from. */
    final String source;

    final Classes classes;
    final EvaluationSet.Builder builder;
    private final List<EvaluatedImage> images = new ArrayList<>();
    private final Map<String, Integer> byId = new HashMap<>();
    private final Map<String, Integer> byName = new HashMap<>();
    private final Map<Long, Integer> categories = new HashMap<>();
    private String lastId = "";
    private int lastImage;

    /** Whether masks are to be read, where there are any. */
    final Extent extent;

    Annotations(String source, Classes classes, Extent extent) {
        this.source = source;
        this.classes = classes;
        this.extent = extent;
        builder = EvaluationSet.builder(classes);
    }

    void category(long id, int classIndex) {
        categories.put(id, classIndex);
    }

    /** Makes an image known under its name, and under the names of its file where they are unique. */
    int image(EvaluatedImage image) {
        if (builder.contains(image.name())) {
            throw new InvalidInput(
                    JsonFile.HELP,
                    "%s: image id %s occurs twice. Every image needs its own id.".formatted(source, image.name()));
        }
        int index = builder.image(image);
        images.add(image);
        byId.put(image.name(), index);
        String file = image.file().isEmpty() ? image.name() : image.file().replace('\\', '/');
        String name = Path.of(file).getFileName().toString();
        String stem = name.replaceFirst("\\.[^.]*$", "");
        String number = stem.matches("0+[0-9]+") ? stem.replaceFirst("^0+(?=.)", "") : stem;
        Arrays.stream(new String[] {file, name, stem, number})
                .distinct()
                .forEach(key -> byName.merge(key, index, (one, other) -> AMBIGUOUS));
        return index;
    }

    /**
     * The pixels of an outline or a mask on an image.
     *
     * @throws InvalidInput if it cannot be read or is of another size than the image
     */
    Optional<Mask> mask(CocoSegmentation segmentation, int image, Supplier<String> place) {
        EvaluatedImage picture = images.get(image);
        Size size = picture.hasSize()
                ? new Size(picture.width(), picture.height())
                : segmentation
                        .mask()
                        .map(mask -> new Size(mask.width(), mask.height()))
                        .orElse(new Size(0, 0));
        String fault = segmentation.faultOn(size);
        if (fault.isEmpty() && !segmentation.parts().isEmpty() && size.width() < 1) {
            fault = "the size of image %s is not known, and outlines need it".formatted(picture.name());
        }
        if (!fault.isEmpty()) {
            throw new InvalidInput(
                    JsonFile.HELP,
                    "%s: %s. Write masks of the size of their image, in COCO's form.".formatted(place.get(), fault));
        }
        return segmentation.drawn(size);
    }

    /** The image predictions mean by an id, a file name or a stem. */
    int find(String id, Supplier<String> place) {
        if (!id.equals(lastId)) {
            lastImage = lookUp(id, place);
            lastId = id;
        }
        return lastImage;
    }

    private int lookUp(String id, Supplier<String> place) {
        Integer image = byId.get(id);
        if (image == null) {
            image = byName.get(id);
        }
        if (image == null) {
            // Folders may differ between machines; the file name decides.
            image = byName.get(id.substring(Math.max(id.lastIndexOf('/'), id.lastIndexOf('\\')) + 1));
        }
        if (image == null) {
            throw new InvalidInput(
                    JsonFile.HELP,
                    "%s: image_id %s is not among the images of the annotations (%s). Evaluate predictions against the annotations of the same split."
                            .formatted(place.get(), id, source));
        }
        if (image == AMBIGUOUS) {
            throw new InvalidInput(
                    JsonFile.HELP,
                    "%s: image_id %s fits several images of %s. Write the whole name, relative to the folder of the data set."
                            .formatted(place.get(), id, source));
        }
        return image;
    }

    /** The class a category id means. */
    int classOf(long category, Supplier<String> place) {
        Integer index = categories.get(category);
        if (index == null) {
            throw new InvalidInput(
                    JsonFile.HELP,
                    "%s: category_id %d is not among the categories of the annotations (%d categories, ids %s). Use the ids of %s."
                            .formatted(place.get(), category, categories.size(), someIds(), source));
        }
        return index;
    }

    /** The class of a name, or of an index that belongs to other names. */
    int classNamed(String name, int classIndex, Supplier<String> place) {
        int known = classes.names().indexOf(name);
        int index = known >= 0 ? known : classIndex;
        if (index < 0 || index >= classes.size()) {
            throw new InvalidInput(
                    JsonFile.HELP,
                    "%s: class %d (%s) is not among the %d classes of %s."
                            .formatted(place.get(), classIndex, name, classes.size(), source));
        }
        return index;
    }

    private String someIds() {
        long[] ids =
                categories.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        return ids.length <= 10 ? Arrays.toString(ids) : "%d to %d".formatted(ids[0], ids[ids.length - 1]);
    }
}
