package io.candor.run;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.candor.json.JsonNodes;
import io.candor.metric.EvaluatedImage;
import io.candor.metric.EvaluationSet;
import io.candor.metric.Extent;
import io.candor.predictions.DetectionFiles;
import io.candor.predictions.FirstCategory;
import io.candor.report.EvaluationJson;
import java.nio.file.Files;
import java.nio.file.Path;
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
        weights(predictions).ifPresent(model -> provenance.put(Located.WEIGHTS, model));
        WrittenConfidences.applied(predictions).ifPresent(by -> provenance.put(EvaluateKeys.CALIBRATION.name(), by));
        return read(
                predictions,
                firstCategory(settings.value(JudgedKeys.FIRST_CATEGORY), predictions),
                settings,
                provenance);
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
            provenance.remove(EvaluateKeys.CALIBRATION.name()); // their own confidences are read, not what was judged
            Path foreign = Path.of(recorded.get("predictions").asText());
            WrittenConfidences.applied(foreign).ifPresent(by -> provenance.put(EvaluateKeys.CALIBRATION.name(), by));
            return read(
                    foreign, firstCategory(recorded.path("first_category").asText(), foreign), complete, provenance);
        }
        return read(own, FirstCategory.ONE, complete, provenance);
    }

    /** evaluation.json of a run folder. */
    static JsonNode evaluation(Path folder) {
        return JsonNodes.read(
                folder.resolve(Judgement.FILE),
                HELP,
                "Give a run folder that 'candor evaluate' wrote, with evaluation.json and predictions.json.");
    }

    /** SHA-256 of the weights behind a file of predictions, where {@code candor evaluate} left it beside them. */
    static Optional<String> weights(Path predictions) {
        return recorded(predictions)
                .map(provenance -> provenance.path(Located.WEIGHTS).asText())
                .filter(text -> !text.isEmpty());
    }

    /** Where the evaluation beside a file of predictions says it comes from, if there is one. */
    static Optional<JsonNode> recorded(Path predictions) {
        return isOurs(predictions)
                ? Optional.of(
                        evaluation(predictions.toAbsolutePath().getParent()).path("provenance"))
                : Optional.empty();
    }

    /** SHA-256 of the weights behind the detections, where it is known. */
    Optional<String> weights() {
        return Optional.ofNullable(provenance.get(Located.WEIGHTS)).map(String::valueOf);
    }

    /** How a file counts its categories: as said, or from 1 if 'candor evaluate' wrote it, or as its ids tell. */
    static FirstCategory firstCategory(String said, Path predictions) {
        return switch (said) {
            case "0" -> FirstCategory.ZERO;
            case "1" -> FirstCategory.ONE;
            default -> isOurs(predictions) ? FirstCategory.ONE : FirstCategory.DEDUCED;
        };
    }

    /** Whether a file lies where 'candor evaluate' leaves what it found. */
    private static boolean isOurs(Path predictions) {
        boolean named =
                predictions.endsWith(Judgement.PREDICTIONS) || predictions.endsWith(PictureJudgement.PREDICTIONS);
        return named && Files.isRegularFile(predictions.resolveSibling(Judgement.FILE));
    }

    /** The images that were looked at: where 'candor evaluate' judged by masks, those with all their outlines. */
    static Dataset judged(Dataset dataset, Split split, Path predictions) {
        boolean masks =
                isOurs(predictions) && byMasks(predictions.toAbsolutePath().getParent());
        return Outlines.judged(dataset, split, masks ? Extent.MASK : Extent.BOX);
    }

    /** Whether {@code candor evaluate} judged by masks too. */
    static boolean byMasks(Path folder) {
        return evaluation(folder).has(EvaluationJson.MASKS);
    }

    private static JudgedFiles read(
            Path predictions, FirstCategory first, Settings settings, Map<String, Object> provenance) {
        String split = settings.value(JudgedKeys.SPLIT);
        Optional<Path> annotations = settings.given(JudgedKeys.ANNOTATIONS);
        EvaluationSet set;
        if (annotations.isPresent()) {
            provenance.put("annotations", annotations.get().toString());
            set = DetectionFiles.coco(annotations.get(), predictions, EvaluateKeys.overlap(settings));
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
            Split part = Split.valueOf(split.toUpperCase(Locale.ROOT));
            set = DetectionFiles.dataset(
                    judged(dataset, part, predictions), part, predictions, first, EvaluateKeys.overlap(settings));
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
     * Detections before and after calibration.
     *
     * @param before on the images the calibrator was not fitted on
     * @param words which images these are, for readers
     */
    record Calibrated(EvaluationSet before, Calibration calibration, String words) {

        EvaluationSet after() {
            return calibration.calibrator().apply(before);
        }
    }

    /**
     * The detections of the images a calibration was not fitted on, if one is asked for.
     *
     * @throws InvalidInput if it is for other weights or classes, or was fitted on all of these images
     */
    Optional<Calibrated> calibrated(Settings settings) {
        return settings.given(JudgedKeys.CALIBRATION).map(file -> {
            Calibration calibration = CalibrationFile.read(file);
            calibration.requireClasses(set.classes(), file.toString());
            calibration.requireExtent(set.extent(), file.toString());
            requireRaw(file);
            weights().ifPresent(model -> calibration.requireModel(model, file.toString()));
            Set<String> names = calibration.unseen(set.images(), file.toString());
            EvaluationSet unseen = set.onImages(i -> names.contains(set.images().get(i)));
            int left = unseen.images().size();
            int all = set.images().size();
            return new Calibrated(
                    unseen,
                    calibration,
                    left == all
                            ? "Confidences after %s; it was fitted on none of these %d images."
                                    .formatted(file.getFileName(), all)
                            : "Confidences after %s, on the %d of these %d images that it was not fitted on."
                                    .formatted(file.getFileName(), left, all));
        });
    }

    /** Confidences that were calibrated when they were written must not be calibrated twice. */
    private void requireRaw(Path file) {
        String applied =
                String.valueOf(provenance.getOrDefault(EvaluateKeys.CALIBRATION.name(), AppliedCalibration.OFF));
        if (!applied.equals(AppliedCalibration.OFF) && !applied.isEmpty()) {
            throw new InvalidInput(
                    "calibration-file",
                    "these confidences were calibrated by %s when they were written; %s. Evaluate or predict with --calibration off first."
                            .formatted(applied, WrittenConfidences.twice(file)));
        }
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
