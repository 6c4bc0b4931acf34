package io.candor.run;

import io.candor.data.Batch;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.augment.Letterbox;
import io.candor.detect.SuppressionOptions;
import io.candor.export.NetworkAnswers;
import io.candor.infer.Detections;
import io.candor.infer.Detector;
import io.candor.infer.DetectorOptions;
import io.candor.infer.Judge;
import io.candor.infer.ModelCard;
import io.candor.network.Network;
import io.candor.tensor.Device;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.train.Input;
import io.candor.train.PrecisionChoice;
import io.candor.weights.NetworkFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/**
 * Finds objects on pictures: annotated copies, one JSON file, and label files as YOLO tools write them.
 *
 * @param settings of {@link PredictKeys}
 */
public record PredictRun(Settings settings) {

    /**
     * What was found on one picture.
     *
     * @param image the file
     * @param width pixels
     * @param height pixels
     * @param detections most confident first, in pixels of the picture
     */
    public record Prediction(Path image, int width, int height, List<Detection> detections) {
        public Prediction {
            detections = List.copyOf(detections);
        }
    }

    /**
     * Where the result is.
     *
     * @param folder with the pictures, {@code predictions.json} and {@code labels/}
     * @param predictions in the order of the sources; pictures that cannot be read are missing
     */
    public record Result(RunFolder folder, List<Prediction> predictions) {
        public Result {
            predictions = List.copyOf(predictions);
        }
    }

    /** A prediction with a weight file on images and folders of images, with defaults for everything else. */
    public static PredictRun of(Path model, List<Path> source) {
        return new PredictRun(
                Settings.of(PredictKeys.ALL).with(PredictKeys.MODEL, model).with(PredictKeys.SOURCE, source));
    }

    /** A copy with one more setting. */
    public <T> PredictRun with(Key<T> key, T value) {
        return new PredictRun(settings.with(key, value));
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
        return new PredictRun(ImageSize.asTrained(settings, PredictKeys.IMGSZ, listener)).predict(listener);
    }

    private Result predict(RunListener listener) throws IOException {
        Path model = settings.required(PredictKeys.MODEL);
        StartWeights.requireFile(model);
        List<Path> images = PictureFiles.of(settings.required(PredictKeys.SOURCE));
        if (ModelFile.isOnnx(model)) {
            return runOnnx(model, images, listener);
        }
        int imageSize = ImageSize.rounded(settings.value(PredictKeys.IMGSZ), listener);
        NetworkFile file = NetworkFile.load(model);
        Device device = Device.of(settings.value(PredictKeys.DEVICE));
        PrecisionChoice precision = PrecisionChoice.of(settings.value(PredictKeys.PRECISION));
        AppliedCalibration calibration = AppliedCalibration.found(settings, model, listener);
        calibration.requireClasses(file.classes());
        AppliedPolicy policy = AppliedPolicy.found(settings, model, calibration, listener);
        policy.requireClasses(file.classes());
        UnreadSuppression.tell(settings, file.network().definition(), listener);
        if (calibration.calibration().isEmpty()) {
            listener.say("Confidences are as the network gives them, not calibrated.");
        }
        try (Network loaded = file.network().on(device).precision(precision.on(device));
                Network network = loaded.fused();
                PredictionFiles files = new PredictionFiles(
                        RunFolder.of(settings, PredictKeys.NAME), file.classes(), calibration.file(), policy)) {
            SuppressionOptions asked = suppression(file.classes());
            double least = policy.floor(asked.confidence());
            SuppressionOptions suppression = calibration.widened(asked.withConfidence(least));
            List<Prediction> predictions = predict(
                    image -> policy.reported(
                            calibration.apply(detect(network, image, imageSize, suppression), least),
                            asked.confidence()),
                    images,
                    files,
                    listener);
            files.finish(predictions);
            policy.verdicts(found(predictions)).ifPresent(listener::say);
            return new Result(files.folder(), predictions);
        }
    }

