package io.candor.data.read;

import io.candor.data.Sample;
import io.candor.data.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A {@code data.yaml}, the images it leads to, and their label files. */
final class YoloReader {

    private final DataYaml yaml;
    private final List<String> notes;
    private final Map<List<Path>, Reading> readings = new HashMap<>(); // train and val may be the same folder
    private final Set<Skipped> skipped = new LinkedHashSet<>();

    private YoloReader(DataYaml yaml) {
        this.yaml = yaml;
        this.notes = new ArrayList<>(yaml.notes());
    }

    static Dataset read(Path file) {
        return new YoloReader(DataYaml.read(file)).read();
    }

    private Dataset read() {
        Map<Split, List<Sample>> samples = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            List<Path> sources = yaml.sources().getOrDefault(split, List.of());
            if (!sources.isEmpty()) {
                Reading reading = readings.computeIfAbsent(sources, s -> read(split, s));
                samples.put(split, reading.samples());
                skipped.addAll(reading.skipped());
            }
        }
        if (samples.containsKey(Split.TRAIN) && samples.get(Split.TRAIN) == samples.get(Split.VAL)) {
            notes.add("%s: `train` and `val` are the same images; figures on `val` show memory, not skill."
                    .formatted(yaml.file()));
        }
        return new Dataset(yaml.file(), yaml.classes(), samples, List.copyOf(skipped), notes);
    }

    private Reading read(Split split, List<Path> sources) {
        ImageList list = ImageList.of(sources, yaml.root());
        if (list.images().isEmpty() && list.skipped().isEmpty()) {
            if (split != Split.TEST) {
                throw ImageList.noImages(sources);
            }
            notes.add("%s: `test` holds no images.".formatted(yaml.file()));
        }
        int classes = yaml.classes().size();
        return Reading.each(list.images(), image -> Reading.ofImage(image, size -> YoloRows.read(image, size, classes)))
                .and(list.skipped());
    }
}
