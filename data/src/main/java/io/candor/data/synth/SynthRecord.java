package io.candor.data.synth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.candor.data.Label;
import io.candor.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was drawn: enough to draw it again, and to know what to expect of it. */
public record SynthRecord(SynthOptions options, Map<Split, Counts> splits) {

    /** Raised whenever the same seed would give another picture. */
    static final int DRAWING_VERSION = 1;

    /**
     * One split in numbers.
     *
     * @param objects true defects per class
     * @param errors spoiled labels by what was done: flipped, dropped, shifted
     */
    public record Counts(int images, Map<String, Integer> objects, Map<String, Integer> errors, int lookAlikes) {

        /** True defects of all classes. */
        public int defects() {
            return objects.values().stream().mapToInt(n -> n).sum();
        }
    }

    public SynthRecord {
        splits = new EnumMap<>(splits);
    }

    static SynthRecord of(SynthOptions options, Map<Split, List<SynthDataset.Entry>> entries) {
        Map<Split, Counts> splits = new EnumMap<>(Split.class);
        entries.forEach((split, images) -> splits.put(split, count(images)));
        return new SynthRecord(options, splits);
    }

    private static Counts count(List<SynthDataset.Entry> entries) {
        Map<String, Integer> objects = new LinkedHashMap<>();
        for (DefectKind kind : DefectKind.values()) {
            objects.put(kind.label(), 0);
        }
        Map<String, Integer> errors = new LinkedHashMap<>();
        int lookAlikes = 0;
        for (SynthDataset.Entry entry : entries) {
            for (Annotator.Mark mark : entry.marks()) {
                objects.merge(name(mark.truth()), 1, Integer::sum);
                if (mark.deed() != Annotator.Deed.RIGHT) {
                    errors.merge(mark.deed().word(), 1, Integer::sum);
                }
            }
            lookAlikes += entry.lookAlikes();
        }
        return new Counts(entries.size(), objects, errors, lookAlikes);
    }

    void write(Path folder, Map<Split, List<SynthDataset.Entry>> entries) throws IOException {
        replace(folder.resolve("label_noise.csv"), String.join("\n", noise(entries)) + "\n");
        replace(folder.resolve("synth.json"), json());
        replace(folder.resolve("data.yaml"), yaml());
    }

    private static List<String> noise(Map<Split, List<SynthDataset.Entry>> entries) {
        List<String> rows = new ArrayList<>(List.of("image,object,error,true_class,written_class"));
        for (List<SynthDataset.Entry> images : entries.values()) {
            for (SynthDataset.Entry entry : images) {
                noise(entry, rows);
            }
        }
        return rows;
    }

    private static void noise(SynthDataset.Entry entry, List<String> rows) {
        for (int i = 0; i < entry.marks().size(); i++) {
            Annotator.Mark mark = entry.marks().get(i);
            if (mark.deed() != Annotator.Deed.RIGHT) {
                String written = mark.written().map(SynthRecord::name).orElse("");
                rows.add(String.join(
                        ",", entry.name(), Integer.toString(i), mark.deed().word(), name(mark.truth()), written));
            }
        }
    }

    private static String name(Label label) {
        return DefectKind.of(label.classIndex()).label();
    }

    private String json() throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("generator", "candor synth");
        String version = SynthRecord.class.getPackage().getImplementationVersion();
        root.put("candor", version == null ? "development" : version);
        root.put("drawing_version", DRAWING_VERSION);
        root.put("java", System.getProperty("java.runtime.version"));
        root.put("seed", options.seed());
        root.put("options", optionsByName());
        root.put("splits", splitsByName());
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root) + "\n";
    }

    private Map<String, Object> optionsByName() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("size", options.size());
        map.put("track_width", options.trackWidth());
        map.put("class_weights", options.classWeights());
        map.put("defects", options.defects().toString());
        map.put("look_alikes", options.lookAlikes().toString());
        map.put("difficulty", options.difficulty());
        map.put("format", options.format().suffix());
        map.put("labels", options.labels().name().toLowerCase(Locale.ROOT));
        map.put("noise_flipped", options.noise().flipped());
        map.put("noise_dropped", options.noise().dropped());
        map.put("noise_shifted", options.noise().shifted());
        map.put(
                "noise_splits",
                options.noise().splits().stream()
                        .sorted()
                        .map(SynthRecord::part)
                        .toList());
        return map;
    }

    private Map<String, Object> splitsByName() {
        Map<String, Object> map = new LinkedHashMap<>();
        splits.forEach((split, counts) -> {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("images", counts.images());
            part.put("objects", counts.objects());
            part.put("label_errors", counts.errors());
            part.put("look_alikes", counts.lookAlikes());
            map.put(part(split), part);
        });
        return map;
    }

    /** Trainers want train and val; a split without images is left out. */
    private String yaml() {
        StringBuilder text = new StringBuilder("# Circuit boards drawn by candor synth; synth.json says how.\n");
        splits.keySet().forEach(split -> text.append("%1$s: images/%1$s\n".formatted(part(split))));
        text.append("names:\n");
        for (DefectKind kind : DefectKind.values()) {
            text.append("  %d: %s\n".formatted(kind.classIndex(), kind.label()));
        }
        return text.toString();
    }

    private static String part(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    private static void replace(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
