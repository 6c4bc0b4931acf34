package io.candor.data.inspect;

import io.candor.data.Classes;
import io.candor.data.Image;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.draw.Annotation;
import io.candor.data.draw.BoxPainter;
import io.candor.data.draw.Thumbnail;
import io.candor.data.read.Dataset;
import io.candor.data.read.ImageReader;
import io.candor.data.read.UnreadableImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A page of small pictures with the labels drawn on them: the quickest way to see that labels and images belong
 * together. The choice is spread over the classes, the rarest first, and is the same each time.
 */
public final class ContactSheet {

    /**
     * How much to show.
     *
     * @param pictures on the sheet
     * @param columns of pictures
     * @param side of the square each picture is fitted into, in pixels
     */
    public record Options(int pictures, int columns, int side) {
        /** Four by four pictures of 400 pixels. */
        public static Options defaults() {
            return new Options(16, 4, 400);
        }
    }

    private record Entry(Split split, Sample sample) {}

    private final Classes classes;
    private final Options options;

    private ContactSheet(Classes classes, Options options) {
        this.classes = classes;
        this.options = options;
    }

    /** The sheet; empty if not one image can be decoded. */
    public static Optional<Image> of(Dataset data, Options options) {
        List<Image> pictures = new ArrayList<>();
        ContactSheet sheet = new ContactSheet(data.classes(), options);
        List<Entry> pool = pool(data);
        while (pictures.size() < options.pictures() && !pool.isEmpty()) {
            List<Entry> chosen = choose(
                    pool, options.pictures() - pictures.size(), data.classes().size());
            pool.removeAll(chosen);
            chosen.parallelStream().map(sheet::picture).toList().forEach(picture -> picture.ifPresent(pictures::add));
        }
        return pictures.isEmpty() ? Optional.empty() : Optional.of(BoxPainter.grid(pictures, options.columns()));
    }

    /** Every image once, in an order that depends on nothing but the names. */
    private static List<Entry> pool(Dataset data) {
        Map<Path, Entry> entries = new LinkedHashMap<>();
        data.samples()
                .forEach((split, samples) ->
                        samples.forEach(sample -> entries.putIfAbsent(sample.image(), new Entry(split, sample))));
        List<Entry> pool = new ArrayList<>(entries.values());
        pool.sort(Comparator.comparingLong(entry -> checksum(entry.sample().image())));
        return pool;
    }

    /** Again and again an image of the class that is shown least; images without objects when no class is left. */
    private static List<Entry> choose(List<Entry> pool, int count, int classes) {
        List<Entry> rest = new ArrayList<>(pool);
        List<Entry> chosen = new ArrayList<>();
        int[] shown = new int[classes];
        int[] left = new int[classes];
        rest.forEach(entry -> entry.sample().labels().forEach(label -> left[label.classIndex()]++));
        while (chosen.size() < count && !rest.isEmpty()) {
            Entry next = next(rest, shown, left);
            rest.remove(next);
            chosen.add(next);
            next.sample().labels().forEach(label -> {
                shown[label.classIndex()]++;
                left[label.classIndex()]--;
            });
        }
        return chosen;
    }

    private static Entry next(List<Entry> rest, int[] shown, int[] left) {
        int wanted = -1;
        for (int i = 0; i < shown.length; i++) {
            boolean better =
                    wanted < 0 || shown[i] < shown[wanted] || (shown[i] == shown[wanted] && left[i] < left[wanted]);
            wanted = left[i] > 0 && better ? i : wanted;
        }
        int wantedClass = wanted;
        return rest.stream()
                .filter(entry -> entry.sample().labels().stream().anyMatch(label -> label.classIndex() == wantedClass))
                .findFirst()
                .orElseGet(() -> rest.get(0));
    }

    private Optional<Image> picture(Entry entry) {
        Sample sample = entry.sample();
        Image image;
        try {
            image = ImageReader.read(sample.image());
        } catch (UnreadableImage e) {
            return Optional.empty(); // the inspection lists it
        }
        double factor = Thumbnail.factor(image, options.side());
        List<Annotation> annotations =
                sample.labels().stream().map(label -> annotation(label, factor)).toList();
        Image painted = BoxPainter.paint(Thumbnail.of(image, options.side()), annotations);
        String title = "%s: %s%s"
                .formatted(
                        entry.split().name().toLowerCase(Locale.ROOT),
                        sample.image().getFileName(),
                        annotations.isEmpty() ? " (no objects)" : "");
        return Optional.of(Thumbnail.titled(painted, options.side(), title));
    }

    private Annotation annotation(Label label, double factor) {
        return Annotation.of(label.scaleAndShift(factor, factor, 0, 0), classes.name(label.classIndex()));
    }

    private static long checksum(Path image) {
        CRC32 checksum = new CRC32();
        checksum.update(image.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }
}
