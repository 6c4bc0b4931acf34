package io.candor.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.calibrate.Calibration;
import io.candor.calibrate.CalibrationFile;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.Split;
import io.candor.data.read.Dataset;
import io.candor.data.read.DatasetReader;
import io.candor.data.read.ImageReader;
import io.candor.data.read.ReadOptions;
import io.candor.data.read.UnreadableImage;
import io.candor.metric.EvaluatedImage;
import io.candor.metric.EvaluationSet;
import io.candor.predictions.DetectionFiles;
import io.candor.predictions.FirstCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Detections with what they are judged by, from files alone: no model is needed.
 *
 * @param set objects and detections
 * @param split name of the part of the data
 * @param provenance where everything comes from
 * @param folders where pictures with relative names may be
 */
record JudgedFiles(EvaluationSet set, String split, Map<String, Object> provenance, List<Path> folders) {

    static final String HELP = "evaluation-folder";

    /**
     * Reads what the settings name.
     *
     * @throws InvalidInput if nothing usable is named
     */
    static JudgedFiles read(Settings settings) {
        Optional<Path> evaluation = settings.given(JudgedKeys.EVALUATION);
        if (evaluation.isPresent()) {
            return ofFolder(evaluation.get(), settings);
        }
        Path predictions = settings.given(JudgedKeys.PREDICTIONS)
                .orElseThrow(
                        () -> new InvalidInput(
                                "options",
                                "there is nothing to look at: give --evaluation DIR, a run folder of 'candor evaluate', or --predictions FILE with --data or --annotations."));
        Map<String, Object> provenance = version();
        provenance.put("predictions", predictions.toString());
        return read(predictions, firstCategory(settings.value(JudgedKeys.FIRST_CATEGORY)), settings, provenance);
    }

    /** The detections and data of a run folder that {@code candor evaluate} wrote; settings win over its record. */
    static JudgedFiles ofFolder(Path folder, Settings settings) {
        JsonNode recorded = evaluation(folder).path("provenance");
        Map<String, Object> provenance = version();
        provenance.put("evaluation", folder.toString());
        recorded.properties().forEach(entry -> {
            if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                provenance.putIfAbsent(entry.getKey(), entry.getValue().asText());
            }
        });
        Settings complete = settings;
        boolean named = settings.given(JudgedKeys.DATA).isPresent()
                || settings.given(JudgedKeys.ANNOTATIONS).isPresent();
        if (!named) {
            for (Key<Path> key : List.of(JudgedKeys.DATA, JudgedKeys.ANNOTATIONS, JudgedKeys.IMAGES)) {
                if (recorded.hasNonNull(key.name())) {
                    complete =
                            complete.with(key, Path.of(recorded.get(key.name()).asText()));
                }
            }
        }
        if (settings.given(JudgedKeys.SPLIT).isEmpty() && recorded.hasNonNull("split")) {
            complete = complete.with(JudgedKeys.SPLIT, recorded.get("split").asText());
        }
        Path own = folder.resolve(Judgement.PREDICTIONS);
        if (!Files.isRegularFile(own) && recorded.hasNonNull("predictions")) {
            Path foreign = Path.of(recorded.get("predictions").asText());
            return read(foreign, firstCategory(recorded.path("first_category").asText()), complete, provenance);
        }
        return read(own, FirstCategory.ONE, complete, provenance);
    }

    /** evaluation.json of a run folder. */
    static JsonNode evaluation(Path folder) {
        Path file = folder.resolve(Judgement.FILE);
        try {
            return new JsonMapper().readTree(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new InvalidInput(
                    HELP,
                    "%s cannot be read (%s). Give a run folder that 'candor evaluate' wrote, with evaluation.json and predictions.json."
                            .formatted(file, Reason.of(unreadable)),
                    unreadable);
        }
    }

    /** How the file of another tool counts its categories. */
    private static FirstCategory firstCategory(String said) {
        return switch (said) {
            case "0" -> FirstCategory.ZERO;
            case "1" -> FirstCategory.ONE;
            default -> FirstCategory.DEDUCED;
        };
    }

    private static JudgedFiles read(
            Path predictions, FirstCategory first, Settings settings, Map<String, Object> provenance) {
        String split = settings.value(JudgedKeys.SPLIT);
        Optional<Path> annotations = settings.given(JudgedKeys.ANNOTATIONS);
        EvaluationSet set;
        if (annotations.isPresent()) {
            provenance.put("annotations", annotations.get().toString());
            set = DetectionFiles.coco(annotations.get(), predictions);
        } else {
            Path data = settings.given(JudgedKeys.DATA)
                    .orElseThrow(() -> new InvalidInput(
                            "options",
                            "it is not known what %s is to be judged by. Give --data or --annotations."
                                    .formatted(predictions)));
            provenance.put("data", data.toString());
            provenance.put("split", split);
            Dataset dataset = DatasetReader.read(
                    data,
                    settings.given(JudgedKeys.IMAGES)
                            .map(folder -> ReadOptions.defaults().withImages(folder))
                            .orElseGet(ReadOptions::defaults));
            set = DetectionFiles.dataset(dataset, Split.valueOf(split.toUpperCase(Locale.ROOT)), predictions, first);
        }
        provenance.put("data fingerprint", set.fingerprint());
        return new JudgedFiles(set, split, provenance, folders(settings, annotations));
    }

    private static List<Path> folders(Settings settings, Optional<Path> annotations) {
        List<Path> folders = new java.util.ArrayList<>();
        settings.given(JudgedKeys.IMAGES).ifPresent(folders::add);
        annotations.map(file -> file.toAbsolutePath().getParent()).ifPresent(parent -> {
            folders.add(parent);
            folders.add(parent.resolve("images"));
        });
        return folders;
    }

    private static Map<String, Object> version() {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("version", Build.version());
        return provenance;
    }

    /**
     * The same detections with calibrated confidences, if a calibration is asked for.
     *
     * @throws InvalidInput if it is for other classes, or was fitted on these very images
     */
    Optional<EvaluationSet> calibrated(Settings settings) {
        return settings.given(JudgedKeys.CALIBRATION).map(file -> {
            Calibration calibration = CalibrationFile.read(file);
            calibration.requireClasses(set.classes(), file.toString());
            Set<String> fitted = new HashSet<>(calibration.origin().images());
            long both = set.images().stream().filter(fitted::contains).count();
            if (both > 0) {
                throw new InvalidInput(
                        "calibration-overlap",
                        "%s was fitted on %d of these %d images, so it would be judged by what it has seen. Use images it was not fitted on."
                                .formatted(file, both, set.images().size()));
            }
            return calibration.calibrator().apply(set);
        });
    }

    /** The picture; empty if it is nowhere or cannot be read. */
    Optional<Image> picture(EvaluatedImage image) {
        String name = image.file().isEmpty() ? image.name() : image.file();
        Path file = Path.of(name);
        if (!file.isAbsolute()) {
            file = folders.stream()
                    .map(folder -> folder.resolve(name))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElse(file);
        }
        try {
            return Files.isRegularFile(file) ? Optional.of(ImageReader.read(file)) : Optional.empty();
        } catch (UnreadableImage unreadable) {
            return Optional.empty(); // a report without one crop is better than none
        }
    }
}
