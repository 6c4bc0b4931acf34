package io.candor.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.Batch;
import io.candor.data.Classes;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.augment.Crop;
import io.candor.infer.Classifier;
import io.candor.infer.DetectorOptions;
import io.candor.infer.ModelCard;
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
import java.util.function.Function;
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

    /** Whether the settings name a file that holds a classifier: weights, or an exported one. */
    public static boolean isAskedFor(Settings settings) {
        return LoadedClassifier.isAskedFor(settings, PredictKeys.MODEL)
                || settings.given(PredictKeys.MODEL)
                        .filter(ModelFile::isExportedClassifier)
                        .isPresent();
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
        Path model = settings.required(PredictKeys.MODEL);
        if (!settings.value(PredictKeys.POLICY).isEmpty()
                && !settings.value(PredictKeys.POLICY).equals(AppliedCalibration.OFF)) {
            throw new InvalidInput(
                    "options",
                    "policy: it decides about detections, and %s is a classifier. Leave --policy out."
                            .formatted(model));
        }
        List<Path> images = PictureFiles.of(settings.required(PredictKeys.SOURCE));
        if (ModelFile.isOnnx(model)) {
            return runOnnx(model, images, listener);
        }
        try (LoadedClassifier classifier = LoadedClassifier.of(settings, model);
                Network network = classifier.network().inference()) {
            AppliedClassifierCalibration calibration =
                    AppliedClassifierCalibration.found(settings, classifier, listener);
            int size = classifier.imageSize(settings, PredictKeys.IMGSZ);
            Function<Image, List<Double>> asked = image -> {
                Image seen = Crop.center(image.width(), image.height()).apply(image, size);
                double[] said = calibration.apply(probabilities(network, seen));
                return Arrays.stream(said).boxed().toList();
            };
            return predict(images, new Asked(classifier.classes(), calibration.file(), asked), listener);
        }
    }

    /** An exported file brings its own size, precision and calibration. */
    private Result runOnnx(Path model, List<Path> images, RunListener listener) throws IOException {
        ExportedSettings exported = new ExportedSettings(ModelCard.of(model));
        exported.requireBeside(settings, List.of(PredictKeys.CALIBRATION));
        exported.requireOwn(settings, List.of(PredictKeys.DEVICE, PredictKeys.PRECISION));
        int size = settings.given(PredictKeys.IMGSZ).orElse(exported.card().imageSize());
        exported.requireTaken(size);
        try (Classifier classifier = Classifier.load(model, exported.framed(DetectorOptions.defaults(), size))) {
            String calibration = classifier.isCalibrated() ? "beside " + model : "";
            listener.say(
                    calibration.isEmpty()
                            ? "Confidences are as the network gives them, not calibrated."
                            : "Confidences are calibrated by the file beside %s.".formatted(model));
            Function<Image, List<Double>> asked =
                    image -> classifier.classify(image).probabilities();
            return predict(images, new Asked(classifier.classes(), calibration, asked), listener);
        }
    }

    /**
     * A classifier from a file of either kind.
     *
     * @param calibration where it came from; empty if there is none
     * @param probabilities of a picture, calibrated if they are
     */
    private record Asked(Classes classes, String calibration, Function<Image, List<Double>> probabilities) {}

    private Result predict(List<Path> images, Asked classifier, RunListener listener) throws IOException {
        RunFolder folder = RunFolder.of(settings, PredictKeys.NAME);
        List<Prediction> predictions = PictureLoop.each(
                images, (path, image) -> new Prediction(path, classifier.probabilities.apply(image)), listener);
        folder.write(PredictionFiles.JSON, json(predictions, classifier.classes, classifier.calibration));
        folder.write(CSV, csv(predictions, classifier.classes));
        return new Result(folder, predictions);
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