    /** An exported file brings its own frame, precision and calibration; only what is reported can be set. */
    private Result runOnnx(Path model, List<Path> images, RunListener listener) throws IOException {
        ModelCard card = ModelCard.of(model);
        ExportedSettings exported = new ExportedSettings(card);
        exported.requireBeside(settings, List.of(PredictKeys.CALIBRATION, PredictKeys.POLICY));
        exported.requireOwn(settings, List.of(PredictKeys.DEVICE, PredictKeys.PRECISION));
        int imageSize = settings.value(PredictKeys.IMGSZ);
        exported.requireTaken(imageSize);
        UnreadSuppression.tell(settings, card, listener);
        Judge judge = Judge.beside(card);
        AppliedPolicy policy =
                new AppliedPolicy(judge.policy(), judge.policy().isPresent() ? "the policy beside " + model : "");
        boolean calibrated = judge.calibrates();
        SuppressionOptions asked = suppression(card.classes());
        exported.withheld(asked.withConfidence(policy.floor(asked.confidence())))
                .ifPresent(listener::say);
        DetectorOptions options = exported.framed(DetectorOptions.defaults().withSuppression(asked), imageSize);
        try (Detector detector = Detector.load(model, options);
                PredictionFiles files = new PredictionFiles(
                        RunFolder.of(settings, PredictKeys.NAME),
                        card.classes(),
                        calibrated ? "beside " + model : "",
                        policy)) {
            listener.say(
                    calibrated
                            ? "Confidences are calibrated by the file beside %s.".formatted(model)
                            : "Confidences are as the network gives them, not calibrated.");
            List<Prediction> predictions =
                    predict(image -> detections(detector.detect(image)), images, files, listener);
            files.finish(predictions);
            policy.verdicts(found(predictions)).ifPresent(listener::say);
            return new Result(files.folder(), predictions);
        }
    }

    private static List<List<Detection>> found(List<Prediction> predictions) {
        return predictions.stream().map(Prediction::detections).toList();
    }

    /** What a detector reports, without names and decisions. */
    static List<Detection> detections(Detections found) {
        return found.objects().stream()
                .map(object -> object.detection().withConfidence(object.bestConfidence()))
                .toList();
    }

    private static List<Prediction> predict(
            Function<Image, List<Detection>> detector, List<Path> images, PredictionFiles files, RunListener listener)
            throws IOException {
        return PictureLoop.each(
                images,
                (path, image) -> {
                    Prediction prediction = new Prediction(path, image.width(), image.height(), detector.apply(image));
                    files.write(prediction, image);
                    return prediction;
                },
                listener);
    }

    /** The objects on one picture, scaled so that its longer side is {@code imageSize}, with as little grey as fits. */
    private static List<Detection> detect(Network network, Image image, int imageSize, SuppressionOptions suppression) {
        Letterbox frame =
                Letterbox.rectangle(image.width(), image.height(), imageSize, Input.STRIDE, Letterbox.ScaleUp.YES);
        try (Scope scope = Scope.open()) {
            Batch batch = Batch.of(frame.apply(image));
            return NetworkAnswers.of(network, Tensors.images(batch, network.device()))
                    .detections(0, frame, suppression);
        }
    }

    private SuppressionOptions suppression(Classes classes) {
        List<Integer> wanted = settings.value(PredictKeys.CLASSES);
        for (int index : wanted) {
            if (index >= classes.size()) {
                throw new InvalidInput(
                        "options",
                        "classes: there is no class %d; the model has %d, counted from 0."
                                .formatted(index, classes.size()));
            }
        }
        return SuppressionOptions.forPrediction()
                .withConfidence(settings.value(PredictKeys.CONF))
                .withIou(settings.value(PredictKeys.IOU))
                .withMaxDetections(settings.value(PredictKeys.MAX_DET))
                .withScope(
                        settings.value(PredictKeys.AGNOSTIC_NMS)
                                ? SuppressionOptions.ClassScope.AGNOSTIC
                                : SuppressionOptions.ClassScope.PER_CLASS)
                .withOnlyClasses(new HashSet<>(wanted));
    }
}
