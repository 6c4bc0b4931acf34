package io.candor.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.Batch;
import io.candor.data.Classes;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.augment.Crop;
import io.candor.network.Network;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Says which class each picture has, and how probable every class is: one JSON file and one CSV.
 *
 * @param settings of {@link PredictKeys}
 */
public record PredictClassifierRun(Settings settings) {

    static final String CSV = "predictions.csv";

    private static final int TOP = 5;

    /**
     * What was said about one picture.
     *
     * @param image the file
     * @param probabilities per class, summing to 1
     */
    public record Prediction(Path image, List<Double> probabilities) {
        public Prediction {
            probabilities = List.copyOf(probabilities);
        }

        /** Classes by descending probability, the {@code count} first. */
        public List<Integer> top(int count) {
            return IntStream.range(0, probabilities.size())
                    .boxed()
                    .sorted(Comparator.comparing(probabilities::get).reversed())
                    .limit(count)
                    .toList();
        }
    }

    /**
     * Where the result is.
     *
     * @param folder with {@code predictions.json} and {@code predictions.csv}
     * @param predictions in the order of the sources; pictures that cannot be read are missing
     */
    public record Result(RunFolder folder, List<Prediction> predictions) {
        public Result {
            predictions = List.copyOf(predictions);
        }
    }

    /** A prediction with a weight file on images and folders of images, with defaults for everything else. */
    public static PredictClassifierRun of(Path model, List<Path> source) {
        return new PredictClassifierRun(
                Settings.of(PredictKeys.ALL).with(PredictKeys.MODEL, model).with(PredictKeys.SOURCE, source));
    }

    /** Whether the settings name a weight file that holds a classifier. */
    public static boolean isAskedFor(Settings settings) {
        return LoadedClassifier.isAskedFor(settings, PredictKeys.MODEL);
    }

    /** A copy with one more setting. */
    public <T> PredictClassifierRun with(Key<T> key, T value) {
        return new PredictClassifierRun(settings.with(key, value));
    }

    /** {@link #run(RunListener)} without a listener. */
    public Result run() throws IOException {
        return run(RunListener.SILENT);
    }

    /**
     * Predicts and writes the run folder.
     *
     * @throws InvalidInput if the model or every picture cannot be used
     */
    public Result run(RunListener listener) throws IOException {
        if (!settings.value(PredictKeys.POLICY).isEmpty()
                && !settings.value(PredictKeys.POLICY).equals(AppliedCalibration.OFF)) {
            throw new InvalidInput(
                    "options",
                    "policy: it decides about detections, and %s is a classifier. Leave --policy out."
                            .formatted(settings.required(PredictKeys.MODEL)));
        }
        List<Path> images = PictureFiles.of(settings.required(PredictKeys.SOURCE));
        try (LoadedClassifier classifier = LoadedClassifier.of(settings, settings.required(PredictKeys.MODEL));
                Network network = classifier.network().inference()) {
            AppliedClassifierCalibration calibration =
                    AppliedClassifierCalibration.found(settings, classifier, listener);
            int size = classifier.imageSize(settings, PredictKeys.IMGSZ);
            RunFolder folder = RunFolder.of(settings, PredictKeys.NAME);
            List<Prediction> predictions = PictureLoop.each(
                    images,
                    (path, image) -> {
                        Image seen = Crop.center(image.width(), image.height()).apply(image, size);
                        double[] said = calibration.apply(probabilities(network, seen));
                        return new Prediction(path, Arrays.stream(said).boxed().toList());
                    },
                    listener);
            folder.write(PredictionFiles.JSON, json(predictions, classifier.classes(), calibration.file()));
            folder.write(CSV, csv(predictions, classifier.classes()));
            return new Result(folder, predictions);
        }
    }

    private static double[] probabilities(Network network, Image image) {
        try (Scope scope = Scope.open()) {
            Batch batch = Batch.of(image);
            float[] logits = Tensors.floats(PictureInference.logits(network, batch));
            return PictureInference.probabilities(logits, 0, logits.length);
        }
    }

    private static String json(List<Prediction> predictions, Classes classes, String calibration) throws IOException {
        List<Object> images = new ArrayList<>();
        for (Prediction prediction : predictions) {
            int best = prediction.top(1).get(0);
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("image", prediction.image().toString());
            tree.put("class", best);
            tree.put("name", classes.name(best));
            tree.put("confidence", prediction.probabilities().get(best));
            tree.put(
                    "top",
                    prediction.top(TOP).stream()
                            .map(k -> Map.of(
                                    "class", k,
                                    "name", classes.name(k),
                                    "probability", prediction.probabilities().get(k)))
                            .toList());
            tree.put("probabilities", prediction.probabilities());
            images.add(tree);
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("classes", classes.names());
        root.put("calibrated", !calibration.isEmpty());
        root.put("calibration", calibration);
        root.put("images", images);
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static String csv(List<Prediction> predictions, Classes classes) {
        List<String> header = new ArrayList<>(List.of("image", "prediction", "confidence"));
        classes.names().forEach(name -> header.add(PictureJudgement.quoted(name)));
        StringBuilder text = new StringBuilder(String.join(",", header)).append('\n');
        for (Prediction prediction : predictions) {
            int best = prediction.top(1).get(0);
            text.append(PictureJudgement.quoted(prediction.image().toString()))
                    .append(',')
                    .append(PictureJudgement.quoted(classes.name(best)))
                    .append(String.format(
                            Locale.ROOT, ",%.9g", prediction.probabilities().get(best)));
            prediction
                    .probabilities()
                    .forEach(probability -> text.append(String.format(Locale.ROOT, ",%.9g", probability)));
            text.append('\n');
        }
        return text.toString();
    }
}
